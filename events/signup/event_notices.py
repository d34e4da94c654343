"""Tells all people of a sheet what becomes of their event: once each, a portion at a time, whatever stops in between.

What they know of it is kept with the sheet and compared under its lock, so that the same public change, heard of twice
or late, is told once. While the event is not public nothing is noted or told; when it is again, what differs by then.
"""

import time
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from events.models import EventPage, NoticeKind, SignUp, SignUpNotice, SignUpSheet, SignUpState
from events.signup.event_details import has_ended, learn_event
from events.signup.mail_frame import ShownEvent
from events.signup.notice_mails import tell_event_changed, tell_of_erasure
from events.signup.retention import end_of_time
from events.signup.seats import AT_ONCE
from fedcms.core.changes.outbox import Change

SECONDS_AT_ONCE = 5.0
TOLD_STATES = (SignUpState.REVIEW, SignUpState.WAITING, SignUpState.CONFIRMED)


def note_event(sheet: SignUpSheet, shown: ShownEvent) -> None:
    """Notes on a locked sheet that its event has changed for those who had arrived."""
    before = learn_event(sheet, shown.pages)
    shown.least_sequence = sheet.calendar_sequence
    after = sheet.known_event.get("told", {})
    if before is None or has_ended(before, after, is_put_off=shown.is_put_off):
        return
    if sheet.erasure_told_at is not None:
        sheet.erasure_told_at = None
        sheet.save(update_fields=["erasure_told_at"])
        # Who was not told yet that all is erased need not be.
        sheet.notices.filter(kind=NoticeKind.ERASURE).delete()
    if sheet.last_rank:
        SignUpNotice.objects.create(
            sheet=sheet, kind=NoticeKind.EVENT, before=before, after=after, last_rank=sheet.last_rank
        )


@transaction.atomic
def note_erasure(sheet: SignUpSheet, now: datetime) -> None:
    """Notes that the people of a sheet, whose event has no date any more, are told that they are erased soon."""
    locked = SignUpSheet.objects.select_for_update().get(pk=sheet.pk)
    if locked.erasure_told_at is None:
        locked.erasure_told_at = now
        locked.save(update_fields=["erasure_told_at"])
        SignUpNotice.objects.create(sheet=locked, kind=NoticeKind.ERASURE, last_rank=locked.last_rank)


def follow_events(changes: Sequence[Change]) -> None:
    """Notes what changed of events to which people have signed up, and tells them. A handler of the outbox."""
    keys = {change.translation_key for change in changes if change.kind == EventPage.kind}
    sheets = list(SignUpSheet.objects.filter(translation_key__in=keys - {None}))
    for sheet in sheets:
        with transaction.atomic():
            locked = SignUpSheet.objects.select_for_update().filter(pk=sheet.pk).first()
            if locked is not None:
                note_event(locked, ShownEvent(locked))
    # What cannot be told now is tried again by the job, too, a sheet at a time.
    for sheet in sheets:
        tell_notices(sheet)


def tell_notices(sheet: SignUpSheet) -> None:
    """Writes the mails of a sheet's notices for a few seconds; the job goes on where it stopped."""
    end = time.monotonic() + SECONDS_AT_ONCE
    while time.monotonic() < end and tell_batch(sheet.pk):
        pass


@transaction.atomic
def tell_batch(sheet_key: int) -> bool:
    """Tells the next people of a sheet's first notice; returns whether there may be more to tell now."""
    sheet = SignUpSheet.objects.select_for_update().filter(pk=sheet_key).first()
    notice = None if sheet is None else sheet.notices.first()
    if sheet is None or notice is None:
        return False
    shown = ShownEvent(sheet)
    if notice.kind == NoticeKind.EVENT and not shown.pages:
        return False
    some = [] if _is_stale(notice, shown) else list(_untold(notice)[:AT_ONCE])
    for each in some:
        each.sheet = sheet
        if notice.kind == NoticeKind.EVENT:
            tell_event_changed(each, shown, notice.before, notice.after)
        elif end := end_of_time(sheet):
            tell_of_erasure(each, shown, end)
    if len(some) < AT_ONCE:
        notice.delete()
    else:
        notice.told_rank = some[-1].rank
        notice.save(update_fields=["told_rank"])
    return True


def _is_stale(notice: SignUpNotice, shown: ShownEvent) -> bool:
    """Returns whether the event is over by now, before everybody was told."""
    return notice.kind == NoticeKind.EVENT and has_ended(
        notice.before, notice.after, is_put_off=shown.is_put_off
    )


def _untold(notice: SignUpNotice) -> "QuerySet[SignUp]":
    """Returns who is still to be told, in the order of arrival."""
    rows = SignUp.objects.with_person().filter(sheet=notice.sheet_id).in_state(*TOLD_STATES)
    return rows.filter(rank__gt=notice.told_rank, rank__lte=notice.last_rank).by_rank()
