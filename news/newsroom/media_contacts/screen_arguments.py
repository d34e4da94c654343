"""Reads what the addresses of the screens name: the team, a contact or a list of its own, and checks who asks."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from clusters.models.owner import SectionOwner
from clusters.people.teams import cluster_key, owner_of, team_number
from clusters.translation.access.guards import signed_in_user
from news.models import ContactList, MediaContact
from news.newsroom.media_contacts.rights import lists_shared_with, may_keep_contacts


def team_to_keep_contacts_for(request: HttpRequest, number: int) -> SectionOwner:
    """Returns the owner of a team. Raises `PermissionDenied` for people who may not see its contacts."""
    owner = owner_of(number)
    if not may_keep_contacts(signed_in_user(request), owner):
        raise PermissionDenied
    return owner


def contact_of(owner: SectionOwner, contact_id: int) -> MediaContact:
    """Returns a contact of an owner. Raises `Http404` for another's."""
    return get_object_or_404(MediaContact.objects.of_cluster(cluster_key(owner)), pk=contact_id)


def list_of(owner: SectionOwner, list_id: int) -> ContactList:
    """Returns a list of an owner. Raises `Http404` for another's."""
    return get_object_or_404(ContactList, cluster=cluster_key(owner), pk=list_id)


def shared_list_of(owner: SectionOwner, list_id: int) -> ContactList:
    """Returns a list that another team shares with an owner. Raises `Http404` for any other."""
    for each in lists_shared_with(owner):
        if each.pk == list_id:
            return each
    raise Http404


def team_url(owner: SectionOwner) -> str:
    """Returns the address of the list of a team's contacts."""
    return reverse("media_contacts:team", args=[team_number(owner)])
