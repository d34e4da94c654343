"""The form field of an image's file: says in words what is no image, also where Wagtail's fails with an error."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.images.fields import WagtailImageField

from fedcms.core.i18n.formatting import number
from fedcms.media.damaged_images import DAMAGED
from fedcms.media.document_content import ending_of


class CheckedImageField(WagtailImageField):
    """Wagtail's field, with the ending checked first, and damaged files refused."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = _(
            "Cette image a plus de %(millions)s millions de pixels : réduisez-la. "
            "6 000 pixels de large suffisent à la presse."
        )
        # Wagtail puts numbers into this message, which has none left to fill in.
        self.error_messages["file_too_many_pixels"] = words % {
            "millions": number(settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS // 1_000_000)
        }

    def to_python(self, data: Any) -> Any:
        """Returns the file with its format and its size in pixels checked. Raises `ValidationError`."""
        ending = ending_of(getattr(data, "name", "") or "")
        if ending and ending not in self.allowed_image_extensions:
            # Before its content, of which the words would be that it is no image: a photograph of a telephone is one.
            raise ValidationError(
                self.error_messages["invalid_image_extension"], code="invalid_image_extension"
            )
        return super().to_python(data)

    def check_image_pixel_size(self, f: Any) -> None:
        """Raises `ValidationError` for an image with too many pixels, or one that ends too soon or is damaged."""
        try:
            super().check_image_pixel_size(f)
        except DAMAGED as error:
            raise ValidationError(self.error_messages["invalid_image"], code="invalid_image") from error
