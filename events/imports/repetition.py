"""Reads how an event of another calendar repeats into the fields of a page: RRULE, EXDATE, and dates that differ.

Runs in the child process, so it knows no Django. A rule that the fields cannot say is left to the caller. What is to
come of a series is taken, as far as a page may reach.
"""

from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import dropwhile
from typing import Any
from uuid import NAMESPACE_OID, uuid5

from events.repetition.bounds import (
    LAST_OF_ALL_MONTHS,
    MOST_DATES,
    MOST_EXCEPTIONS,
    MOST_INTERVAL,
    MOST_YEARS,
    WEEKDAYS,
    is_in_last_week,
    number_in_month,
)

LONGEST, LONGEST_ENDLESS = timedelta(days=MOST_YEARS * 365), timedelta(days=365)
_KNOWN = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS"}
Parts = Mapping[str, list[Any]]
Fields = dict[str, Any]
NO_REPETITION: Fields = {
    "repeats": "",
    "repeat_interval": 1,
    "repeat_days": "",
    "repeat_until": None,
    "repeat_count": None,
    "exceptions": [],
}


@dataclass(frozen=True)
class DateTold:
    """What a calendar says of one date of a series, by the clock of the series. `is_other`: its texts differ, too."""

    day: date
    start: date | None
    end: date | None
    is_cancelled: bool = False
    is_left_out: bool = False
    is_other: bool = False


@dataclass
class TakenSeries:
    """The fields of a page, how long after the series' first date the first one taken is, all that are, and notes."""

    fields: Fields
    shift: timedelta
    days: list[date]
    notes: list[str] = field(default_factory=list)


def fields_of(parts: Parts, first: date) -> Fields | None:
    """Returns the fields that say a rule but its end, for a series that begins on `first`; `None` if none do."""
    names = {name.upper(): list(value) for name, value in parts.items()}
    interval = int(str(names.get("INTERVAL", [1])[0]))
    if set(names) - _KNOWN or not 1 <= interval <= MOST_INTERVAL:
        return None
    by_day = [str(name).upper() for name in names.get("BYDAY", [])]
    frequency = str(names["FREQ"][0]).upper()
    read: dict[str, Callable[[], Fields | None]] = {
        "DAILY": lambda: _daily(names, by_day, interval, first),
        "WEEKLY": lambda: _weekly(names, by_day, interval, first),
        "MONTHLY": lambda: _monthly(names, by_day, first),
        "YEARLY": lambda: _yearly(names, by_day, first),
    }
    found = read[frequency]() if frequency in read else None
    return None if found is None else NO_REPETITION | {"repeat_interval": interval} | found


def _daily(names: Parts, by_day: list[str], interval: int, first: date) -> Fields | None:
    """Each day is each week on all days."""
    return _weekly(names, by_day or list(WEEKDAYS), 1, first) if interval == 1 else None


def _weekly(names: Parts, by_day: list[str], interval: int, first: date) -> Fields | None:
    own = WEEKDAYS[first.weekday()]
    days = by_day or [own]
    if any(name in names for name in ("BYMONTH", "BYMONTHDAY", "BYSETPOS")) or own not in days:
        return None
    begins_otherwise = str(names.get("WKST", ["MO"])[0]).upper() != "MO"
    if not set(days) <= set(WEEKDAYS) or (interval > 1 and len(days) > 1 and begins_otherwise):
        return None
    return {"repeats": "weekly", "repeat_days": ",".join(name for name in WEEKDAYS if name in days)}


def _monthly(names: Parts, by_day: list[str], first: date) -> Fields | None:
    if "BYMONTH" in names:
        return None
    if not by_day:
        is_own = names.get("BYMONTHDAY", [first.day]) == [first.day] and "BYSETPOS" not in names
        return {"repeats": "monthly_day"} if is_own else None
    own = WEEKDAYS[first.weekday()]
    positions = [by_day[0].removesuffix(own).lstrip("+"), *map(str, names.get("BYSETPOS", []))]
    told = [position for position in positions if position]
    if len(by_day) > 1 or not by_day[0].endswith(own) or "BYMONTHDAY" in names or len(told) != 1:
        return None
    number = number_in_month(first)
    if told[0] == str(number) and number <= LAST_OF_ALL_MONTHS:
        return {"repeats": "monthly_weekday"}
    return {"repeats": "monthly_last"} if told[0] == "-1" and is_in_last_week(first) else None


