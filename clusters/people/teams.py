"""Finds teams by the number in an address, the groups of a role in one, and who manages it."""

from collections.abc import Collection, Iterable
from collections.abc import Set as AbstractSet

from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.http import Http404
from wagtail.models import Locale

from clusters.access.teams import Person, Role, is_superuser, teams_of
from clusters.models import Cluster, Federation
from clusters.models.invitation import TeamRole
from clusters.models.owner import SectionOwner
from clusters.translation.models import TranslatorGroup
from fedcms.users.models import User

FEDERATION = 0
"""The number of the federation's team; a cluster's is its key, which is never 0."""


def team_number(owner: SectionOwner) -> int:
    """Returns the number of an owner's team."""
    return owner.pk if isinstance(owner, Cluster) else FEDERATION


def cluster_key(owner: SectionOwner) -> int | None:
    """Returns the key of a cluster, `None` for the federation."""
    return owner.pk if isinstance(owner, Cluster) else None


def _manages_all(user: Person) -> bool:
    """Returns whether a person manages every team: the federation's publishers, and superusers."""
    return is_superuser(user) or teams_of(user).federation == "publisher"


def manages(user: Person, owner: SectionOwner) -> bool:
    """Returns whether a person invites into a team and changes it.

    A cluster's publishers their own; the federation's publishers, who stand above all roles of clusters, every one.
    """
    if _manages_all(user):
        return True
    return isinstance(owner, Cluster) and teams_of(user).clusters.get(owner.pk) == "publisher"


def may_see(user: Person, owner: SectionOwner) -> bool:
    """Returns whether a person may see who is in a team: its members and those who manage it."""
    teams = teams_of(user)
    if manages(user, owner):
        return True
    return owner.pk in teams.clusters if isinstance(owner, Cluster) else teams.federation is not None


def _provisioned() -> "QuerySet[Cluster]":
    return Cluster.objects.exclude(editors_group=None).select_related("editors_group", "publishers_group")


def _federation() -> list[SectionOwner]:
    return list(
        Federation.objects.exclude(editors_group=None).select_related("editors_group", "publishers_group")
    )


def owners_seen_by(user: Person) -> list[SectionOwner]:
    """Returns the owners whose teams a person may see, clusters first, in the order of their names' slugs."""
    found: list[SectionOwner] = []
    teams, all_of_them = teams_of(user), _manages_all(user)
    clusters = _provisioned() if all_of_them else _provisioned().filter(pk__in=teams.clusters)
    found += clusters.order_by("slug")
    return found + (_federation() if all_of_them or teams.federation else [])


def owners_managed_by(user: Person) -> list[SectionOwner]:
    """Returns the owners into whose teams a person may invite."""
    return [owner for owner in owners_seen_by(user) if manages(user, owner)]


def owners_as(user: Person, roles: AbstractSet[Role]) -> list[SectionOwner]:
    """Returns the owners in whose teams a person has one of the roles, the federation first; all for a superuser."""
    teams, all_of_them = teams_of(user), is_superuser(user)
    found = _federation() if all_of_them or teams.federation in roles else []
    clusters = _provisioned() if all_of_them else _provisioned().filter(pk__in=teams.clusters_as(roles))
    return [*found, *clusters.order_by("slug")]


def may_invite(user: Person) -> bool:
    """Returns whether there is a team into which a person may invite. No query beyond that for their teams."""
    return _manages_all(user) or "publisher" in teams_of(user).clusters.values()


def owner_of(number: int) -> SectionOwner:
    """Returns the owner of the team with a number. Raises `Http404`."""
    found = _federation() if number == FEDERATION else list(_provisioned().filter(pk=number))
    if not found:
        raise Http404
    return found[0]


def owner_with_key(cluster_id: int | None) -> SectionOwner:
    """Returns the owner of rows by what `cluster_key` gives, also one without a team. Raises `Http404` for none."""
    if cluster_id is None:
        return Federation.load()
    found = Cluster.objects.filter(pk=cluster_id).first()
    if found is None:
        raise Http404
    return found


def lock_teams(owners: Iterable[SectionOwner]) -> None:
    """Locks teams until the transaction ends, in one order: who changes one of them meanwhile waits."""
    for owner in sorted(owners, key=team_number):
        type(owner)._default_manager.select_for_update().get(pk=owner.pk)


def translator_groups_by_locale(owner: SectionOwner) -> dict[int, int]:
    """Returns the keys of an owner's groups of translators by those of their locales. One query."""
    rows = TranslatorGroup.objects.of_owner(cluster_key(owner)).order_by("locale_id")
    return dict(rows.values_list("locale_id", "group_id"))


def groups_of_team(owner: SectionOwner) -> set[int]:
    """Returns the keys of all groups of an owner's team."""
    own = {owner.editors_group_id, owner.publishers_group_id, *translator_groups_by_locale(owner).values()}
    return {key for key in own if key is not None}


def groups_of_role(owner: SectionOwner, role: str, locales: Iterable[Locale]) -> list[Group]:
    """Returns the groups that make somebody a member of a team with a role, translating into some languages."""
    keys = {translator_groups_by_locale(owner).get(locale.pk) for locale in locales}
    if role == TeamRole.PUBLISHER:
        keys.add(owner.publishers_group_id)
    elif role == TeamRole.EDITOR:
        keys.add(owner.editors_group_id)
    return list(Group.objects.filter(pk__in=[key for key in keys if key is not None]).order_by("pk"))


def role_of_member(owner: SectionOwner, held: Collection[int]) -> TeamRole:
    """Returns the highest role in a team of a member who is in groups. No query."""
    if owner.publishers_group_id in held:
        return TeamRole.PUBLISHER
    return TeamRole.EDITOR if owner.editors_group_id in held else TeamRole.TRANSLATOR


def role_by_groups(owner: SectionOwner, held: Collection[int]) -> TeamRole | None:
    """Returns the role in a team of somebody who is in groups, `None` if it is none of hers."""
    role = role_of_member(owner, held)
    if role == TeamRole.TRANSLATOR and not set(held) & set(translator_groups_by_locale(owner).values()):
        return None
    return role


def is_of_cluster_alone(user: User, slug: str) -> bool:
    """Returns whether a person is in the team of a cluster, and in no other: not in the federation's either.

    Asked where somebody of the cluster vouches for them: that opens nobody else's section.
    """
    cluster = _provisioned().filter(slug=slug).first()
    held = set(user.groups.values_list("pk", flat=True))
    return cluster is not None and bool(held) and held <= groups_of_team(cluster)
