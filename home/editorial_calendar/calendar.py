"""Puts the entries of a period on its days, a bounded number on each."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils import timezone

from events.month import weekdays
from events.weeks import DAYS_OF_A_WEEK, first_weekday
from fedcms.core.i18n.days import day_in_words
from home.editorial_calendar.dated_entries import deadlines, events
from home.editorial_calendar.entries import CalendarEntry, EntryKind
from home.editorial_calendar.page_entries import approved_schedules, proposed, published, scheduled
from home.editorial_calendar.period import CalendarView, Period, site_zone
from home.editorial_calendar.promised_translations import promised
from home.editorial_calendar.reserved_slots import reserved
from home.editorial_calendar.selection import CalendarSelection

MOST_OF_A_DAY = {CalendarView.MONTH: 4, CalendarView.WEEK: 12, CalendarView.DAY: 200}
"""The most entries that a day shows."""

OF_APPROVED = (EntryKind.SCHEDULED, EntryKind.EMBARGOED)


@dataclass
class CalendarDay:
    """A day with its first entries; `hidden` is the number of the others. `column` is its place in the week, from 1."""

    day: date
    label: str
    column: int
    is_today: bool
    is_past: bool
    entries: list[CalendarEntry] = field(default_factory=list)
    hidden: int = 0


@dataclass(frozen=True)
class Calendar:
    """A period with its entries; `weekdays` are the names of the columns. `is_cut` says that entries are left out."""

    period: Period
    days: list[CalendarDay]
    weekdays: list[str]
    total: int
    is_cut: bool


def build_calendar(selection: CalendarSelection) -> Calendar:
    """Returns the calendar of a person. The number of queries is fixed, whatever the number of entries."""
    found = sorted(_entries(selection), key=lambda entry: entry.order)
    period, by_day = selection.period, defaultdict[date, list[CalendarEntry]](list)
    hidden: Counter[date] = Counter()
    for entry in found:
        for day in period.days_between(entry.first_day, entry.last_day):
            if len(by_day[day]) < MOST_OF_A_DAY[period.view]:
                by_day[day].append(entry)
            else:
                hidden[day] += 1
    begin = first_weekday()
    today = _today(selection.now)
    days = [
        CalendarDay(
            day=day,
            label=day_in_words(day, "full"),
            column=(day.weekday() - begin) % DAYS_OF_A_WEEK + 1,
            is_today=day == today,
            is_past=day < today,
            entries=by_day[day],
            hidden=hidden[day],
        )
        for day in period.days()
    ]
    names = [weekday.name for weekday in weekdays()]
    return Calendar(period, days, names, len(found), selection.is_cut)


def _today(now: datetime) -> date:
    return timezone.localdate(now, timezone=site_zone())


def _entries(selection: CalendarSelection) -> Iterator[CalendarEntry]:
    """Yields the entries of the kinds that are asked for."""
    approved = {}
    if selection.shows(*OF_APPROVED, EntryKind.TRANSLATION, EntryKind.RESERVED):
        approved = approved_schedules(selection)
    if selection.shows(EntryKind.PUBLISHED):
        yield from published(selection)
    if selection.shows(*OF_APPROVED):
        yield from scheduled(selection, approved)
    if selection.shows(EntryKind.DRAFT):
        yield from proposed(selection)
    if selection.shows(EntryKind.EVENT):
        yield from events(selection)
    if selection.shows(EntryKind.DEADLINE):
        yield from deadlines(selection)
    if selection.shows(EntryKind.TRANSLATION):
        yield from promised(selection, approved)
    if selection.shows(EntryKind.RESERVED):
        yield from reserved(selection, approved)
