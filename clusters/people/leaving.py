"""Removes a person from a team: hands over their work, and closes their account if it serves nothing any more."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from clusters.access.teams import name_of
from clusters.models.owner import SectionOwner
from clusters.people.handover import WorkOfPerson
from clusters.people.log_actions import LEFT
from clusters.people.members import is_last_publisher, members_of
from clusters.people.teams import groups_of_team, lock_teams, manages
from clusters.publishing.refusal import Refusal
from fedcms.users.models import User


@dataclass(frozen=True)
class Departure:
    """What became of a person who left a team."""

    name: str
    account_is_closed: bool


def successors_of(owner: SectionOwner, user: User) -> "QuerySet[User]":
    """Returns the colleagues to whom the work of a person may be handed over."""
    colleagues = User.objects.filter(
        pk__in=members_of(owner).order_by().values("pk"), is_active=True
    ).exclude(pk=user.pk)
    return colleagues.order_by("last_name", "first_name", "username", "pk")


def needs_successor(owner: SectionOwner, user: User) -> bool:
    """Returns whether a person may only leave when a colleague takes over."""
    return is_last_publisher(owner, user) or WorkOfPerson(owner, user).has_any()


def closes_account(owner: SectionOwner, user: User) -> bool:
    """Returns whether a person has nothing left in the admin without a team: no other group, and no superuser."""
    others = user.groups.exclude(pk__in=groups_of_team(owner))
    return user.is_active and not (user.is_superuser or user.is_staff or others.exists())


@transaction.atomic
def leave(owner: SectionOwner, user: User, successor: User | None, actor: User) -> Departure:
    """Removes a person from a team, all at once; returns what became of them. Raises `Refusal`, and nothing is done.

    The successor of the last publisher becomes a publisher.
    """
    if not manages(actor, owner):
        raise Refusal(_("Vous ne pouvez pas changer cette équipe."), reason="no_right")
    lock_teams([owner])
    own = groups_of_team(owner)
    if not user.groups.filter(pk__in=own).exists():
        raise Refusal(_("Cette personne n’est plus dans l’équipe."))
    is_last = is_last_publisher(owner, user)
    if successor is None and needs_successor(owner, user):
        raise Refusal(_("Choisissez la personne qui reprend le travail."), field="successor")
    if successor is not None and not successors_of(owner, user).filter(pk=successor.pk).exists():
        raise Refusal(
            _("Cette personne n’est pas dans l’équipe : choisissez-en une autre."), field="successor"
        )
    if successor is not None:
        if is_last and owner.publishers_group is not None:
            successor.groups.add(owner.publishers_group)
        # Read again: what a person may do is remembered on the object.
        WorkOfPerson(owner, user).hand_over(User.objects.get(pk=successor.pk))
    is_closed = closes_account(owner, user)
    user.groups.remove(*own)
    if is_closed:
        user.is_active = False
        user.save(update_fields=["is_active"])
    names = {"person": name_of(user)} | ({"successor": name_of(successor)} if successor else {})
    log(instance=owner, action=LEFT, user=actor, data=names)
    return Departure(name_of(user), is_closed)
