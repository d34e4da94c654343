"""Registers the editor's form of each page type: access, required fields and translation combined.

The models stand below all three: the forms are given to them at start.
"""

from clusters.access.references import OwnReferencesPageForm
from clusters.models import ContentPage, StructuralPage
from clusters.publishing.required_to_publish import RequiredToPublishForm
from clusters.translation.state.minor_changes import TranslatedPageForm


class StructuralPageForm(OwnReferencesPageForm):
    """Title, address and schedule of a structural page are changed by superusers alone."""

    FROZEN = ("title", "slug", "go_live_at", "expire_at")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if self.for_user is not None and not self.for_user.is_superuser:
            for name in self.FROZEN:
                if name in self.fields:
                    # A disabled field keeps its stored value whatever is posted.
                    self.fields[name].disabled = True


class ContentPageForm(RequiredToPublishForm, TranslatedPageForm):
    """A draft may be unfinished; where there are translations, asks whether a change is minor."""


def register() -> None:
    """Called once, from AppConfig.ready. Wagtail reads the class when a form is first needed; types inherit it."""
    StructuralPage.base_form_class = StructuralPageForm
    ContentPage.base_form_class = ContentPageForm
