"""One month of the agenda as a calendar: weeks of days, each with the events on it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from babel.dates import format_skeleton, get_day_names

from clusters.content.teasers import Teaser
from events.day_selection import Selection, days_between
from events.month_selection import next_month, previous_month
from events.weeks import DAYS_OF_A_WEEK, first_weekday, week_begin
from fedcms.core.i18n.days import day_in_words
from fedcms.core.i18n.formatting import cldr_locale


@dataclass
class Day:
    """One day of the calendar; `label` is the date in full, for those who cannot see its position."""

    day: date
    in_month: bool
    is_today: bool
    label: str
    teasers: list[Teaser] = field(default_factory=list)
    hidden: int = 0
    """The number of further events on this day, which the calendar shows when the day is asked for."""


@dataclass(frozen=True)
class Weekday:
    """The heading of a column of the month."""

    name: str
    short: str


@dataclass(frozen=True)
class Month:
    """A month in the active language; `previous` and `following` are "YYYY-MM", "" at the calendar's limits."""

    title: str
    weekdays: list[Weekday]
    weeks: list[list[Day]]
    previous: str
    following: str


def weekdays() -> list[Weekday]:
    """Returns the days of the week in the order and the words of the active language (CLDR)."""
    locale, begin = cldr_locale(), first_weekday()
    names = get_day_names("wide", "stand-alone", locale)
    short = get_day_names("abbreviated", "stand-alone", locale)
    order = [(begin + number) % DAYS_OF_A_WEEK for number in range(DAYS_OF_A_WEEK)]
    return [Weekday(str(names[number]), str(short[number])) for number in order]


def _last_day(teaser: Teaser, first_day: date) -> date:
    end = teaser.ends_at
    last = end.date() if isinstance(end, datetime) else end
    return last if isinstance(last, date) and last >= first_day else first_day


def _first_day(teaser: Teaser) -> date:
    start = teaser.starts_at
    if isinstance(start, datetime):
        return start.date()
    return start if isinstance(start, date) else teaser.sort_at.date()


def by_day(
    teasers: Iterable[Teaser], first: date, after: date, selection: Selection | None = None
) -> dict[date, list[Teaser]]:
    """Returns the teasers on each day that they last, of the days from `first` to before `after`.

    With a `selection`, a day has its first ones alone.
    """
    found: dict[date, list[Teaser]] = defaultdict(list)
    for teaser in teasers:
        start = _first_day(teaser)
        for day in days_between(start, _last_day(teaser, start), first, after):
            if selection is None or len(found[day]) < selection.most_of(day):
                found[day].append(teaser)
    return found


def build_month(
    first: date,
    teasers: Iterable[Teaser],
    today: date,
    earliest: date,
    latest: date,
    selection: Selection | None = None,
) -> Month:
    """Returns the month of `first` (its first day), with `teasers` on each day that they last.

    `earliest` and `latest` are the first days of the first and last month that the calendar links to. With a
    `selection` (of which `teasers` are those shown), a day has its first events and the number of the others.
    """
    after = next_month(first)
    on_day = by_day(teasers, first, after, selection)
    locale, day = cldr_locale(), week_begin(first)
    weeks: list[list[Day]] = []
    while day < after:
        week = []
        for _number in range(DAYS_OF_A_WEEK):
            label = day_in_words(day, "full")
            is_in = first <= day < after
            hidden = selection.hidden[day] if selection and is_in else 0
            week.append(Day(day, is_in, day == today, label, on_day.get(day, []) if is_in else [], hidden))
            day += timedelta(days=1)
        weeks.append(week)
    return Month(
        title=format_skeleton("yMMMM", first, locale=locale),
        weekdays=weekdays(),
        weeks=weeks,
        previous=f"{previous_month(first):%Y-%m}" if first > earliest else "",
        following=f"{after:%Y-%m}" if first < latest else "",
    )
