"""What everybody may have of a call for applications: its dossier."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from events.applications.missions import mission_by_language
from events.applications.private_files import send_private
from events.models import CallForApplications, TradeMissionPage


def mission_and_call(request: HttpRequest, key: UUID) -> tuple[TradeMissionPage, CallForApplications]:
    """Returns the public mission of an address, in its language, and its call. Raises `Http404`. Two queries."""
    pages = mission_by_language(key)
    mission = pages.get(get_language() or "")
    call = CallForApplications.objects.filter(translation_key=key).first()
    request.existing_languages = frozenset(pages)  # type: ignore[attr-defined]  # read by home.navigation.menus
    if mission is None or call is None:
        raise Http404("Nobody applies at this address.")
    return mission, call


@require_safe
def dossier(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """Sends the dossier of a call as long as its mission is public."""
    _mission, call = mission_and_call(request, key)
    if not call.dossier.name:
        raise Http404("This call has no dossier.")
    response = send_private(call.dossier.name, call.dossier_name)
    response["X-Robots-Tag"] = "noindex"
    return response
