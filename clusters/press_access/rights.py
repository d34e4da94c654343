"""Who may give accreditations: a cluster's publishers for it, the federation's for the federation."""

from django.db.models import Q

from clusters.access.own_pages import is_own
from clusters.access.teams import Person, is_superuser, teams_of
from clusters.models import Cluster, ContentPage, Federation
from clusters.models.owner import SectionOwner
from fedcms.users.models import User


def may_accredit(user: Person, owner: SectionOwner) -> bool:
    """Returns whether a person may let others read before publication what an owner publishes."""
    if is_superuser(user):
        return True
    teams = teams_of(user)
    role = teams.clusters.get(owner.pk) if isinstance(owner, Cluster) else teams.federation
    return role == "publisher"


def may_accredit_anybody(user: Person) -> bool:
    """Returns whether there is an owner for whom a person may do so. No query beyond that for their teams."""
    teams = teams_of(user)
    return is_superuser(user) or teams.federation == "publisher" or "publisher" in teams.clusters.values()


def owners_accredited_by(user: Person) -> list[SectionOwner]:
    """Returns the owners for whom a person may give accreditations, the federation first."""
    teams, all_of_them = teams_of(user), is_superuser(user)
    found: list[SectionOwner] = []
    if all_of_them or teams.federation == "publisher":
        found += Federation.objects.exclude(editors_group=None)
    own = Q() if all_of_them else Q(pk__in=teams.clusters_as({"publisher"}))
    found += Cluster.objects.exclude(editors_group=None).filter(own).order_by("slug")
    return found


def may_read_comments(user: User, page: ContentPage) -> bool:
    """Returns whether a person may read what guests wrote about a page: they may edit it."""
    return is_own(user, page) and page.permissions_for_user(user).can_edit()


def owner_of_page(page: ContentPage) -> SectionOwner:
    """Returns who publishes a page: its cluster, or the federation."""
    return page.cluster or Federation.load()
