"""Changes a sheet, and gives the seats that are free then, or by the clock. Nobody loses a seat."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clusters.publishing.refusal import Refusal
from clusters.translation.locks import lock_sets
from events.models import SignUp, SignUpSheet, SignUpState
from events.signup import mails
from events.signup.mail_frame import ShownEvent
from events.signup.rules import fits
from events.signup.seat_giving import give_seats, locked_sheet
from events.signup.seats import AT_ONCE, held_seats, plan_of
from events.signup.sheet_events import any_event, takes_people


@transaction.atomic
def move_up(sheet_key: int, now: datetime | None = None) -> bool:
    """Gives some of the seats that are free now: reserved ones have gone to all, or the event is public again.

    Lets onto the list, too, who waited for an answer that nobody needs any more. Returns whether there may be more.
    """
    now = now or timezone.now()
    sheet = SignUpSheet.objects.select_for_update().filter(pk=sheet_key).first()
    if sheet is None:
        return False
    shown = ShownEvent(sheet)
    if takes_people(shown.page(""), now):
        _let_through(sheet)
    given = give_seats(sheet, now, shown=shown)
    return AT_ONCE in (given, _tell_let_through(sheet, shown))


@transaction.atomic
def change_sheet(
    sheet: SignUpSheet, change: Callable[[SignUpSheet], bool], now: datetime | None = None
) -> bool:
    """Changes a sheet by a function that gets it locked and returns whether it has saved anything; returns the same.

    Nobody loses a seat: raises `Refusal` if those who have one do not fit. Then gives the seats that are free: of many,
    the first ones; the others are given theirs by the job.
    """
    # Before the sheet: that is the order of who deletes a page with its sheet (docs/adr/0029).
    lock_sets([sheet.translation_key])
    if not change(locked_sheet(sheet.pk)):
        return False
    changed = locked_sheet(sheet.pk)
    now = now or timezone.now()
    event = any_event(changed)
    held = held_seats(changed)
    if event is not None and not fits(plan_of(changed, event.cluster_id, now), held):
        raise Refusal(
            _("Places déjà prises : %(number)d. Ces nombres ne leur suffisent pas.")
            % {"number": sum(held.values())},
            field="capacity",
        )
    move_up(changed.pk, now)
    return True


def _let_through(sheet: SignUpSheet) -> None:
    """Puts onto the list who waited for an answer on a sheet that is not reviewed any more, all at their ranks."""
    if not sheet.is_reviewed:
        reviewed = SignUp.objects.with_person().filter(sheet=sheet).in_state(SignUpState.REVIEW)
        reviewed.update(state=SignUpState.WAITING, is_to_be_told=True)


def _tell_let_through(sheet: SignUpSheet, shown: ShownEvent) -> int:
    """Tells some of those who were put onto the list and have no seat at which place they are; returns how many."""
    untold = SignUp.objects.with_person().filter(sheet=sheet, is_to_be_told=True).by_rank()
    some = list(untold.select_related("claimed_organisation__cluster")[:AT_ONCE])
    SignUp.objects.filter(pk__in=[each.pk for each in some]).update(is_to_be_told=False)
    for each in some:
        each.sheet = sheet
        if each.state == SignUpState.WAITING:
            mails.tell_arrived(each, shown)
    return len(some)
