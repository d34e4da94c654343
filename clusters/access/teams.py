"""Reads the teams of a person, and the role in each."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Literal

from django.contrib.auth.models import AbstractBaseUser, AbstractUser, AnonymousUser, Group
from django.db.models import Exists, OuterRef, Value

from clusters.models import Cluster, Federation

Role = Literal["editor", "publisher"]
Person = AbstractBaseUser | AnonymousUser

_CACHE = "_fedcms_teams"


@dataclass(frozen=True)
class Teams:
    """The roles of a person. A publisher who is also an editor of the same team is a publisher."""

    federation: Role | None = None
    clusters: dict[int, Role] = field(default_factory=dict)

    def clusters_as(self, roles: AbstractSet[Role]) -> list[int]:
        """Returns the primary keys of the clusters where the person has one of the roles."""
        return [pk for pk, role in self.clusters.items() if role in roles]

    def __bool__(self) -> bool:
        return bool(self.federation or self.clusters)


def name_of(user: AbstractUser) -> str:
    """Returns the name of a person in the admin."""
    return user.get_full_name() or user.get_username()


def is_superuser(user: Person) -> bool:
    """Returns whether a person may do everything: an account that is closed may do nothing."""
    return bool(user.is_active and getattr(user, "is_superuser", False))


def teams_of(user: Person) -> Teams:
    """Returns the teams of a person. One query, then cached on the user for the rest of the request."""
    known = getattr(user, _CACHE, None)
    if isinstance(known, Teams):
        return known
    teams = _read(user) if user.is_active and user.is_authenticated else Teams()
    setattr(user, _CACHE, teams)
    return teams


def role_in(user: Person, cluster_key: int | None) -> Role | None:
    """Returns the role of a person in a cluster's team, or (`None`) the federation's; superusers publish in each."""
    if is_superuser(user):
        return "publisher"
    teams = teams_of(user)
    return teams.federation if cluster_key is None else teams.clusters.get(cluster_key)


def is_in_a_team(user: Person) -> bool:
    """Returns whether a person has a role in any team. No query beyond that for their teams."""
    return is_superuser(user) or bool(teams_of(user))


def publishes_anywhere(user: Person) -> bool:
    """Returns whether a person publishes in any team. No query beyond that for their teams."""
    teams = teams_of(user)
    return is_superuser(user) or "publisher" in (teams.federation, *teams.clusters.values())


def _read(user: Person) -> Teams:
    held = Group.objects.filter(user__pk=user.pk or 0)
    edits = Exists(held.filter(pk=OuterRef("editors_group_id")))
    publishes = Exists(held.filter(pk=OuterRef("publishers_group_id")))
    # No cluster has the key 0, so it stands for the federation in the same query.
    federation = Federation.objects.filter(pk=1).values_list(Value(0), edits, publishes)
    rows = Cluster.objects.order_by().values_list("pk", edits, publishes).union(federation, all=True)
    role: Role | None = None
    clusters: dict[int, Role] = {}
    for pk, is_editor, is_publisher in rows:
        if is_publisher or is_editor:
            found: Role = "publisher" if is_publisher else "editor"
            if pk:
                clusters[pk] = found
            else:
                role = found
    return Teams(role, clusters)
