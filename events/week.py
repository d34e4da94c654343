"""One week of the agenda: seven days, each with the events on it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from clusters.content.teasers import Teaser
from events.day_selection import Selection
from events.month import Day, Weekday, by_day, weekdays
from events.weeks import DAYS_OF_A_WEEK, iso_week, week_begin, week_end, week_key
from fedcms.core.i18n.days import day_in_words, span_in_words


@dataclass(frozen=True)
class Week:
    """A week in the active language; `number` is ISO's. `previous` and `following` are keys, "" at the limits."""

    title: str
    number: int
    days: list[tuple[Weekday, Day]]
    previous: str
    following: str
    present: str
    """The key of the present week; "" when it is shown."""


def week_title(begin: date) -> str:
    """Returns the days of a week in words, in the active language: "9–15 mars 2026"."""
    last = week_end(begin) - timedelta(days=1)
    return span_in_words(begin, last, "yMMMd")


def build_week(
    begin: date,
    teasers: Iterable[Teaser],
    today: date,
    earliest: date,
    latest: date,
    selection: Selection | None = None,
) -> Week:
    """Returns the week that begins on `begin`, with `teasers` on each day that they last.

    `earliest` and `latest` are the days between which links lead to other weeks.
    """
    after = week_end(begin)
    on_day = by_day(teasers, begin, after, selection)
    days = []
    for number, weekday in enumerate(weekdays()):
        day = begin + timedelta(days=number)
        label = day_in_words(day, "full")
        hidden = selection.hidden[day] if selection else 0
        days.append(
            (
                weekday,
                Day(
                    day,
                    in_month=True,
                    is_today=day == today,
                    label=label,
                    teasers=on_day.get(day, []),
                    hidden=hidden,
                ),
            )
        )
    return Week(
        title=week_title(begin),
        number=iso_week(begin)[1],
        days=days,
        previous=week_key(begin - timedelta(days=DAYS_OF_A_WEEK)) if begin > earliest else "",
        following=week_key(after) if after <= latest else "",
        present="" if begin <= today < after else week_key(week_begin(today)),
    )
