"""Reads an .ics in a child process with limits on time and memory: calendars of others may be hostile.

Bounded before it is parsed: size, number of components, depth. Of a rule by days, weeks, months or years the first
2,000 dates are looked at; where the fields of a page cannot say it, its next date is taken.
"""

import json
import sys
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Calendar

from events.imports.components import (
    is_cancelled,
    is_public,
    language_of,
    local_of,
    organiser_of,
    own_zone,
    span_of,
    text_of,
    words_of,
)
from events.imports.series import digest_of, next_date, rule_words, take
from fedcms.core.child_process import ChildFailedError, limit_child, run_child

MOST_BYTES = 1_000_000
MOST_COMPONENTS, DEEPEST = 2_000, 4
MOST_EVENTS = 300
LONGEST_ADDRESS, LONGEST_PLACE = 200, 1_000
LONGEST_LINK, LONGEST_NAME = 2_000, 250
LONGEST_CATEGORY, MOST_CATEGORIES = 80, 30
SECONDS = 15
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
    language: str = ""
    """The code of the language of its title, if the calendar says it: "fr" of "fr-CA"."""
    categories: list[str] = field(default_factory=list)
    link: str = ""
    """The address of its page elsewhere, with http or https."""


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
    series = {
        text_of(event, "UID", 255) for event in events if "RRULE" in event and "RECURRENCE-ID" not in event
    }
    dates: dict[str, list[Any]] = {}
    for event in events:
        if "RECURRENCE-ID" in event and (uid := text_of(event, "UID", 255)) in series:
            dates.setdefault(uid, []).append(event)
    # Dates of a series are read with it.
    events = [one for one in events if "RECURRENCE-ID" not in one or text_of(one, "UID", 255) not in series]
    found = [
        _read_event(event, zone, now, dates.get(text_of(event, "UID", 255), []))
        for event in events[:MOST_EVENTS]
    ]
    return [*found, *(ReadEvent("", problem="many") for _one in events[MOST_EVENTS : MOST_EVENTS + 1])]


def _read_event(event: Any, zone: ZoneInfo, now: datetime, dates: list[Any]) -> ReadEvent:
    found = ReadEvent(uid=text_of(event, "UID", 255), title=" ".join(text_of(event, "SUMMARY", 250).split()))
    try:
        if problem := _problem(event, found):
            # Nothing is kept of what is private: editors of the section read the report.
            return ReadEvent("", problem=problem) if problem == "private" else replace(found, problem=problem)
        start, end = span_of(event)
        if "RRULE" in event or "RDATE" in event:
            found.series = digest_of(event, dates)
            taken = take(event, start, end, zone, now, dates)
            if taken is not None:
                start, end = start + taken.shift, None if end is None else end + taken.shift
                found.values, found.notes = taken.fields, taken.notes
            else:
                found.notes.append(f"series:{rule_words(event)[:200]}")
                start, end = next_date(event, start, end, now, found.notes, dates)
        found.values |= _dates(event, start, end, zone, found.notes) | _details(event, found.notes)
        found.description = text_of(event, "DESCRIPTION")
        found.language = language_of(event, "SUMMARY")
        found.categories = words_of(event, "CATEGORIES", LONGEST_CATEGORY, MOST_CATEGORIES)
        link = text_of(event, "URL")
        if link.startswith(("https://", "http://")) and len(link) <= LONGEST_LINK:
            found.link = link
    except _FAILURES:
        found.problem = "broken"
    return found


def _problem(event: Any, found: ReadEvent) -> str:
    if not is_public(event):
        return "private"
    if "RECURRENCE-ID" in event:
        return "occurrence"
    return "no_uid" if not found.uid else "no_title" if not found.title else ""


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
    own = own_zone(start, zone)
    if start.tzinfo is None and "TZID" in event["DTSTART"].params:
        notes.append("unknown_zone")
    begins = local_of(start, own)
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
    online = text_of(event, "CONFERENCE")
    if len(online) > LONGEST_ADDRESS:
        notes.append("long_link")
        online = ""
    return {
        "status": "cancelled" if is_cancelled(event) else "scheduled",
        "location": text_of(event, "LOCATION", LONGEST_PLACE),
        "latitude": geo.latitude if geo else None,
        "longitude": geo.longitude if geo else None,
        "organisers": organiser_of(event, LONGEST_NAME),
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
