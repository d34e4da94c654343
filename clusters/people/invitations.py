"""The rules of invitations: who is invited, mailed again, revoked, and what may be done with a link.

They know nothing of how people sign in (clusters.people.acceptance makes accounts), so that they stay when that changes
(docs/adr/0044).
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Locale

from clusters.access.teams import name_of
from clusters.models import Cluster, Federation
from clusters.models.invitation import Invitation, InvitationQuerySet, new_nonce
from clusters.models.owner import SectionOwner
from clusters.people.addresses import account_of, comparable
from clusters.people.log_actions import INVITED, JOINED, REVOKED
from clusters.people.mails import send_invitation
from clusters.people.teams import cluster_key, groups_of_role, groups_of_team, lock_teams, manages
from clusters.people.tokens import read_token
from clusters.publishing.refusal import Refusal
from fedcms.users.models import User


class LinkProblem(StrEnum):
    """Why a link cannot be used."""

    UNREADABLE = "unreadable"
    REPLACED = "replaced"
    REVOKED = "revoked"
    ACCEPTED = "accepted"
    EXPIRED = "expired"


class LinkRefused(Exception):
    """Raised when a link cannot be used; `invitation` is `None` if we have not signed it."""

    def __init__(self, problem: LinkProblem, invitation: Invitation | None = None) -> None:
        super().__init__(problem)
        self.problem, self.invitation = problem, invitation


@dataclass(frozen=True)
class NewInvitation:
    """What a form says of an invitation."""

    email: str
    role: str
    owners: Sequence[SectionOwner]
    locales: Sequence[Locale]
    language: str
    form_key: uuid.UUID


def _end() -> datetime:
    return timezone.now() + timedelta(days=settings.FEDCMS_INVITATION_DAYS)


def owners_of(invitation: Invitation) -> list[SectionOwner]:
    """Returns the owners into whose teams somebody is invited."""
    found: list[SectionOwner] = list(
        invitation.clusters.select_related("editors_group", "publishers_group").order_by("slug")
    )
    return found + ([Federation.load()] if invitation.for_federation else [])


def may_manage(user: User, invitation: Invitation) -> bool:
    """Returns whether a person may mail an invitation again and revoke it: who manages all of its teams."""
    owners = owners_of(invitation)
    return bool(owners) and all(manages(user, owner) for owner in owners)


def pending_of(owner: SectionOwner) -> InvitationQuerySet:
    """Returns the invitations into a team that were neither accepted nor revoked, the newest first."""
    return Invitation.objects.open().into(cluster_key(owner))


def reason_not_to_invite(email: str, owners: Sequence[SectionOwner]) -> str:
    """Returns why an address is not invited into teams, in words; "" if it may be.

    It tells of members of these very teams alone: whether there is an account, nobody learns.
    """
    account = account_of(email)
    for owner in owners:
        if account is not None and account.groups.filter(pk__in=groups_of_team(owner)).exists():
            return _(
                "Cette personne est déjà dans l’équipe « %(team)s » : changez son rôle depuis l’écran de l’équipe."
            ) % {"team": owner}
        waiting = pending_of(owner).filter(email_key=comparable(email), expires_at__gt=timezone.now())
        if waiting.exists():
            return _(
                "Une invitation de cette adresse dans l’équipe « %(team)s » est en attente : "
                "renvoyez-la ou révoquez-la depuis l’écran de l’équipe."
            ) % {"team": owner}
    return ""


@transaction.atomic
def invite(new: NewInvitation, inviter: User) -> Invitation:
    """Saves an invitation and mails it, once for each form; returns it. Raises `Refusal`.

    The mail goes to the address as its account has it, if there is one: what the database takes for the same address
    may be another mailbox.
    """
    if not new.owners or not all(manages(inviter, owner) for owner in new.owners):
        raise Refusal(_("Vous ne pouvez pas inviter dans cette équipe."), reason="no_right")
    sent = Invitation.objects.filter(form_key=new.form_key).first()
    if sent is not None:
        return sent
    # One after the other: two people who invite one address at once make one invitation.
    lock_teams(new.owners)
    if reason := reason_not_to_invite(new.email, new.owners):
        raise Refusal(reason, field="email")
    account = account_of(new.email)
    invitation, is_new = Invitation.objects.get_or_create(
        form_key=new.form_key,
        defaults={
            "email": account.email if account else new.email,
            "email_key": comparable(new.email),
            "role": new.role,
            "language": new.language,
            "for_federation": any(isinstance(owner, Federation) for owner in new.owners),
            "invited_by": inviter,
            "expires_at": _end(),
        },
    )
    if is_new:
        invitation.clusters.set([owner for owner in new.owners if isinstance(owner, Cluster)])
        invitation.locales.set(new.locales)
        for owner in new.owners:
            log(instance=owner, action=INVITED, user=inviter, data={"person": invitation.email})
        send_invitation(invitation, new.owners)
    return invitation


def _locked(invitation: Invitation) -> Invitation:
    return Invitation.objects.select_for_update().get(pk=invitation.pk)


@transaction.atomic
def resend(invitation: Invitation, user: User) -> None:
    """Mails an invitation again, with a new link and its full time; the link before is void. Raises `Refusal`."""
    invitation = _locked(invitation)
    _refuse_closed(invitation)
    invitation.nonce, invitation.expires_at, invitation.invited_by = new_nonce(), _end(), user
    invitation.save(update_fields=["nonce", "expires_at", "invited_by"])
    send_invitation(invitation, owners_of(invitation))


@transaction.atomic
def revoke(invitation: Invitation, user: User) -> None:
    """Makes the link of an invitation void. Raises `Refusal`."""
    invitation = _locked(invitation)
    _refuse_closed(invitation)
    invitation.revoked_at = timezone.now()
    invitation.save(update_fields=["revoked_at"])
    for owner in owners_of(invitation):
        log(instance=owner, action=REVOKED, user=user, data={"person": invitation.email})


def _refuse_closed(invitation: Invitation) -> None:
    if invitation.accepted_at is not None:
        raise Refusal(_("Cette invitation a déjà été acceptée."))
    if invitation.revoked_at is not None:
        raise Refusal(_("Cette invitation a déjà été révoquée."))


def invitation_of(token: str, now: datetime | None = None) -> Invitation:
    """Returns the invitation of a link that may be used at `now` (aware, default: this moment).

    Raises `LinkRefused`.
    """
    read = read_token(token)
    found = Invitation.objects.filter(pk=read[0]).first() if read else None
    if read is None or found is None:
        raise LinkRefused(LinkProblem.UNREADABLE)
    if found.accepted_at is not None:
        raise LinkRefused(LinkProblem.ACCEPTED, found)
    if found.revoked_at is not None or not (found.for_federation or found.clusters.exists()):
        raise LinkRefused(LinkProblem.REVOKED, found)
    if not _may_still_invite(found):
        raise LinkRefused(LinkProblem.REVOKED, found)
    if found.nonce != read[1]:
        raise LinkRefused(LinkProblem.REPLACED, found)
    if found.is_expired(now):
        raise LinkRefused(LinkProblem.EXPIRED, found)
    return found


def _may_still_invite(invitation: Invitation) -> bool:
    """Returns whether who invited could do so today: a right that is gone gives nobody another."""
    inviter = invitation.invited_by
    return inviter is not None and inviter.is_active and may_manage(inviter, invitation)


def lock_for_acceptance(token: str) -> Invitation:
    """Locks all invitations of the address of a link, and returns the link's own. Raises `LinkRefused`.

    So two links of one address that are used at once make one account. Must run in a transaction.
    """
    invitation = invitation_of(token)
    list(Invitation.objects.select_for_update().filter(email_key=invitation.email_key).order_by("pk"))
    return invitation_of(token)


def accept(invitation: Invitation, user: User) -> None:
    """Makes a person a member of an invitation's teams; the link is used up. Its row must be locked.

    Who is a member already keeps the higher role.
    """
    groups: list[Group] = []
    locales = list(invitation.locales.all())
    for owner in owners_of(invitation):
        groups += groups_of_role(owner, invitation.role, locales)
    user.groups.add(*groups)
    invitation.accepted_at, invitation.accepted_by = timezone.now(), user
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    for owner in owners_of(invitation):
        log(instance=owner, action=JOINED, user=user, data={"person": name_of(user), "role": invitation.role})
