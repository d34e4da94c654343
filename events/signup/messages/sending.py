"""Sends a team's message once, and writes its mails a portion at a time in the worker; what fails stops no other."""

import logging
import time
from collections import Counter
from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from django.db import OperationalError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from clusters.publishing.refusal import Refusal
from events.models import SignUp, SignUpMessage, SignUpMessageRecipient, SignUpSheet, SignUpState
from events.signup.each_sheet import with_each
from events.signup.event_notices import TOLD_STATES
from events.signup.mail_frame import ShownEvent, send_to_person
from events.signup.messages.recipients import Choice, chosen, digest_of_people, without_who_has_it
from events.signup.seat_giving import locked_sheet
from events.signup.seats import AT_ONCE
from fedcms.core.i18n.translated_text import TranslatedText
from fedcms.core.mail_addresses import is_deliverable
from fedcms.users.models import User

logger = logging.getLogger("fedcms.sign_up")

MOST_A_DAY = 10
"""So many messages a team writes to the people of one event in a day."""
SECONDS_AT_ONCE = 5.0
_ROWS_AT_ONCE = 500


class PeopleDiffer(Refusal):
    """Others are meant by now than the person who sends has seen."""


@transaction.atomic
def send_message(
    sheet: SignUpSheet,
    choice: Choice,
    subject: TranslatedText,
    text: TranslatedText,
    *,
    form_key: UUID,
    user: User,
    expected: str,
) -> tuple[SignUpMessage, bool]:
    """Notes to whom a message is written, which the worker does; returns it, and whether it is new.

    `form_key` is of what the form says: sent twice, it makes one message; whom the same words were written to, gets
    them once. Raises `Refusal`, `PeopleDiffer` if the people who are meant are not `expected`, their digest.
    """
    sheet = locked_sheet(sheet.pk)
    found = SignUpMessage.objects.filter(sheet=sheet, form_key=form_key).first()
    if found is not None:
        return found, False
    refuse_unless_public(sheet)
    since = timezone.now() - timedelta(days=1)
    if SignUpMessage.objects.filter(sheet=sheet, sent_at__gt=since).count() >= MOST_A_DAY:
        raise Refusal(_("Assez de messages sont partis aujourd’hui : écrivez demain."))
    people = without_who_has_it(chosen(sheet, choice), sheet, subject, text)
    keys = list(people.values_list("pk", flat=True))
    if not keys:
        raise Refusal(
            _("Personne n’est à prévenir : tous ont déjà ce message, ou plus personne n’est choisi.")
        )
    if digest_of_people(keys) != expected:
        raise PeopleDiffer(_("Ce ne sont plus les mêmes personnes : relisez, puis envoyez."))
    made = SignUpMessage.objects.create(
        sheet=sheet, subject=subject, text=text, form_key=form_key, sent_by=user, number=len(keys)
    )
    SignUpMessageRecipient.objects.bulk_create(
        [SignUpMessageRecipient(message=made, sign_up_id=key) for key in keys], _ROWS_AT_ONCE
    )
    return made, True


def refuse_unless_public(sheet: SignUpSheet) -> None:
    """Raises `Refusal` while the event of a sheet is not public: mails name nothing of it then."""
    if not ShownEvent(sheet).pages:
        raise Refusal(_("L’événement n’est pas public : aucun message ne part."), reason="not_public")


def write_messages() -> None:
    """The recurring job: writes the mails of all messages for a few seconds each; the next run goes on."""
    waiting = SignUpMessageRecipient.objects.filter(done_at=None).values("message__sheet")
    with_each(SignUpSheet.objects.filter(pk__in=waiting), _write_for_a_while, "Messages of sheet %s: %s")


def _write_for_a_while(sheet: SignUpSheet) -> int:
    end, written = time.monotonic() + SECONDS_AT_ONCE, 0
    while number := write_batch(sheet.pk):
        written += number
        if time.monotonic() >= end:
            break
    return written


@transaction.atomic
def write_batch(sheet_key: int) -> int:
    """Writes the next mails of a sheet's oldest message; returns how many are done. None while it is not public."""
    sheet = SignUpSheet.objects.select_for_update().filter(pk=sheet_key).first()
    if sheet is None:
        return 0
    shown = ShownEvent(sheet)
    waiting = SignUpMessageRecipient.objects.filter(message__sheet=sheet, done_at=None)
    if not shown.pages:
        return 0
    some = list(waiting.select_related("message", "sign_up").order_by("message_id", "pk")[:AT_ONCE])
    failed = []
    for each in some:
        each.sign_up.sheet = sheet
        if not _is_written(each, shown):
            failed.append(each)
    _note_failures(failed)
    SignUpMessageRecipient.objects.filter(pk__in=[each.pk for each in some]).update(done_at=timezone.now())
    return len(some)


def _note_failures(failed: Collection[SignUpMessageRecipient]) -> None:
    """Counts to whom a message could not be written, and forgets that it was for them: it may be sent again."""
    for key, number in Counter(each.message_id for each in failed).items():
        SignUpMessage.objects.filter(pk=key).update(number_failed=F("number_failed") + number)
    SignUpMessageRecipient.objects.filter(pk__in=[each.pk for each in failed]).delete()


def _is_written(recipient: SignUpMessageRecipient, shown: ShownEvent) -> bool:
    """Writes one mail; returns False if it cannot be, which the log says without a word of it.

    Raises `OperationalError`: when the database fails, all of the portion is tried again.
    """
    sign_up = recipient.sign_up
    if sign_up.erased_at is not None or sign_up.state not in TOLD_STATES:
        return False
    if not is_deliverable(sign_up.email):
        logger.error("Message %s cannot be mailed to sign-up %s.", recipient.message_id, sign_up.pk)
        return False
    try:
        with transaction.atomic():
            write_to(sign_up, recipient.message.subject, recipient.message.text, shown)
    except OperationalError:
        raise
    except Exception as error:  # noqa: BLE001  # the others must not wait
        kind = type(error).__name__
        logger.error("Message %s to sign-up %s: %s", recipient.message_id, sign_up.pk, kind)  # noqa: TRY400
        return False
    return True


def write_to(sign_up: SignUp, subject: TranslatedText, text: TranslatedText, shown: ShownEvent) -> None:
    """Queues the mail of a message to somebody: their language or the nearest, why they get it, their own link."""
    language = text.language_for(sign_up.language)
    with override(sign_up.language):
        lines = [*text.text_for(language).splitlines(), "", reason_of(sign_up)]
        send_to_person(sign_up, shown, subject.text_for(language), lines)


def reason_of(sign_up: SignUp) -> str:
    """Returns why somebody is written to, in the active language."""
    if sign_up.state == SignUpState.CONFIRMED:
        return _("L’équipe de cet événement vous écrit parce que vous y avez une place.")
    return _("L’équipe de cet événement vous écrit parce que vous avez demandé à y venir.")
