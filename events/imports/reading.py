"""Reads an .ics in a child process with limits on time and memory: calendars of others may be hostile.

Bounded before it is parsed: size, number of components, depth. A rule is never expanded: of a series the next date is
taken, from the first 2,000 of a rule by days, weeks, months or years.
"""

import json
import sys
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, date, datetime, timedelta, tzinfo
from hashlib import sha256
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr
from icalendar import Calendar
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from fedcms.core.child_process import ChildFailedError, limit_child, run_child

MOST_BYTES = 1_000_000
MOST_COMPONENTS, DEEPEST = 2_000, 4
MOST_EVENTS = 300
MOST_STEPS = 2_000
LONGEST_TEXT, LONGEST_ADDRESS = 5_000, 200
SECONDS = 15
_CALM = {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"}
_FAILURES = (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError)


@dataclass
class ReadEvent:
    """An event of a calendar as plain values. `problem` is the code of why it is left out; `notes` of what is lost.

    `series` is a digest of the rule of a series: while it stays, another next date is no change of the calendar.
    """

    uid: str
    title: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    description: str = ""
    problem: str = ""
    notes: list[str] = field(default_factory=list)
    series: str = ""


class UnreadableCalendarError(Exception):
    """Raised with a code when a calendar cannot be read."""


def read_apart(body: bytes, zone: str) -> list[ReadEvent]:
    """Returns the events of a calendar, floating hours in `zone`. Raises `UnreadableCalendarError`."""
    if len(body) > MOST_BYTES:
        raise UnreadableCalendarError("big")
    try:
        told = run_child(__name__, zone, given=body, seconds=SECONDS)
    except ChildFailedError as error:
        raise UnreadableCalendarError("hostile") from error
    if not isinstance(told, list):
        raise UnreadableCalendarError(str(told))
    return [ReadEvent(**row) for row in told]


def _check(text: str) -> None:
    """Raises `UnreadableCalendarError` for what no honest calendar is."""
    depth = components = 0
    for line in text.splitlines():
        word = line[:6].upper()
        depth += word == "BEGIN:"
        components += word == "BEGIN:"
        depth -= line[:4].upper() == "END:"
        if depth > DEEPEST or components > MOST_COMPONENTS:
            raise UnreadableCalendarError("hostile")
    if "BEGIN:VCALENDAR" not in text[:2000].upper():
        raise UnreadableCalendarError("no_calendar")


def read(body: bytes, zone: ZoneInfo, now: datetime) -> list[ReadEvent]:
    """Returns the events of a calendar, the first 300. Raises `UnreadableCalendarError`."""
    text = body.decode("utf-8-sig", "replace").replace("\0", "")
    _check(text)
    try:
        calendars = Calendar.from_ical(text, multiple=True)
    except _FAILURES as error:
        raise UnreadableCalendarError("broken") from error
    events = [event for calendar in calendars for event in calendar.walk("VEVENT")]
    found = [_read_event(event, zone, now) for event in events[:MOST_EVENTS]]
    return [*found, *(ReadEvent("", problem="many") for _one in events[MOST_EVENTS : MOST_EVENTS + 1])]


def _text(event: Any, name: str, longest: int = LONGEST_TEXT) -> str:
    value = event.get(name, "")
    return " ".join(str(value[0] if isinstance(value, list) and value else value).split(" "))[
        :longest
    ].strip()


def _read_event(event: Any, zone: ZoneInfo, now: datetime) -> ReadEvent:
    found = ReadEvent(uid=_text(event, "UID", 255), title=" ".join(_text(event, "SUMMARY", 250).split()))
    try:
        if problem := _problem(event, found):
            # Nothing is kept of what is private: editors of the section read the report.
            return ReadEvent("", problem=problem) if problem == "private" else replace(found, problem=problem)
        start, end = _span(event)
        if "RRULE" in event or "RDATE" in event:
            found.notes.append("series")
            found.series = _series(event)
            start, end = _next(event, start, end, now, found.notes)
        found.values = _dates(event, start, end, zone, found.notes) | _details(event, found.notes)
        found.description = _text(event, "DESCRIPTION")
    except _FAILURES:
        found.problem = "broken"
    return found


def _problem(event: Any, found: ReadEvent) -> str:
    if _text(event, "CLASS").upper() not in ("", "PUBLIC"):
        return "private"
    if "RECURRENCE-ID" in event:
        return "occurrence"
    return "no_uid" if not found.uid else "no_title" if not found.title else ""


def _span(event: Any) -> tuple[date, date | None]:
    start = _by_windows(event, "DTSTART")
    if "DTEND" in event:
        return start, _by_windows(event, "DTEND")
    return start, start + event.decoded("DURATION") if "DURATION" in event else None


def _by_windows(event: Any, name: str) -> date:
    """Returns a date; hours in a zone of Windows are those of its city, whatever the file's own rules say."""
    moment: date = event.decoded(name)
    key = WINDOWS_TO_OLSON.get(str(event[name].params.get("TZID", "")))
    return moment.replace(tzinfo=ZoneInfo(key)) if key and isinstance(moment, datetime) else moment


def _series(event: Any) -> str:
    """Returns a digest of what a series says of its dates."""
    told = {
        name: [(sorted(one.params.items()), str(one.to_ical())) for one in values]
        for name in ("DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE")
        if (values := _each(event, name))
    }
    return sha256(json.dumps(told).encode()).hexdigest()[:32]


def _each(event: Any, name: str) -> list[Any]:
    told = event.get(name, [])
    return told if isinstance(told, list) else [told]


def _next(
    event: Any, start: date, end: date | None, now: datetime, notes: list[str]
) -> tuple[date, date | None]:
    """Returns the next date of a series that is not left out (EXDATE), or its first one."""
    rule = next(iter(_each(event, "RRULE")), None)
    if (
        rule is None
        or str(rule.get("FREQ", [""])[0]).upper() not in _CALM
        or "BYSECOND" in rule
        or "BYMINUTE" in rule
    ):
        return start, end
    own = start.tzinfo if isinstance(start, datetime) else None
    naive = _naive(start)
    rule = {name: value for name, value in rule.items() if name != "UNTIL"} | {
        name: [_naive(value[0], own)] for name, value in rule.items() if name == "UNTIL"
    }
    words = ";".join(f"{name}={_rule_value(value)}" for name, value in rule.items())
    left_out = {_naive(moment, own) for moment in _exceptions(event)}
    days = (day for day in islice(rrulestr(words, dtstart=naive), MOST_STEPS) if day not in left_out)
    since = now.astimezone(own).replace(tzinfo=None) if own else _naive(now.date())
    coming = next((day for day in days if day >= since), None)
    if coming is None:
        notes[:] = ["no_next"]
        return start, end
    shift = coming - naive
    return start + shift, None if end is None else end + shift


def _rule_value(value: list[Any]) -> str:
    return ",".join(f"{each:%Y%m%dT%H%M%S}" if isinstance(each, date) else str(each) for each in value)


def _exceptions(event: Any) -> list[date]:
    return [each.dt for one in _each(event, "EXDATE") for each in one.dts]


def _naive(moment: date, own: tzinfo | None = None) -> datetime:
    """Returns the hour that clocks show in the zone `own`: UNTIL and EXDATE are often told in UTC."""
    if isinstance(moment, datetime):
        if own is not None and moment.tzinfo is not None:
            moment = moment.astimezone(own)
        return moment.replace(tzinfo=None)
    return datetime(moment.year, moment.month, moment.day)  # noqa: DTZ001  # a day of a calendar


def _dates(event: Any, start: date, end: date | None, zone: ZoneInfo, notes: list[str]) -> dict[str, Any]:
    """Returns days, hours and zone. A zone without an IANA name is read by its offset, and told in the section's."""
    if not isinstance(start, datetime):
        last = end - timedelta(days=1) if end is not None else start
        return {
            "starts_on": start.isoformat(),
            "start_time": None,
            "ends_on": last.isoformat() if last > start else None,
            "end_time": None,
            "time_zone": str(zone),
        }
    own = zone
    if start.tzinfo is None:
        if "TZID" in event["DTSTART"].params:
            notes.append("unknown_zone")
    elif isinstance(start.tzinfo, ZoneInfo) and start.tzinfo.key not in ("UTC", "Etc/UTC", "GMT"):
        own = start.tzinfo
    begins = start.replace(tzinfo=own) if start.tzinfo is None else start.astimezone(own)
    values = {
        "starts_on": begins.date().isoformat(),
        "start_time": begins.strftime("%H:%M"),
        "ends_on": None,
        "end_time": None,
        "time_zone": own.key,
    }
    if isinstance(end, datetime):
        ends = end.replace(tzinfo=own) if end.tzinfo is None else end.astimezone(own)
        if ends > begins:
            values["ends_on"] = ends.date().isoformat() if ends.date() != begins.date() else None
            values["end_time"] = ends.strftime("%H:%M")
    return values


def _details(event: Any, notes: list[str]) -> dict[str, Any]:
    geo = event.get("GEO")
    online = _text(event, "CONFERENCE")
    if len(online) > LONGEST_ADDRESS:
        notes.append("long_link")
        online = ""
    return {
        "status": "cancelled" if _text(event, "STATUS").upper() == "CANCELLED" else "scheduled",
        "venue_name": " ".join(_text(event, "LOCATION", 150).split()),
        "latitude": geo.latitude if geo else None,
        "longitude": geo.longitude if geo else None,
        "online_url": online if online.startswith("https://") else "",
    }


def main() -> None:
    """Runs in the child: reads the calendar from stdin, writes JSON to stdout: events, or the code of a failure."""
    limit_child(SECONDS)
    try:
        told: object = [
            asdict(each) for each in read(sys.stdin.buffer.read(), ZoneInfo(sys.argv[1]), datetime.now(UTC))
        ]
    except UnreadableCalendarError as error:
        told = str(error)
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main()
