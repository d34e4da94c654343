"""Takes the form by which somebody begins an application: the link goes to their address, known or not."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from clusters.models import Organisation
from clusters.people.addresses import comparable
from events.applications import mails
from events.applications.locks import locked_call, refuse_unless_open
from events.applications.mail_frame import ShownMission
from events.models import Application, ApplicationState, CallForApplications
from events.models.signup import new_nonce
from events.signup.asking import BETWEEN_MAILS, MOST_REMINDERS, REMINDERS_ANEW
from events.signup.organisations import comparable_name
from events.unproven_mails import had_enough_mails


@dataclass(frozen=True)
class StartedForm:
    """What somebody wrote into the form."""

    name: str
    email: str
    language: str
    organisation: str
    form_key: str
    consent: str
    claimed_organisation: Organisation | None = None


WORDS = ("name", "organisation", "language", "claimed_organisation", "consent")
"""What may be written anew until the address is confirmed: not the address."""


@transaction.atomic
def start(call: CallForApplications, filled: StartedForm, now: datetime | None = None) -> None:
    """Keeps an application whose address is to be confirmed, and mails its link. Raises `Refusal`.

    Who has begun already is mailed their own link. To the caller both are the same, as is a form that comes twice.
    """
    call = locked_call(call.pk)
    # After the lock was waited for: the call may have closed meanwhile.
    now = now or timezone.now()
    refuse_unless_open(call, now)
    key = comparable(filled.email)
    known = Application.objects.filter(call=call).known(key).first()
    if Application.objects.filter(form_key=filled.form_key).exists():
        return
    if known is not None:
        known.call = call
        _remind(known, filled, now)
    elif not had_enough_mails(key, now):
        made = Application(
            call=call, email=filled.email, email_key=key, form_key=filled.form_key, asked_at=now
        )
        made.reminded_at = now
        _write(made, filled)
        made.save()
        mails.ask_to_confirm(made, ShownMission(call))


def _write(application: Application, filled: StartedForm) -> None:
    for name in WORDS:
        setattr(application, name, getattr(filled, name))
    application.organisation_key = comparable_name(filled.organisation)[:200]


def _remind(known: Application, filled: StartedForm, now: datetime) -> None:
    """Mails somebody their own link again, not more often than `BETWEEN_MAILS`; with other words, another link.

    Until the address is confirmed, the words of the last form count, and void the link before.
    """
    is_asked = known.state == ApplicationState.ASKED
    if not is_asked and known.reminded_at <= now - REMINDERS_ANEW:
        known.reminders = 0
    if known.reminded_at > now - BETWEEN_MAILS or known.reminders >= MOST_REMINDERS:
        return
    if is_asked and had_enough_mails(known.email_key, now):
        return
    known.reminded_at, known.reminders = now, known.reminders + 1
    if is_asked:
        known.nonce, known.form_key, known.asked_at = new_nonce(), filled.form_key, now
        _write(known, filled)
    known.save()
    tell = mails.ask_to_confirm if is_asked else mails.tell_known
    tell(known, ShownMission(known.call))
