"""In which teams a person works, and as what."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Literal

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, Group

from clusters.models import Cluster, Federation

Role = Literal["editor", "publisher"]
Person = AbstractBaseUser | AnonymousUser

_CACHE = "_fedcms_teams"


@dataclass(frozen=True)
class Teams:
    """A person's roles. A publisher who is also an editor of the same team is a publisher."""

    federation: Role | None = None
    clusters: dict[int, Role] = field(default_factory=dict)

    def clusters_as(self, roles: AbstractSet[Role]) -> list[int]:
        """Primary keys of the clusters where the person has one of the roles."""
        return [pk for pk, role in self.clusters.items() if role in roles]

    def __bool__(self) -> bool:
        return bool(self.federation or self.clusters)


def teams_of(user: Person) -> Teams:
    """The teams of a person, remembered on the object for the length of the request. Three queries at most."""
    known = getattr(user, _CACHE, None)
    if isinstance(known, Teams):
        return known
    teams = _read(user) if user.is_active and user.is_authenticated else Teams()
    setattr(user, _CACHE, teams)
    return teams


def _read(user: Person) -> Teams:
    groups = set(Group.objects.filter(user__pk=user.pk or 0).values_list("pk", flat=True))
    if not groups:
        return Teams()
    clusters: dict[int, Role] = {}
    for pk, editors, publishers in Cluster.objects.order_by().values_list(
        "pk", "editors_group_id", "publishers_group_id"
    ):
        if publishers in groups:
            clusters[pk] = "publisher"
        elif editors in groups:
            clusters[pk] = "editor"
    federation = Federation.objects.filter(pk=1).first()
    role: Role | None = None
    if federation is not None and federation.publishers_group_id in groups:
        role = "publisher"
    elif federation is not None and federation.editors_group_id in groups:
        role = "editor"
    return Teams(role, clusters)
