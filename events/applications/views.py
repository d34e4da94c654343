"""The admin screens of a team's calls for applications."""

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from clusters.people.team_links import team_links
from clusters.people.teams import cluster_key
from clusters.translation.access.guards import signed_in_user
from events.applications.jury_sight import juries_of
from events.applications.offer import time_left
from events.applications.screen_arguments import team_url
from events.models import CallForApplications, TradeMissionPage
from events.signup.rights import may_open, owners_organised_by
from events.signup.screen_arguments import team_to_organise_for
from fedcms.core.i18n.bidi import in_line
from fedcms.core.i18n.moments import moment_in_zone

CALLS_SHOWN = 50


@require_safe
def index(request: HttpRequest) -> HttpResponseBase:
    """Redirects to the first team whose applications the person sees."""
    owners = owners_organised_by(signed_in_user(request))
    if not owners:
        if juries_of(signed_in_user(request)):
            return redirect("mission_applications:juries")
        raise PermissionDenied
    return redirect(team_url(owners[0]))


def missions_by_key(calls: Iterable[CallForApplications]) -> dict[object, TradeMissionPage]:
    """Returns a page of each call's mission by its key, in the reader's language if there is one. One query."""
    language = (get_language() or "").partition("-")[0]
    pages = TradeMissionPage.objects.filter(translation_key__in=[call.translation_key for call in calls])
    found = list(pages.defer_streamfields().select_related("locale", "cluster").order_by("pk"))
    found.sort(key=lambda page: page.locale.language_code == language)
    return {page.translation_key: page for page in found}


@require_safe
def team(request: HttpRequest, team: int) -> HttpResponseBase:
    """Lists the calls of a team's missions, the newest first."""
    owner, user, now = team_to_organise_for(request, team), signed_in_user(request), timezone.now()
    calls = list(CallForApplications.objects.of_cluster(cluster_key(owner)).order_by("-pk")[:CALLS_SHOWN])
    missions = missions_by_key(calls)
    context = {
        "team": team,
        "teams": team_links(owners_organised_by(user), owner, team_url),
        "header_title": _("Candidatures – %(team)s") % {"team": in_line(str(owner))},
        "calls": [
            (
                call,
                missions.get(call.translation_key),
                moment_in_zone(call.closes_at, call.time_zone),
                time_left(call.closes_at, now),
            )
            for call in calls
        ],
        "may_open": may_open(user, owner),
        "has_juries": bool(juries_of(user)),
    }
    return TemplateResponse(request, "events/applications/team.html", context)