def _yearly(names: Parts, by_day: list[str], first: date) -> Fields | None:
    is_own = names.get("BYMONTHDAY", [first.day]) == [first.day] and names.get("BYMONTH", [first.month]) == [
        first.month
    ]
    return {"repeats": "yearly"} if is_own and not by_day and "BYSETPOS" not in names else None


def take_series(
    parts: Parts, known: list[date], today: date, left_out: Container[date] = ()
) -> TakenSeries | None:
    """Returns the fields of what is to come of a series, whose first dates are `known`.

    `None` if the fields cannot say it, or if less than two dates are to come.
    """
    coming = list(dropwhile(lambda day: day < today or day in left_out, known))
    if len(coming) <= 1 or (found := fields_of(parts, coming[0])) is None:
        return None
    notes = ["series_from"] if coming[0] != known[0] else []
    is_endless = "COUNT" not in parts and "UNTIL" not in parts
    last = coming[0] + (LONGEST_ENDLESS if is_endless else LONGEST)
    kept = [day for day in coming[:MOST_DATES] if day <= last]
    if len(kept) <= 1:
        return None
    end: Fields = {"repeat_until": kept[-1].isoformat()}
    if len(kept) < len(coming):
        notes.append("series_cut")
    elif "COUNT" in parts:
        end = {"repeat_count": len(kept)}
    return TakenSeries(found | end, coming[0] - known[0], kept, notes)


def put_exceptions(taken: TakenSeries, told: Iterable[DateTold], start: date, end: date | None) -> None:
    """Adds the dates that differ to the fields of a series, whose first start and end, local, are given."""
    days = set(taken.days)
    length = end - start if end is not None else None
    found: dict[date, Fields] = {}
    for one in told:
        if one.day not in days:
            continue
        said, is_all = _fields_of_date(one, start, length)
        if not is_all:
            taken.notes.append(f"exception:{one.day.isoformat()}")
        if said:
            value = {"day": one.day.isoformat(), **said}
            key = str(uuid5(NAMESPACE_OID, value["day"]))
            found[one.day] = {"type": "date", "id": key, "value": value}
    kept = [found[day] for day in sorted(found)]
    if len(kept) > MOST_EXCEPTIONS:
        taken.notes.append("many_exceptions")
    taken.fields["exceptions"] = kept[:MOST_EXCEPTIONS]


def _fields_of_date(one: DateTold, start: date, length: timedelta | None) -> tuple[Fields, bool]:
    """Returns what is said of a date, {} if nothing is, and whether that is all that the calendar says."""
    if one.is_left_out or one.is_cancelled:
        return {"change": "left_out" if one.is_left_out else "cancelled"}, not one.is_other
    is_timed = isinstance(start, datetime)
    if one.start is None or isinstance(one.start, datetime) != is_timed:
        return {}, False
    new: Fields = {}
    if _day(one.start) != one.day:
        new["new_day"] = _day(one.start).isoformat()
    own_length = one.end - one.start if one.end is not None else None
    if isinstance(one.start, datetime) and isinstance(start, datetime):
        if one.start.time() != start.time():
            new["start_time"] = one.start.strftime("%H:%M")
        if (isinstance(one.end, datetime) and own_length != length) or (
            isinstance(one.end, datetime) and "start_time" in new
        ):
            new["end_time"] = one.end.strftime("%H:%M")
        nights = [_nights(each, span) for each, span in ((start, length), (one.start, own_length))]
        is_same_length = nights[0] == nights[1]
    else:
        is_same_length = own_length == length
    return ({"change": "moved", **new} if new else {}), is_same_length and not one.is_other


def _day(value: date) -> date:
    return value.date() if isinstance(value, datetime) else value


def _nights(start: datetime, length: timedelta | None) -> int:
    return ((start + length).date() - start.date()).days if length is not None else 0
