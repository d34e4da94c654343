"""Reads what the addresses of the screens name: the team, a sheet or a sign-up of its own, and checks who asks."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from clusters.models.owner import SectionOwner
from clusters.people.teams import cluster_key, owner_of, team_number
from clusters.press_access.rights import owner_of_page
from clusters.translation.access.guards import signed_in_user
from events.models import EventPage, SignUp, SignUpSheet
from events.signup.rights import may_open, may_organise


def team_to_organise_for(request: HttpRequest, number: int) -> SectionOwner:
    """Returns the owner of a team. Raises `PermissionDenied` for people who are not in it."""
    owner = owner_of(number)
    if not may_organise(signed_in_user(request), owner):
        raise PermissionDenied
    return owner


def event_to_open(request: HttpRequest, page_id: int) -> tuple[EventPage, SectionOwner]:
    """Returns an event and its owner. Raises `PermissionDenied` for people who may not open its sign-up."""
    pages = EventPage.objects.defer_streamfields().select_related("locale", "cluster")
    event: EventPage = get_object_or_404(pages, pk=page_id)
    owner = owner_of_page(event)
    if not may_open(signed_in_user(request), owner):
        raise PermissionDenied
    return event, owner


def sheet_of(owner: SectionOwner, sheet_id: int) -> SignUpSheet:
    """Returns a sheet of an event of an owner. Raises `Http404` for another's."""
    return get_object_or_404(SignUpSheet.objects.of_cluster(cluster_key(owner)), pk=sheet_id)


def sign_up_of_sheet(sheet: SignUpSheet, sign_up_id: int) -> SignUp:
    """Returns a sign-up on a sheet, of a person that was not erased. Raises `Http404` for any other."""
    found = SignUp.objects.with_person().select_related("cluster", "claimed_organisation__cluster", "sheet")
    return get_object_or_404(found, sheet=sheet, pk=sign_up_id)


def team_url(owner: SectionOwner) -> str:
    """Returns the address of the list of a team's sheets."""
    return reverse("event_sign_ups:team", args=[team_number(owner)])


def sheet_url(owner: SectionOwner, sheet: SignUpSheet) -> str:
    """Returns the address of the sign-ups on a sheet."""
    return reverse("event_sign_ups:sheet", args=[team_number(owner), sheet.pk])
