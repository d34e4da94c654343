"""Computes who is on duty now, and who is next, by each contact's own clock; knows changes to summer time.

Hours are wall-clock times in the contact's zone. Compared are moments in UTC: hours that a change of the clock skips
or repeats are as long as the clock on the wall of that office says.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from news.models.press_contact import END_OF_DAY

DAYS_AHEAD = 365
"""So far ahead the next duty is looked for: a day is said without its year."""
DAYS_OF_DUTY = 9
"""So far ahead the end of a duty is looked for: one that goes on has no end that anybody would wait for."""


@dataclass(frozen=True)
class Hours:
    """Hours of one weekday (Monday is 0)."""

    weekday: int
    opens: time
    closes: time


@dataclass(frozen=True)
class Roster:
    """When a contact answers: weekly hours in a zone, the days between which they hold, and days off."""

    zone: ZoneInfo
    hours: tuple[Hours, ...]
    absences: tuple[tuple[date, date], ...] = ()
    starts_on: date | None = None
    ends_on: date | None = None

    def holds_on(self, day: date) -> bool:
        """Returns whether the weekly hours hold on a day."""
        if (self.starts_on and day < self.starts_on) or (self.ends_on and day > self.ends_on):
            return False
        return not any(first <= day <= last for first, last in self.absences)

    def is_over(self, now: datetime) -> bool:
        """Returns whether no duty will ever come again."""
        return self.ends_on is not None and now.astimezone(self.zone).date() > self.ends_on

    def shifts(self, first: date, days: int) -> "Iterator[tuple[datetime, datetime]]":
        """Yields the hours of some days as moments (aware, in the zone), in their order; none that the clock skips."""
        for number in range(days):
            day = first + timedelta(days=number)
            if not self.holds_on(day):
                continue
            of_day = (self._shift(day, hours) for hours in self.hours if hours.weekday == day.weekday())
            yield from sorted((shift for shift in of_day if _utc(shift[0]) < _utc(shift[1])), key=_in_utc)

    def _shift(self, day: date, hours: Hours) -> tuple[datetime, datetime]:
        last = day + timedelta(days=1) if hours.closes == END_OF_DAY else day
        start = datetime.combine(day, hours.opens, tzinfo=self.zone)
        end = datetime.combine(last, hours.closes, tzinfo=self.zone)
        # Where the clock is put back, the first of both hours begins a duty, and the second ends it.
        end = max(end, end.replace(fold=1), key=_utc)
        # Moments that a clock skips as it is put forward are read as in RFC 5545: by the clock before.
        return _utc(start).astimezone(self.zone), _utc(end).astimezone(self.zone)

    def on_duty_until(self, now: datetime) -> datetime | None:
        """Returns until when (aware, in the zone) somebody answers who does so now; `None` if nobody does.

        Hours that follow one another without a break are one duty.
        """
        today = now.astimezone(self.zone).date()
        end: datetime | None = None
        moment = now
        shifts = self.shifts(today - timedelta(days=1), DAYS_OF_DUTY + 1)
        for start, closes in sorted(shifts, key=_in_utc):
            if _utc(start) <= _utc(moment) < _utc(closes):
                end = moment = closes
        return end

    def goes_on(self, until: datetime, now: datetime) -> bool:
        """Returns whether a duty that `on_duty_until` found has no end as far ahead as that looks: day and night."""
        last = now.astimezone(self.zone).date() + timedelta(days=DAYS_OF_DUTY)
        return until.astimezone(self.zone).date() >= last

    def next_start(self, now: datetime) -> datetime | None:
        """Returns the next moment (aware, in the zone) at which somebody begins to answer, within `DAYS_AHEAD`."""
        if not self.hours:
            return None
        today = now.astimezone(self.zone).date()
        starts = (start for start, _end in self.shifts(today, DAYS_AHEAD) if _utc(start) > _utc(now))
        return next(starts, None)


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)


def _in_utc(shift: tuple[datetime, datetime]) -> datetime:
    return _utc(shift[0])


def grouped_week(hours: Iterable[Hours]) -> list[tuple[int, int, list[tuple[time, time]]]]:
    """Returns the week as people write it: first and last day of days that follow one another with the same hours."""
    by_day: dict[int, list[tuple[time, time]]] = {}
    for each in sorted(hours, key=lambda one: (one.weekday, one.opens)):
        by_day.setdefault(each.weekday, []).append((each.opens, each.closes))
    found: list[tuple[int, int, list[tuple[time, time]]]] = []
    for day, times in by_day.items():
        if found and found[-1][1] == day - 1 and found[-1][2] == times:
            found[-1] = (found[-1][0], day, times)
        else:
            found.append((day, day, times))
    return found


def soonest(starts: Sequence[tuple[int, datetime]]) -> list[tuple[int, datetime]]:
    """Returns who begin next, all at the same moment; the numbers are the caller's."""
    first = min((_utc(start) for _number, start in starts), default=None)
    return [(number, start) for number, start in starts if _utc(start) == first]
