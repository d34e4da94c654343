"""Fields that a content page must fill before it is published; a draft may lack them."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class RequiredToPublishMixin:
    """The mixin of content pages, to be placed before the page class."""

    # Field name -> message if it is empty.
    required_to_publish: ClassVar[dict[str, str | Promise]] = {
        "summary": _("Écrivez une ou deux phrases : elles annoncent la page partout.")
    }
    # True while the admin saves the page as a draft.
    is_unfinished = False
    live: bool  # Wagtail's column

    def clean(self) -> None:
        """Raises `ValidationError` with all empty required fields of a page that is or becomes public.

        Drafts are moved, copied and saved without these fields.
        """
        super().clean()  # type: ignore[misc]  # a mixin
        if self.is_unfinished or not self.live:
            return
        missing = {
            name: message
            for name, message in self.required_to_publish.items()
            if not str(getattr(self, name) or "").strip()
        }
        if missing:
            raise ValidationError(missing)
