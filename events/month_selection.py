"""Selects what a month of the agenda shows: the events that last on one of its days, the first of each day."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet

from clusters.models import ContentPage
from events.day_selection import (
    WIDEST_ZONE,
    Selection,
    Span,
    days_between,
    in_days,
    moments_of,
    select_in_days,
    spans_in_days,
)

__all__ = [
    "WIDEST_ZONE",
    "Selection",
    "bounds",
    "day_spans",
    "days_in_month",
    "in_month",
    "month_after",
    "next_month",
    "previous_month",
    "select_events",
]


def next_month(first: date) -> date:
    """Returns the first day of the next month."""
    return (first + timedelta(days=31)).replace(day=1)


def previous_month(first: date) -> date:
    """Returns the first day of the month before."""
    return (first - timedelta(days=1)).replace(day=1)


def month_after(first: date, months: int) -> date:
    """Returns the first day of the month that is so many months away from that of `first`; negative: before it."""
    years, month = divmod(first.month - 1 + months, 12)
    return date(first.year + years, month + 1, 1)


def bounds(first: date) -> tuple[datetime, datetime]:
    """Returns the moments between which every event of the month lies, whatever its time zone."""
    return moments_of(first, next_month(first))


def in_month(first: date) -> Q:
    """Returns the condition that an event or mission lasts on a day of the month, in its own time zone."""
    return in_days(first, next_month(first))


def day_spans(
    pages: "QuerySet[ContentPage]", month: date, most: int, *, has_repeated: bool = True
) -> list[Span]:
    """Returns the first `most` events and missions of a month, by their start (see `spans_in_days`)."""
    return spans_in_days(pages, month, next_month(month), most, has_repeated=has_repeated)


def days_in_month(first_day: date, last_day: date, month: date) -> Iterator[date]:
    """Yields the days of the month of `month` (its first day) from one day to another, both included."""
    return days_between(first_day, last_day, month, next_month(month))


def select_events(spans: Iterable[Span], month: date, full_day: date | None = None) -> Selection:
    """Selects the first events of each day: `spans` are primary key, first and last day, in the order of the month."""
    return select_in_days(spans, month, next_month(month), full_day)
