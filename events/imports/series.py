"""Reads the dates of a series: as the fields of a page say them, or else the next one. Knows no Django."""

import json
from collections.abc import Callable
from datetime import date, datetime, timedelta, tzinfo
from hashlib import sha256
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr

from events.imports.components import (
    date_of,
    each_of,
    is_cancelled,
    is_public,
    local_of,
    naive_of,
    own_zone,
    span_of,
    text_of,
)
from events.imports.repetition import DateTold, TakenSeries, put_exceptions, take_series

MOST_STEPS = 2_000
_CALM = {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"}


def digest_of(event: Any, dates: list[Any]) -> str:
    """Returns a digest of what a series says of its dates."""
    names = ("DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID", "STATUS")
    told = [
        {
            name: [(sorted(one.params.items()), str(one.to_ical())) for one in values]
            for name in (names if part is not event else names[:6])
            if (values := each_of(part, name))
        }
        for part in (event, *dates)
    ]
    return sha256(json.dumps(told if dates else told[0]).encode()).hexdigest()[:32]


def take(
    event: Any, start: date, end: date | None, zone: ZoneInfo, now: datetime, dates: list[Any]
) -> TakenSeries | None:
    """Returns a series as the fields of a page say it, by the clock of the page's zone; `None` if they cannot."""
    rules = each_of(event, "RRULE")
    own = start.tzinfo if isinstance(start, datetime) else None
    if len(rules) != 1 or "RDATE" in event or not _is_calm(rules[0]):
        return None
    ours = own_zone(start, zone) if isinstance(start, datetime) else zone

    def local(moment: date) -> date:
        """Returns what clocks show in the page's zone."""
        return local_of(moment, ours).replace(tzinfo=None) if isinstance(moment, datetime) else moment

    def day(moment: date) -> date:
        told = local(moment)
        return told.date() if isinstance(told, datetime) else told

    naive = naive_of(start)
    found = (moment.date() for moment in rrulestr(_rule_text(rules[0], own), dtstart=naive))
    days = list(islice(found, MOST_STEPS))
    if days[:1] != [naive.date()]:
        return None  # The first date is none of the rule's.
    left_out = [day(each) for each in _exceptions(event)]
    taken = take_series(rules[0], days, now.astimezone(ours).date(), set(left_out))
    is_shifted = any(_wall_day(each, naive, own, ours) != each for each in taken.days) if taken else False
    if taken is None or is_shifted:
        return None
    if isinstance(own, tzinfo) and own is not ours and ours.key != str(own):
        taken.notes.append("fixed_hour")
    told = [DateTold(each, None, None, is_left_out=True) for each in left_out]
    told += [_told_date(one, event, local, day) for one in dates]
    put_exceptions(taken, told, local(start + taken.shift), None if end is None else local(end + taken.shift))
    return taken


def _wall_day(day: date, naive: datetime, own: tzinfo | None, ours: ZoneInfo) -> date:
    """Returns on which day in the page's zone a date of a series is, whose hour is in another zone."""
    moment = datetime.combine(day, naive.time(), tzinfo=own)
    return moment.astimezone(ours).date() if own is not None else day


def _told_date(one: Any, event: Any, local: Callable[[date], date], day: Callable[[date], date]) -> DateTold:
    """Returns what a calendar says of one date. Nothing of one that is private, but that it is not public."""
    identity = day(date_of(one, "RECURRENCE-ID"))
    if not is_public(one):
        return DateTold(identity, None, None, is_left_out=True, is_other=True)
    is_other = "RANGE" in one["RECURRENCE-ID"].params or any(
        text_of(one, name) != text_of(event, name) for name in ("SUMMARY", "LOCATION", "DESCRIPTION")
    )
    if is_cancelled(one):
        return DateTold(identity, None, None, is_cancelled=True)
    start, end = span_of(one)
    return DateTold(identity, local(start), None if end is None else local(end), is_other=is_other)


def next_date(
    event: Any, start: date, end: date | None, now: datetime, notes: list[str], dates: list[Any]
) -> tuple[date, date | None]:
    """Returns the next date of a series that takes place, or its first one.

    Dates that are left out (EXDATE), cancelled or private do not; what the calendar says of other coming dates
    (RECURRENCE-ID) is noted, a line each.
    """
    rule = next(iter(each_of(event, "RRULE")), None)
    if rule is None or not _is_calm(rule):
        return start, end
    own = start.tzinfo if isinstance(start, datetime) else None
    naive = naive_of(start)
    words = _rule_text(rule, own)
    left_out = {naive_of(moment, own) for moment in _exceptions(event)}
    days = (day for day in islice(rrulestr(words, dtstart=naive), MOST_STEPS) if day not in left_out)
    since = now.astimezone(own).replace(tzinfo=None) if own else naive_of(now.date())
    told = {naive_of(date_of(one, "RECURRENCE-ID"), own): one for one in dates}
    # Of so many coming dates at least one is as the rule has it.
    coming = list(islice((day for day in days if day >= since), len(told) + 1))
    held = [spans for day in coming if (spans := _held(told.get(day), start, end, day - naive)) is not None]
    if not held:
        notes[:] = ["no_next"]
        return start, end
    found = min(held, key=lambda spans: naive_of(spans[0], own))
    others = [
        day for day in sorted(told) if day >= since and _held(told[day], start, end, day - naive) != found
    ]
    notes += [f"exception:{day.date().isoformat()}" for day in others]
    return found


def _held(one: Any, start: date, end: date | None, shift: timedelta) -> tuple[date, date | None] | None:
    """Returns a date of a series as the calendar says it, else as the rule does; `None` if it does not take place."""
    if one is None:
        return start + shift, None if end is None else end + shift
    return span_of(one) if is_public(one) and not is_cancelled(one) else None


def _is_calm(rule: Any) -> bool:
    """Returns whether a rule is one that may be expanded."""
    is_of_days = str(rule.get("FREQ", [""])[0]).upper() in _CALM
    return is_of_days and "BYSECOND" not in rule and "BYMINUTE" not in rule


def _rule_text(rule: Any, own: tzinfo | None) -> str:
    """Returns a rule for dateutil, its end by the clock of the series."""
    told = {name: [naive_of(value[0], own)] if name == "UNTIL" else value for name, value in rule.items()}
    return ";".join(f"{name}={_rule_value(value)}" for name, value in told.items())


def rule_words(event: Any) -> str:
    """Returns the rule or the dates of a series as the calendar writes them, for the report."""
    return "; ".join(one.to_ical().decode() for name in ("RRULE", "RDATE") for one in each_of(event, name))


def _rule_value(value: list[Any]) -> str:
    return ",".join(f"{each:%Y%m%dT%H%M%S}" if isinstance(each, date) else str(each) for each in value)


def _exceptions(event: Any) -> list[date]:
    return [each.dt for one in each_of(event, "EXDATE") for each in one.dts]
