"""The rule of an event that repeats, as iCalendar writes it and dateutil expands it: the days on which it begins."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache
from itertools import islice

from dateutil.rrule import MONTHLY, WEEKLY, YEARLY, rrule, weekday

from events.models.event_choices import Repeats
from events.repetition.bounds import MOST_DATES, WEEKDAYS, number_in_month

_FREQUENCIES: dict[Repeats, int] = {
    Repeats.WEEKLY: WEEKLY,
    Repeats.MONTHLY_DAY: MONTHLY,
    Repeats.MONTHLY_WEEKDAY: MONTHLY,
    Repeats.MONTHLY_LAST: MONTHLY,
    Repeats.YEARLY: YEARLY,
}
NAMES = {WEEKLY: "WEEKLY", MONTHLY: "MONTHLY", YEARLY: "YEARLY"}


@dataclass(frozen=True)
class Rule:
    """How an event repeats from its first day on; `count` counts dates that are left out, too."""

    repeats: Repeats
    first: date
    interval: int
    weekdays: tuple[str, ...]
    until: date | None
    count: int | None

    @property
    def frequency(self) -> int:
        """The frequency, as dateutil numbers it."""
        return _FREQUENCIES[self.repeats]

    @property
    def days_of_week(self) -> tuple[str, ...]:
        """The days of a weekly rule, or that of a monthly one, in the order of the week; () for the others."""
        own = WEEKDAYS[self.first.weekday()]
        if self.repeats is Repeats.WEEKLY:
            return tuple(name for name in WEEKDAYS if name in self.weekdays) or (own,)
        return (own,) if self.repeats in (Repeats.MONTHLY_WEEKDAY, Repeats.MONTHLY_LAST) else ()

    @property
    def number_in_month(self) -> int:
        """Which weekday of its month the first day is: 1 to 5; -1 for the last; 0 where the rule has none."""
        if self.repeats is Repeats.MONTHLY_LAST:
            return -1
        return number_in_month(self.first) if self.repeats is Repeats.MONTHLY_WEEKDAY else 0

    def parts(self) -> dict[str, list[int | str]]:
        """Returns the parts of an RRULE (RFC 5545, 3.3.10) but its end."""
        found: dict[str, list[int | str]] = {"FREQ": [NAMES[self.frequency]]}
        if self.interval > 1:
            found["INTERVAL"] = [self.interval]
        if self.days_of_week:
            number = str(self.number_in_month or "")
            found["BYDAY"] = [f"{number}{name}" for name in self.days_of_week]
        if self.repeats is Repeats.WEEKLY and self.interval > 1:
            found["WKST"] = ["MO"]
        if self.repeats is Repeats.YEARLY:
            found["BYMONTH"] = [self.first.month]
        if self.repeats in (Repeats.MONTHLY_DAY, Repeats.YEARLY):
            found["BYMONTHDAY"] = [self.first.day]
        return found


def weekdays_of(text: str) -> tuple[str, ...]:
    """Returns the codes of weekdays in a stored list."""
    return tuple(name for name in text.split(",") if name)


@lru_cache(maxsize=1024)
def days_of(rule: Rule) -> tuple[date, ...]:
    """Returns the first days of all dates of a rule, one more than there may be at most."""
    number = rule.number_in_month
    names: Iterable[str] = rule.days_of_week
    by_day = [weekday(WEEKDAYS.index(name), number or None) for name in names]
    is_by_date = rule.repeats in (Repeats.MONTHLY_DAY, Repeats.YEARLY)
    found = rrule(
        rule.frequency,
        dtstart=datetime.combine(rule.first, time.min),
        interval=max(rule.interval, 1),
        byweekday=by_day or None,
        bymonth=rule.first.month if rule.repeats is Repeats.YEARLY else None,
        bymonthday=rule.first.day if is_by_date else None,
        until=datetime.combine(rule.until, time.min) if rule.until else None,
        count=rule.count,
    )
    return tuple(moment.date() for moment in islice(found, MOST_DATES + 1))
