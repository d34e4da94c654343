"""Writes the dates of an event (RFC 5545, 3.8.5): hours, whole days, the rule of one that repeats, its exceptions.

Each date of a series is by the wall clock of its zone. Where programs would not agree on that (an hour that comes twice
or never; a night that is longer by a change of the hour, as RFC 5545 keeps the exact length), the date has a component
of its own.
"""

from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from icalendar import Event as Component
from icalendar import vRecur

from events.repetition.occurrences import Occurrence, Series

DAY = timedelta(days=1)


class Moments(Protocol):
    """What begins and may end at a moment."""

    @property
    def starts_at(self) -> datetime:
        """The start, aware."""

    @property
    def ends_at(self) -> datetime:
        """The end, aware."""

    @property
    def announced_end(self) -> datetime | None:
        """The end, aware; `None` when nobody has said the hour."""

    @property
    def last_day(self) -> datetime | None:
        """The beginning of the last day; `None` for one day."""


def put_moments(component: Component, dates: Moments) -> None:
    """Adds start and end. One day without an end time has no known end."""
    start, end = dates.starts_at, dates.ends_at
    component.add("DTSTART", _clear(start))
    if _has_end(dates):
        component.add("DTEND", _clear(end))


def put_days(component: Component, first: date, last: date) -> None:
    """Adds whole days; in iCalendar the end is the day after the last one."""
    component.add("DTSTART", first)
    component.add("DTEND", last + DAY)


def put_series(component: Component, series: Series) -> None:
    """Adds the first date, the rule and what is left out."""
    rule = series.rule
    first = series.usual(rule.first)
    if series.start_time is None:
        put_days(component, first.starts_on, first.ends_on)
    else:
        _put_local(component, "DTSTART", first.starts_at)
        if _has_end(first):
            _put_local(component, "DTEND", first.ends_at)
    parts: dict[str, object] = {**rule.parts()}
    if rule.count:
        parts["COUNT"] = [rule.count]
    elif rule.until:
        end = datetime.combine(rule.until, time(23, 59, 59), tzinfo=series.time_zone).astimezone(UTC)
        parts["UNTIL"] = [rule.until if series.start_time is None else end]
    component.add("RRULE", vRecur(parts))
    for day in series.left_out:
        _put_identity(component, "EXDATE", series.usual(day))


def differing(series: Series) -> list[Occurrence]:
    """Returns the dates that programs would not reckon as they are meant."""
    return [
        one for one in series.occurrences if one.is_moved or one.is_cancelled or not _is_reckoned(series, one)
    ]


def put_date(component: Component, one: Occurrence) -> None:
    """Adds a date that is not as the rule says, and which it is."""
    _put_identity(component, "RECURRENCE-ID", one)
    if one.start_time is None:
        put_days(component, one.starts_on, one.ends_on)
        return
    for name, moment in (("DTSTART", one.starts_at), ("DTEND", one.ends_at)):
        if name == "DTEND" and not _has_end(one):
            continue
        if _is_clear(moment):
            _put_local(component, name, moment)
        else:
            component.add(name, moment.astimezone(UTC))


def _has_end(dates: Moments) -> bool:
    """Returns whether an end is told. When the clocks change, wall-clock times may be in the wrong order."""
    is_told = dates.announced_end is not None or dates.last_day is not None
    return is_told and dates.ends_at.timestamp() > dates.starts_at.timestamp()


def _is_clear(moment: datetime) -> bool:
    """Returns whether the hour of a moment comes once that night: if it comes twice or never, programs differ on it."""
    return moment.replace(fold=0).utcoffset() == moment.replace(fold=1).utcoffset()


def _clear(moment: datetime) -> datetime:
    return moment if _is_clear(moment) else moment.astimezone(UTC)


def _put_local(component: Component, name: str, moment: datetime) -> None:
    """Adds what clocks show, with the zone by its own name: icalendar writes those that have UTC's hour as UTC.

    Programs compare the name of a date with that of the rule, and some do so letter by letter.
    """
    zone = moment.tzinfo
    if isinstance(zone, ZoneInfo) and zone.key != "UTC":
        component.add(name, moment.replace(tzinfo=None), {"TZID": zone.key})
    else:
        component.add(name, moment)


def _put_identity(component: Component, name: str, one: Occurrence) -> None:
    """Adds the start that the rule gives a date, by which calendars know it."""
    if one.series_start is None:
        component.add(name, one.day, {"VALUE": "DATE"})
    else:
        _put_local(component, name, datetime.combine(one.day, one.series_start, tzinfo=one.time_zone))


def _is_reckoned(series: Series, one: Occurrence) -> bool:
    """Returns whether a program finds the start and end of a date from those of the first one."""
    if series.start_time is None:
        return True
    first = series.usual(series.rule.first)
    lengths = {each.ends_at.timestamp() - each.starts_at.timestamp() for each in (first, one)}
    return _is_clear(one.starts_at) and _is_clear(one.ends_at) and len(lengths) == 1
