"""Who may give accreditations: a cluster's publishers for it, the federation's for the federation."""

from clusters.access.own_pages import is_own
from clusters.access.teams import Person, is_superuser, role_in, teams_of
from clusters.models import ContentPage, Federation
from clusters.models.owner import SectionOwner
from clusters.people.teams import cluster_key, owners_as
from fedcms.users.models import User


def may_accredit(user: Person, owner: SectionOwner) -> bool:
    """Returns whether a person may let others read before publication what an owner publishes."""
    return role_in(user, cluster_key(owner)) == "publisher"


def may_accredit_anybody(user: Person) -> bool:
    """Returns whether there is an owner for whom a person may do so. No query beyond that for their teams."""
    teams = teams_of(user)
    return is_superuser(user) or teams.federation == "publisher" or "publisher" in teams.clusters.values()


def owners_accredited_by(user: Person) -> list[SectionOwner]:
    """Returns the owners for whom a person may give accreditations, the federation first."""
    return owners_as(user, {"publisher"})


def may_read_comments(user: User, page: ContentPage) -> bool:
    """Returns whether a person may read what guests wrote about a page: they may edit it."""
    return is_own(user, page) and page.permissions_for_user(user).can_edit()


def owner_of_page(page: ContentPage) -> SectionOwner:
    """Returns who publishes a page: its cluster, or the federation."""
    return page.cluster or Federation.load()
