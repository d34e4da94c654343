"""Takes what somebody wrote into the form: a sign-up whose address is to be confirmed, or a mail to who is known."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from clusters.models import Organisation
from clusters.people.addresses import comparable
from events.models import EventPage, SeatProof, SignUp, SignUpInvitation, SignUpSheet, SignUpState
from events.models.signup import new_nonce
from events.signup import mails
from events.signup.mail_frame import ShownEvent
from events.signup.opening import refuse_outside_hours
from events.signup.seat_giving import give_seats, locked_sheet
from events.unproven_mails import had_enough_mails

BETWEEN_MAILS = timedelta(minutes=10)
"""So much later a known address that signs up again is written to again."""
MOST_REMINDERS = 2
"""So often an address is written to again: in all as long as it confirms nothing, afterwards in a day."""
REMINDERS_ANEW = timedelta(days=1)


@dataclass(frozen=True)
class FilledForm:
    """What somebody wrote into the form."""

    name: str
    email: str
    language: str
    form_key: str
    consent: str
    organisation: str = ""
    answers: dict[str, object] = field(default_factory=dict)
    claimed_organisation: Organisation | None = None


WORDS = ("name", "organisation", "language", "answers", "claimed_organisation", "consent")
"""What may be written anew until the address is confirmed: not the address."""


@transaction.atomic
def ask(
    sheet: SignUpSheet,
    event: EventPage,
    filled: FilledForm,
    invitation: SignUpInvitation | None = None,
    now: datetime | None = None,
) -> None:
    """Keeps a sign-up whose address is to be confirmed, and mails the link for that. Raises `Refusal`.

    Whoever has signed up already is mailed their own link. To the caller both are the same, as is a form that comes
    twice.
    """
    sheet = locked_sheet(sheet.pk)
    now = now or timezone.now()  # after the lock was waited for: it may close meanwhile
    refuse_outside_hours(sheet, event, now)
    key = comparable(filled.email)
    known = SignUp.objects.filter(sheet=sheet).known(key).select_related("claimed_organisation").first()
    used = SignUp.objects.filter(form_key=filled.form_key).first()
    if used is not None and used != known:
        return
    if known is not None:
        known.sheet = sheet
        if used is None or not _has_words(known, filled):
            _ask_known(known, filled, invitation, now)
        return
    if had_enough_mails(key, now):
        return
    made = SignUp.objects.create(
        sheet=sheet,
        email=filled.email,
        email_key=key,
        form_key=filled.form_key,
        asked_at=now,
        reminded_at=now,
        **{name: getattr(filled, name) for name in WORDS},
    )
    if invitation is not None:
        _use(invitation, made)
    mails.ask_to_confirm(made, ShownEvent(sheet))


def _ask_known(known: SignUp, filled: FilledForm, invitation: SignUpInvitation | None, now: datetime) -> None:
    _invite_known(known, invitation, now)
    if known.state == SignUpState.ASKED:
        _ask_again(known, filled, now)
    else:
        _remind(known, now)


def _has_words(known: SignUp, filled: FilledForm) -> bool:
    return all(getattr(known, name) == getattr(filled, name) for name in WORDS)


def _use(invitation: SignUpInvitation, sign_up: SignUp) -> bool:
    """Gives an invitation to who used it last; nobody takes it from who has confirmed an address."""
    SignUpInvitation.objects.filter(sign_up=sign_up).exclude(pk=invitation.pk).update(sign_up=None)
    return bool(SignUpInvitation.objects.unused().filter(pk=invitation.pk).update(sign_up=sign_up))


def _invite_known(known: SignUp, invitation: SignUpInvitation | None, now: datetime) -> None:
    """Lets somebody who has signed up already have a seat of the cluster that invites them."""
    if invitation is None or known.cluster_id is not None or not known.is_open:
        return
    if not _use(invitation, known):
        return
    if known.state != SignUpState.ASKED:
        known.cluster_id, known.seat_proof = invitation.cluster_id, SeatProof.INVITATION
        known.save(update_fields=["cluster", "seat_proof"])
        give_seats(known.sheet, now)


def _ask_again(known: SignUp, filled: FilledForm, now: datetime) -> None:
    """Keeps what somebody wrote last as long as the address is not confirmed, so that a link confirms its own words.

    The words of another form get a mail with another link, and void the link before. Without that mail they are not
    kept: who wrote them may be a stranger. The form of the words that are kept is in the hands of who wrote them.
    """
    if known.form_key == filled.form_key:
        _write(known, filled)
        return
    is_other = not _has_words(known, filled)
    if known.reminders >= MOST_REMINDERS or had_enough_mails(known.email_key, now):
        return
    if not is_other and known.reminded_at > now - BETWEEN_MAILS:
        return
    if is_other:
        known.nonce, known.form_key = new_nonce(), filled.form_key
    known.reminded_at, known.reminders = now, known.reminders + 1
    # The mail gives them as much time again.
    known.asked_at = now
    _write(known, filled)
    mails.ask_to_confirm(known, ShownEvent(known.sheet))


def _write(known: SignUp, filled: FilledForm) -> None:
    for name in WORDS:
        setattr(known, name, getattr(filled, name))
    known.save(update_fields=[*WORDS, "nonce", "form_key", "reminded_at", "reminders", "asked_at"])


def _remind(known: SignUp, now: datetime) -> None:
    """Mails somebody who signs up again their own link, not more often than `BETWEEN_MAILS`, and twice in a day."""
    if known.reminded_at <= now - REMINDERS_ANEW:
        known.reminders = 0
    if known.reminded_at > now - BETWEEN_MAILS or known.reminders >= MOST_REMINDERS:
        return
    known.reminded_at, known.reminders = now, known.reminders + 1
    known.save(update_fields=["reminded_at", "reminders"])
    mails.tell_known(known, ShownEvent(known.sheet))
