"""Reads what the addresses of the screens name: the team, a mission or a call of its own, and checks who asks."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from clusters.models.owner import SectionOwner
from clusters.people.teams import cluster_key, team_number
from clusters.press_access.rights import owner_of_page
from clusters.translation.access.guards import signed_in_user
from events.models import Application, CallForApplications, TradeMissionPage
from events.signup.rights import may_open


def mission_to_open(request: HttpRequest, page_id: int) -> tuple[TradeMissionPage, SectionOwner]:
    """Returns a mission and its owner. Raises `PermissionDenied` for people who may not open a call for it."""
    pages = TradeMissionPage.objects.defer_streamfields().select_related("locale", "cluster")
    mission: TradeMissionPage = get_object_or_404(pages, pk=page_id)
    owner = owner_of_page(mission)
    if not may_open(signed_in_user(request), owner):
        raise PermissionDenied
    return mission, owner


def call_of(owner: SectionOwner, call_id: int) -> CallForApplications:
    """Returns a call of a mission of an owner. Raises `Http404` for another's."""
    return get_object_or_404(CallForApplications.objects.of_cluster(cluster_key(owner)), pk=call_id)


def application_of_call(call: CallForApplications, application_id: int) -> Application:
    """Returns an application that was sent. Raises `Http404` for any other: a draft is its writer's alone."""
    rows = Application.objects.submitted().select_related("cluster", "claimed_organisation", "call")
    return get_object_or_404(rows, call=call, pk=application_id)


def call_url(owner: SectionOwner, call: CallForApplications) -> str:
    """Returns the address of the applications to a call."""
    return reverse("mission_applications:call", args=[team_number(owner), call.pk])


def team_url(owner: SectionOwner) -> str:
    """Returns the address of the list of a team's calls."""
    return reverse("mission_applications:team", args=[team_number(owner)])
