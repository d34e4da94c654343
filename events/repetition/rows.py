"""Writes the rows of an event's dates, which queries by day read."""

from typing import TYPE_CHECKING

from events.models.occurrence import EventOccurrence

if TYPE_CHECKING:
    from events.models import EventPage


def keep_dates(event: "EventPage") -> None:
    """Makes the rows of a saved event's dates what they should be. No query for one that never repeated."""
    dates = event.occurrences
    if not dates and not event.has_dates_in_row:
        return
    wanted = {(one.starts_on, one.ends_on, one.starts_at, one.is_cancelled) for one in dates}
    rows = EventOccurrence.objects.filter(page=event)
    found = set(rows.values_list("first_day", "last_day", "starts_at", "is_cancelled"))
    if found == wanted:
        return
    rows.delete()
    EventOccurrence.objects.bulk_create(
        EventOccurrence(
            page=event, first_day=first, last_day=last, starts_at=start, is_cancelled=is_cancelled
        )
        for first, last, start, is_cancelled in sorted(wanted)
    )
