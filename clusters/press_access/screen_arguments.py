"""Reads what the addresses of the screens of accreditations name, and refuses people who may not accredit there."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from clusters.models import Accreditation, ContentPage
from clusters.models.owner import SectionOwner
from clusters.people.teams import cluster_key, owner_of, team_number
from clusters.press_access.rights import may_accredit, owner_of_page
from clusters.translation.access.guards import signed_in_user
from fedcms.core.http.row_keys import is_key


def team_to_accredit_for(request: HttpRequest, number: int) -> SectionOwner:
    """Returns the owner of a team. Raises `PermissionDenied` for people who may not accredit for it."""
    owner = owner_of(number)
    if not may_accredit(signed_in_user(request), owner):
        raise PermissionDenied
    return owner


def accreditation_of(owner: SectionOwner, accreditation_id: int) -> Accreditation:
    """Returns an accreditation that an owner gave. Raises `Http404` for another's."""
    found = Accreditation.objects.of_cluster(cluster_key(owner)).select_related(
        "page__contentpage", "topic", "given_by"
    )
    return get_object_or_404(found, pk=accreditation_id)


def page_of_request(request: HttpRequest, owner: SectionOwner) -> ContentPage | None:
    """Returns the page that the address names, `None` if it names none. Raises `Http404` for another team's."""
    wanted = request.GET.get("page", "")
    if not wanted:
        return None
    if not is_key(wanted):
        raise Http404
    page: ContentPage = get_object_or_404(
        ContentPage.objects.select_related("locale", "cluster"), pk=int(wanted)
    )
    if owner_of_page(page) != owner:
        raise Http404
    return page


def team_url(owner: SectionOwner) -> str:
    """Returns the address of the list of a team's accreditations."""
    return reverse("press_accreditations:team", args=[team_number(owner)])
