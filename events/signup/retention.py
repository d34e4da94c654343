"""Until when the people of a sheet are kept: from the end of their event on, and not for ever if that is put off."""

from datetime import datetime, timedelta

from events.models import EventPage, EventStatus, SignUpSheet

LONGEST_POSTPONED = timedelta(days=365)
"""So long after its old date an event may get another one, before its people are erased."""
NOTICE_TIME = timedelta(days=14)
"""So long before they are told."""


def is_postponed(sheet: SignUpSheet) -> bool:
    """Returns whether a sheet's event is put off to a date that nobody knows. One query."""
    pages = EventPage.objects.filter(translation_key=sheet.translation_key, status=EventStatus.POSTPONED)
    return any(page.is_put_off for page in pages.defer_streamfields())


def end_of_time(sheet: SignUpSheet) -> datetime | None:
    """Returns when the people of a sheet are erased (aware); `None` if its event has no page any more. One query.

    The date of an event that is postponed is void: people hold their seats until it has another, a year at most, and
    are told before they are erased.
    """
    pages = EventPage.objects.filter(translation_key=sheet.translation_key).defer_streamfields()
    found = list(pages)
    if not found:
        return None
    end: datetime = max(page.span()[1] for page in found) + timedelta(days=sheet.kept_days)
    if not any(page.is_put_off for page in found):
        return end
    end += LONGEST_POSTPONED
    return end if sheet.erasure_told_at is None else max(end, sheet.erasure_told_at + NOTICE_TIME)
