"""The addresses of press kits and of their files, in the language of a kit."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from clusters.models import ContentPage
from clusters.models.owner import SectionOwner
from clusters.press_access.kits.owners import slug_of
from fedcms.core.pages.addresses import page_address

ARCHIVE, FACT_SHEET, VECTOR_LOGO = "press-kit.zip", "fact-sheet.pdf", "logo.svg"
_VIEWS = {ARCHIVE: "press_kit_archive", FACT_SHEET: "press_kit_fact_sheet", VECTOR_LOGO: "press_kit_logo"}


def owner_url(owner: SectionOwner, language: str, name: str) -> str:
    """Returns the address of a file that an owner's kit has: the archive, the fact sheet, the vector logo."""
    with override(language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE):
        return reverse(_VIEWS[name], args=[slug_of(owner)])


def page_url(page: ContentPage, name: str) -> str:
    """Returns the address of a file of a page's kit, below the page itself."""
    return f"{page_address(page)}{name}"
