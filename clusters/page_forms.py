"""Registers the editor's form of each page type: access, required fields and translation combined.

The models may not import these three packages, so their forms are set at start.
"""

from clusters.access.references import OwnReferencesPageForm
from clusters.co_signatures.page_form import CoSignedPageForm
from clusters.models import ContentPage, StructuralPage
from clusters.publishing.required_to_publish import RequiredToPublishForm
from clusters.translation.state.minor_changes import TranslatedPageForm


class StructuralPageForm(OwnReferencesPageForm):
    """The form of structural pages; only superusers change title, slug and schedule."""

    FROZEN = ("title", "slug", "go_live_at", "expire_at")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if self.for_user is not None and not self.for_user.is_superuser:
            for name in self.FROZEN:
                if name in self.fields:
                    # A disabled field keeps its stored value whatever is posted.
                    self.fields[name].disabled = True


class ContentPageForm(CoSignedPageForm, RequiredToPublishForm, TranslatedPageForm):
    """The form of content pages: drafts may be unfinished; for translated pages it offers "minor change"."""


def register() -> None:
    """Sets the forms.

    AppConfig.ready calls it once; Wagtail reads them when a form is first needed, subclasses inherit them.
    """
    StructuralPage.base_form_class = StructuralPageForm
    ContentPage.base_form_class = ContentPageForm
