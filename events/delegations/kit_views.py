"""Serves the press kit of a delegation: as one archive, and its fact sheet alone. Whose page is not public is 404."""

from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from clusters.press_access.kits.answers import archive_answer, fact_sheet_answer
from events.delegations.press_kit import kit_of_delegation
from events.delegations.public_views import PAGE_HEADERS, public_mission


@require_safe
def archive(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """Sends the kit of a delegation as one archive."""
    contents = kit_of_delegation(public_mission(request, key))
    return archive_answer(request, contents, cache_control=PAGE_HEADERS["Cache-Control"])


@require_safe
def fact_sheet(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """Sends the fact sheet of a delegation. Search engines would keep who has withdrawn."""
    contents = kit_of_delegation(public_mission(request, key))
    response = fact_sheet_answer(request, contents, cache_control=PAGE_HEADERS["Cache-Control"])
    response["X-Robots-Tag"] = "noindex"
    return response
