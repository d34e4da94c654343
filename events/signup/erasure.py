"""Erases people from sign-ups: on request, when an address is never confirmed, and when their time is over.

State, rank and cluster stay, as numbers. Mails that wait, or could not be sent, are deleted with them.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from clusters.publishing.refusal import Refusal
from clusters.translation.locks import lock_sets
from events.models import (
    SignUp,
    SignUpInvitation,
    SignUpMessage,
    SignUpMessageRecipient,
    SignUpSheet,
    SignUpState,
)
from events.models.signup import new_nonce
from events.models.signup_bounds import UnprovenAddress
from events.page_tags import drop_sign_up
from events.signup.each_sheet import with_each
from events.signup.event_notices import note_erasure, tell_notices
from events.signup.mail_frame import about_invitation, about_sign_up
from events.signup.mails import TIME_TO_CONFIRM
from events.signup.retention import NOTICE_TIME, end_of_time, is_postponed
from events.signup.seat_giving import locked_sheet
from events.signup.service import cancel
from events.unproven_mails import count_unproven
from fedcms.core.i18n.translated_text import TranslatedText
from fedcms.core.mail import discard_mails

AT_ONCE = 500


def strip_people(sign_ups: "QuerySet[SignUp]") -> int:
    """Takes the people out of sign-ups, whose links are void from then on; returns how many. In a transaction."""
    keys = set(sign_ups.with_person().values_list("pk", flat=True)[:AT_ONCE])  # type: ignore[attr-defined]  # ours
    if not keys:
        return 0
    discard_mails([about_sign_up(key) for key in keys])
    # An invitation that led to nothing serves again; another one holds the person's address.
    invitations = SignUpInvitation.objects.filter(sign_up__in=keys)
    used = invitations.exclude(sign_up__arrived_at=None)
    discard_mails([about_invitation(key) for key in used.values_list("pk", flat=True)])
    used.delete()
    invitations.update(sign_up=None)
    SignUpMessageRecipient.objects.filter(sign_up__in=keys).delete()
    # A team may have named people in what it wrote; once nobody has it any more, its words go, too.
    sheets = SignUp.objects.filter(pk__in=keys).values("sheet")
    _empty_words(SignUpMessage.objects.filter(sheet__in=sheets, recipients=None))
    for each in SignUp.objects.filter(pk__in=keys):
        if each.arrived_at is None:
            count_unproven(each.email_key, each.reminders + 1)
        SignUp.objects.filter(pk=each.pk).update(
            name="",
            email="",
            email_key="",
            organisation="",
            claimed_organisation=None,
            answers={},
            consent="",
            note="",
            nonce=new_nonce(),
            is_to_be_told=False,
            erased_at=timezone.now(),
        )
        drop_sign_up(each)
    return len(keys)


def _empty_words(messages: "QuerySet[SignUpMessage]") -> None:
    """Erases what a team wrote; to how many it wrote stays."""
    messages.exclude(text={}).update(subject=TranslatedText(), text=TranslatedText())


@transaction.atomic
def erase(sign_up: SignUp) -> None:
    """Erases a person on request, who gets no mail; their seat is given to who comes next. Raises `Refusal`."""
    cancel(sign_up, is_told=False)
    strip_people(SignUp.objects.filter(pk=sign_up.pk))


@transaction.atomic
def expire_unconfirmed(sheet_key: int, now: datetime | None = None) -> int:
    """Ends the sign-ups of a sheet whose address was not confirmed in time, and erases them; returns how many."""
    sheet = SignUpSheet.objects.select_for_update().filter(pk=sheet_key).first()
    old = SignUp.objects.filter(sheet=sheet).in_state(SignUpState.ASKED)
    keys = list(
        old.filter(asked_at__lte=(now or timezone.now()) - TIME_TO_CONFIRM).values_list("pk", flat=True)
    )
    found = SignUp.objects.filter(pk__in=keys[:AT_ONCE])
    strip_people(found)
    return found.update(state=SignUpState.EXPIRED, ended_at=now or timezone.now())


@transaction.atomic
def delete_sheet(sheet: SignUpSheet) -> None:
    """Deletes a sheet with its people, and the mails to them that wait."""
    _erase_sheet(sheet)
    sheet.delete()


@transaction.atomic
def withdraw_sheet(sheet: SignUpSheet) -> None:
    """Deletes a sheet on which nobody is signed up. Raises `Refusal`: people would lose their event without a word."""
    # Before the sheet, as whoever changes it.
    lock_sets([sheet.translation_key])
    locked = locked_sheet(sheet.pk)
    if SignUp.objects.with_person().filter(sheet=locked).exists():
        raise Refusal(
            _(
                "Des personnes sont inscrites : avancez plutôt la clôture, annulez l’événement, ou effacez-les."
            )
        )
    delete_sheet(locked)


@transaction.atomic
def _erase_sheet(sheet: SignUpSheet) -> int:
    SignUpSheet.objects.select_for_update().get(pk=sheet.pk)
    open_ones = SignUp.objects.filter(sheet=sheet).in_state(SignUpState.ASKED)
    open_ones.update(state=SignUpState.EXPIRED, ended_at=timezone.now())
    erased = 0
    while number := strip_people(SignUp.objects.filter(sheet=sheet)):
        erased += number
    invitations = SignUpInvitation.objects.filter(sheet=sheet)
    discard_mails([about_invitation(key) for key in invitations.values_list("pk", flat=True)])
    invitations.delete()
    _empty_words(SignUpMessage.objects.filter(sheet=sheet))
    return erased


def erase_old_sign_ups() -> int:
    """The recurring job: erases the people of events whose time is over, and what was written to them.

    Returns how many people that were.
    """
    now = timezone.now()
    UnprovenAddress.objects.filter(until__lte=now).delete()
    with_people = Q(sign_ups__isnull=False, sign_ups__erased_at=None) | Q(invitations__isnull=False)
    with_words = Q(pk__in=SignUpMessage.objects.exclude(text={}).values("sheet"))
    return with_each(
        SignUpSheet.objects.filter(with_people | with_words).distinct(),
        lambda sheet: _erase_when_over(sheet, now),
        "The people of sheet %s could not be erased: %s",
    )


def _erase_when_over(sheet: SignUpSheet, now: datetime) -> int:
    """Erases the people of a sheet if their time is over; before, those of an event without a date are told."""
    end = end_of_time(sheet)
    if end is None:
        return _erase_sheet(sheet)
    if is_postponed(sheet) and sheet.erasure_told_at is None:
        if end - NOTICE_TIME <= now:
            note_erasure(sheet, now)
            tell_notices(sheet)
        return 0
    return _erase_sheet(sheet) if end <= now else 0
