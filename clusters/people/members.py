"""Lists the members of a team, and changes the role of one."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import Prefetch, QuerySet, prefetch_related_objects
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Locale

from clusters.access.teams import name_of
from clusters.models.invitation import TeamRole
from clusters.models.owner import SectionOwner
from clusters.people.log_actions import ROLE_CHANGED
from clusters.people.teams import (
    groups_of_role,
    groups_of_team,
    lock_teams,
    manages,
    role_by_groups,
    role_of_member,
    translator_groups_by_locale,
)
from clusters.publishing.refusal import Refusal
from fedcms.core.i18n.formatting import in_a_list
from fedcms.users.models import User

_IN_TEAM = "groups_in_team"


@dataclass(frozen=True)
class TeamMember:
    """A member of a team, as its screen shows them."""

    user: User
    name: str
    role: TeamRole
    translates_into: str
    """The languages as a sentence lists them, "" without any."""
    last_login: datetime | None
    language: str
    """The name of the language in which the admin speaks to them."""


def members_of(owner: SectionOwner) -> "QuerySet[User]":
    """Returns the people in the groups of a team, by name; accounts that are not active included."""
    found = User.objects.filter(groups__in=groups_of_team(owner)).distinct()
    return found.order_by("last_name", "first_name", "username", "pk")


def as_members(owner: SectionOwner, users: Iterable[User]) -> list[TeamMember]:
    """Returns people as members of a team. A fixed number of queries, however many they are."""
    locales = {locale.pk: locale for locale in Locale.objects.all()}
    by_group = {group: locales[locale] for locale, group in translator_groups_by_locale(owner).items()}
    own = Group.objects.filter(pk__in=groups_of_team(owner))
    rows = list(users)
    prefetch_related_objects(rows, "wagtail_userprofile", Prefetch("groups", own, to_attr=_IN_TEAM))
    names = dict(settings.LANGUAGES)
    found = []
    for user in rows:
        held = {group.pk for group in getattr(user, _IN_TEAM)}
        profile = getattr(user, "wagtail_userprofile", None)
        code = (profile.preferred_language if profile else "") or settings.LANGUAGE_CODE
        found.append(
            TeamMember(
                user,
                name_of(user),
                role_of_member(owner, held),
                in_a_list([each.get_display_name() for group, each in by_group.items() if group in held]),
                user.last_login,
                names.get(code, code),
            )
        )
    return found


def active_publishers(owner: SectionOwner) -> "QuerySet[User]":
    """Returns the people who may approve in a team."""
    return User.objects.filter(groups=owner.publishers_group_id, is_active=True).order_by("pk")


def is_last_publisher(owner: SectionOwner, user: User) -> bool:
    """Returns whether a person is the only one who may approve in a team."""
    return list(active_publishers(owner).values_list("pk", flat=True)[:2]) == [user.pk]


@transaction.atomic
def change_role(owner: SectionOwner, user: User, role: str, locales: Collection[Locale], actor: User) -> None:
    """Gives a member another role, and the languages into which they translate. Raises `Refusal`."""
    if not manages(actor, owner):
        raise Refusal(_("Vous ne pouvez pas changer cette équipe."), reason="no_right")
    lock_teams([owner])
    held = set(user.groups.values_list("pk", flat=True))
    if role_by_groups(owner, held) is None:
        raise Refusal(_("Cette personne n’est plus dans l’équipe."))
    if role != TeamRole.PUBLISHER and is_last_publisher(owner, user):
        raise Refusal(
            _("%(person)s est la seule personne qui approuve : donnez d’abord ce rôle à quelqu’un d’autre.")
            % {"person": name_of(user)},
            field="role",
        )
    wanted = groups_of_role(owner, role, locales)
    wanted_keys = {group.pk for group in wanted}
    own = groups_of_team(owner) & held
    if own == wanted_keys:
        return
    user.groups.remove(*(own - wanted_keys))
    user.groups.add(*wanted)
    log(instance=owner, action=ROLE_CHANGED, user=actor, data={"person": name_of(user)})
