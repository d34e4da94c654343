"""Who sees sign-ups: the team of the section that publishes the event; who opens a sheet: its publishers."""

from clusters.access.teams import Person, role_in
from clusters.models import Cluster
from clusters.models.owner import SectionOwner
from clusters.people.teams import cluster_key, owners_as


def may_organise(user: Person, owner: SectionOwner) -> bool:
    """Returns whether a person sees and answers the sign-ups to a team's events: its editors and publishers."""
    return role_in(user, cluster_key(owner)) is not None


def may_open(user: Person, owner: SectionOwner) -> bool:
    """Returns whether a person opens and changes the sign-up of a team's events: its publishers."""
    return role_in(user, cluster_key(owner)) == "publisher"


def may_invite_for(user: Person, owner: SectionOwner) -> bool:
    """Returns whether a person gives seats of a cluster to its organisations: the cluster's publishers."""
    return isinstance(owner, Cluster) and may_open(user, owner)


def owners_organised_by(user: Person) -> list[SectionOwner]:
    """Returns the owners to whose events a person sees the sign-ups, the federation first."""
    return owners_as(user, {"editor", "publisher"})
