"""The dates of an event that repeats: each with its hours, as the rule has it or as an exception says otherwise.

Hours are those that clocks show in the event's own zone, on whatever side of a change of the hour a date is.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from events.models.event_choices import DateChange
from events.repetition.rules import Rule, days_of


@dataclass(frozen=True)
class DateException:
    """What an editor says of one date of a series; without another day or other hours, those of the series hold."""

    day: date
    change: DateChange
    new_day: date | None = None
    start_time: time | None = None
    end_time: time | None = None


@dataclass(frozen=True)
class Occurrence:
    """One date of a series. `day` is that which the rule gives, by which calendars know it."""

    day: date
    starts_on: date
    ends_on: date
    start_time: time | None
    end_time: time | None
    time_zone: ZoneInfo
    is_cancelled: bool = False
    is_moved: bool = False
    series_start: time | None = None
    """The hour at which the series begins, whatever is said of this date."""

    @property
    def starts_at(self) -> datetime:
        """The start, aware; midnight when it lasts all day."""
        return datetime.combine(self.starts_on, self.start_time or time.min, tzinfo=self.time_zone)

    @property
    def ends_at(self) -> datetime:
        """The end, aware; the end of the last day without an end time."""
        if self.end_time is None:
            return datetime.combine(self.ends_on + timedelta(days=1), time.min, tzinfo=self.time_zone)
        return datetime.combine(self.ends_on, self.end_time, tzinfo=self.time_zone)

    @property
    def announced_end(self) -> datetime | None:
        """The end, aware; `None` when nobody has said the hour."""
        return None if self.end_time is None else self.ends_at

    @property
    def last_day(self) -> datetime | None:
        """The beginning of the last day, aware; `None` for a date of one day."""
        if self.ends_on == self.starts_on:
            return None
        return datetime.combine(self.ends_on, time.min, tzinfo=self.time_zone)


@dataclass(frozen=True)
class Series:
    """A rule, the hours and length of each date, and the exceptions."""

    rule: Rule
    length: timedelta
    start_time: time | None
    end_time: time | None
    time_zone: ZoneInfo
    exceptions: tuple[DateException, ...] = ()

    @property
    def left_out(self) -> tuple[date, ...]:
        """The days of the rule on which nothing takes place, and that are not even said to be cancelled."""
        days = set(days_of(self.rule))
        return tuple(
            sorted(
                one.day for one in self.exceptions if one.change is DateChange.LEFT_OUT and one.day in days
            )
        )

    def usual(self, day: date) -> Occurrence:
        """Returns a day of the rule as nobody has said otherwise."""
        hours = self.start_time, self.end_time, self.time_zone
        return Occurrence(day, day, day + self.length, *hours, series_start=self.start_time)

    @property
    def occurrences(self) -> tuple[Occurrence, ...]:
        """Its dates, the soonest first, without those that are left out. Never empty: else it has its first day."""
        return _occurrences(self)


@lru_cache(maxsize=1024)
def _occurrences(series: Series) -> tuple[Occurrence, ...]:
    said = {one.day: one for one in series.exceptions}
    dates = (_date_of(series, day, said.get(day)) for day in days_of(series.rule))
    found = sorted(filter(None, dates), key=lambda one: (one.starts_at, one.day))
    return tuple(found) or (series.usual(series.rule.first),)


def _date_of(series: Series, day: date, said: DateException | None) -> Occurrence | None:
    usual = series.usual(day)
    if said is None:
        return usual
    if said.change is DateChange.LEFT_OUT:
        return None
    if said.change is DateChange.CANCELLED:
        return replace(usual, is_cancelled=True)
    first = said.new_day or day
    return replace(
        usual,
        starts_on=first,
        ends_on=first + series.length,
        start_time=said.start_time or series.start_time,
        end_time=said.end_time or series.end_time,
        is_moved=True,
    )


def next_of(occurrences: Iterable[Occurrence], now: datetime) -> Occurrence | None:
    """Returns the first date that is not over at `now` (aware) and takes place; else the first that does not."""
    coming = [one for one in occurrences if one.ends_at > now]
    return next((one for one in coming if not one.is_cancelled), next(iter(coming), None))
