"""The recurring job of sign-ups: ends what was not confirmed in time, gives free seats, tells what is left."""

import time

from django.db.models import Q
from django.utils import timezone

from events.models import SignUp, SignUpNotice, SignUpSheet, SignUpState
from events.signup.each_sheet import with_each
from events.signup.erasure import expire_unconfirmed
from events.signup.event_notices import tell_notices
from events.signup.mails import TIME_TO_CONFIRM
from events.signup.seats import who_moves_up
from events.signup.sheet_changes import move_up
from events.signup.sheet_events import shown_event, takes_people

SECONDS_BETWEEN_LOOKS = 30.0
SECONDS_AT_ONCE = 5.0


def look_after_sign_ups() -> None:
    """Expires, moves up and tells. It locks only sheets with something to do: most of the time there is none.

    What fails on one sheet does not stop the others (events.signup.each_sheet).
    """
    now = timezone.now()
    late = SignUp.objects.filter(asked_at__lte=now - TIME_TO_CONFIRM).in_state(SignUpState.ASKED)
    let_through = Q(state=SignUpState.REVIEW, sheet__is_reviewed=False) | Q(is_to_be_told=True)
    waiting = SignUp.objects.with_person().filter(let_through | Q(state=SignUpState.WAITING))
    untold = SignUpNotice.objects.values("sheet")
    with_work = Q(pk__in=late.values("sheet")) | Q(pk__in=waiting.values("sheet")) | Q(pk__in=untold)
    late_keys = set(late.values_list("sheet", flat=True))

    def look_after(sheet: SignUpSheet) -> int:
        if sheet.pk in late_keys:
            expire_unconfirmed(sheet.pk, now)
        tell_notices(sheet)
        _move_all_up(sheet, let_through)
        return 1

    sheets = SignUpSheet.objects.filter(with_work)
    with_each(sheets, look_after, "Sheet %s could not be looked after: %s")


def _move_all_up(sheet: SignUpSheet, let_through: Q) -> None:
    """Gives the seats that are free for a few seconds; the next run goes on."""
    now = timezone.now()
    end = time.monotonic() + SECONDS_AT_ONCE
    event = shown_event(sheet, "")
    if event is None or not takes_people(event, now):
        return
    has_news = SignUp.objects.with_person().filter(let_through, sheet=sheet).exists()
    if has_news or who_moves_up(sheet, event, now):
        while move_up(sheet.pk, now) and time.monotonic() < end:
            pass
