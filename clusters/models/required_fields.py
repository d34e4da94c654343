"""What a content page must say before it is published; a draft may lack it (clusters.publishing)."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class RequiredToPublishMixin:
    """Before the page class in the bases of content pages."""

    # Field -> what to say where it is empty.
    required_to_publish: ClassVar[dict[str, str | Promise]] = {
        "summary": _("Écrivez une ou deux phrases : elles annoncent la page partout.")
    }
    # True while the admin saves it as a draft.
    is_unfinished = False

    def clean(self) -> None:
        """Raises `ValidationError` with the fields that are empty and must not be."""
        super().clean()  # type: ignore[misc]  # a mixin
        if self.is_unfinished:
            return
        for name, message in self.required_to_publish.items():
            if not str(getattr(self, name) or "").strip():
                raise ValidationError({name: message})
