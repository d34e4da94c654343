"""The photograph of a social card: which one a card may show, and how it is cropped and credited."""

from io import BytesIO

from django.core.files.storage import default_storage
from PIL import Image, ImageDraw, ImageOps

from fedcms.core.design.colour import INK, PAPER
from fedcms.core.seo.social_card_text import SocialCardPhoto
from fedcms.media.damaged_images import DAMAGED
from fedcms.media.models import FederationImage
from fedcms.media.social_cards.lettering import Lettering, writable

_CREDIT_SIZES = (20, 18, 16)
_CREDIT_HEIGHT, _CREDIT_PADDING = 34, 14


class UnreadablePhoto(Exception):
    """Raised when the file of a photograph is gone, or is no whole image."""


def social_card_photo(image: FederationImage | None) -> SocialCardPhoto | None:
    """Returns the photograph that a card shows of a page with this lead image; None without rights. No query."""
    if image is None or not image.may_be_shown():
        return None
    focus = (0.5, 0.5)
    if image.focal_point_x is not None and image.focal_point_y is not None:
        focus = (image.focal_point_x / image.width, image.focal_point_y / image.height)
    return SocialCardPhoto(file=image.file.name, focus=focus, credit=image.credit)


def photo_image(photo: SocialCardPhoto, size: tuple[int, int], lettering: Lettering) -> Image.Image:
    """Returns the photograph cropped to a size (pixels) around its focus, with its credit at the foot.

    Raises `UnreadablePhoto` if its file is gone or damaged, `OSError` when the storage does not answer.
    """
    try:
        with default_storage.open(photo.file) as file:
            content = BytesIO(file.read())
    except FileNotFoundError as error:
        raise UnreadablePhoto(str(error)) from error
    try:
        return _decoded(content, photo, size, lettering)
    except DAMAGED as error:
        raise UnreadablePhoto(str(error)) from error


def _decoded(
    content: BytesIO, photo: SocialCardPhoto, size: tuple[int, int], lettering: Lettering
) -> Image.Image:
    with Image.open(content) as source:
        # Makes a JPEG smaller while it is read: an original may have 40 million pixels.
        source.draft("RGB", (size[0] * 2, size[1] * 2))
        upright = ImageOps.exif_transpose(source).convert("RGB")
        # What follows keeps a point at the same share of the crop as of the photograph.
        cropped = ImageOps.fit(upright, size, Image.Resampling.LANCZOS, centering=photo.focus)
    if photo.credit:
        _write_credit(cropped, writable(photo.credit), lettering)
    return cropped


def _write_credit(image: Image.Image, credit: str, lettering: Lettering) -> None:
    """Writes who made the photograph on a dark band, so that it is read on any picture."""
    line, space = f"© {credit}", image.width - 2 * _CREDIT_PADDING
    face = lettering.largest(line, "Regular", _CREDIT_SIZES, space)
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, image.height - _CREDIT_HEIGHT, image.width, image.height), fill=INK)
    start = image.width - _CREDIT_PADDING if lettering.is_rtl else _CREDIT_PADDING
    baseline = image.height - _CREDIT_PADDING + 2
    lettering.write(pen, (start, baseline), lettering.shortened(line, face, space), face, PAPER)
