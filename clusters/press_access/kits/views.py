"""Serves the public files of press kits: archives, fact sheets, vector logos. What is not visible now is 404."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from clusters.content.registry import content_types
from clusters.models import ContentPage
from clusters.models.owner import SectionOwner
from clusters.press_access.kits.answers import archive_answer, fact_sheet_answer, logo_answer
from clusters.press_access.kits.contents import kit_of_owner, kit_of_page
from clusters.press_access.kits.own_sections import name_of
from clusters.press_access.kits.owners import find_owner, press_kit_of
from fedcms.core.pages.addresses import home_address


def _language() -> str:
    return get_language() or settings.LANGUAGE_CODE


def _owner(slug: str) -> SectionOwner:
    owner = find_owner(slug, _language())
    if owner is None:
        raise Http404("No public cluster has this word.")
    return owner


def _page(path: str) -> ContentPage:
    """Returns the visible page with a press kit at a path below a language. Raises `Http404`."""
    models = [model for model in content_types().values() if model.has_press_kit]
    found = (
        ContentPage.objects.visible()
        .type(*models)
        .select_related("cluster", "locale")
        .filter(url_path=f"{home_address(_language())}{path}")
        .first()
    )
    if found is None:
        raise Http404("No public page with a press kit stands at this address.")
    page: ContentPage = found.specific
    return page


@require_safe
def owner_archive(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Sends the kit of a cluster or of the federation as one archive."""
    return archive_answer(request, kit_of_owner(_owner(slug), _language(), is_archive=True))


@require_safe
def owner_fact_sheet(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Sends the fact sheet of a cluster or of the federation."""
    return fact_sheet_answer(request, kit_of_owner(_owner(slug), _language()))


@require_safe
def vector_logo(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Sends the vector logo of a cluster or of the federation."""
    owner = _owner(slug)
    press_kit = press_kit_of(owner)
    if not press_kit.vector_logo:
        raise Http404("This kit has no vector logo.")
    return logo_answer(request, str(press_kit.vector_logo.name), f"logo-{name_of(owner, _language())}")


@require_safe
def page_archive(request: HttpRequest, path: str) -> HttpResponseBase:
    """Sends the kit of a release or an event as one archive."""
    return archive_answer(request, kit_of_page(_page(path)))


@require_safe
def page_fact_sheet(request: HttpRequest, path: str) -> HttpResponseBase:
    """Sends the fact sheet of a release or an event."""
    return fact_sheet_answer(request, kit_of_page(_page(path)))
