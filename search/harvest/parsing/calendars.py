"""Calendars (RFC 5545), read by icalendar. A series is one item, with the day of its first occurrence."""

from datetime import date, datetime, timedelta, tzinfo
from typing import Any

from icalendar import Calendar

from search.harvest.harvested_items import Context, FoundItem, Parsed
from search.harvest.item_addresses import clean_address
from search.harvest.parsing.text import (
    PLACE,
    SUMMARY,
    TITLE,
    decoded,
    plain_text,
    possible,
    start_of,
    title_or_beginning,
)

FORMAT = "icalendar"
BEGINNING = "BEGIN:VCALENDAR"
# What icalendar raises on broken input, as its own tests and fuzzing name it.
FAILURES = (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError)


def parse_calendar(body: bytes, context: Context) -> Parsed | None:
    """Returns the events of a calendar; None when the document is no calendar. Unreadable events are left out."""
    text = decoded(body, context.content_type)
    if BEGINNING not in text[:2000].upper():
        return None
    try:
        calendars = Calendar.from_ical(text, multiple=True)
    except FAILURES:
        return None
    items: list[FoundItem] = []
    for read in calendars:
        for event in read.walk("VEVENT"):
            # An event with RECURRENCE-ID is a changed occurrence of a series, which is one item already.
            if len(items) < context.limit and "RECURRENCE-ID" not in event:
                item = _item(event, context)
                items += [item] if item else []
    return Parsed(FORMAT, items)


def _text(event: Any, name: str, limit: int) -> str:
    value = event.get(name, "")
    return plain_text(str(value[0] if isinstance(value, list) and value else value), limit)


def _aware(value: date, zone: tzinfo) -> datetime:
    """Returns a date of a calendar as an aware moment: a day is its beginning; without a zone, `zone` applies."""
    if not isinstance(value, datetime):
        return start_of(value, zone)
    return value if value.tzinfo else value.replace(tzinfo=zone)


def _end(event: Any, begins: date, zone: tzinfo) -> datetime | None:
    """Returns when an event is over (RFC 5545, 3.6.1: a day without end lasts until the next), None if it never is.

    A series ends at the UNTIL of its rule.
    """
    if "RRULE" in event:
        until = event["RRULE"].get("UNTIL")
        return _aware(until[0], zone) if until else None
    if "DTEND" in event:
        return _aware(event.decoded("DTEND"), zone)
    if "DURATION" in event:
        duration: timedelta = event.decoded("DURATION")
        return _aware(begins, zone) + duration
    return _aware(begins, zone) + (timedelta(0) if isinstance(begins, datetime) else timedelta(days=1))


def _is_private(event: Any) -> bool:
    """Returns whether an event is not public (RFC 5545, 3.8.1.3): any CLASS but PUBLIC, also an unknown one."""
    said = event.get("CLASS", "PUBLIC")
    words = said if isinstance(said, list) else [said]
    return any(str(word).strip().upper() != "PUBLIC" for word in words)


def _item(event: Any, context: Context) -> FoundItem | None:
    is_private = _is_private(event)
    try:
        begins = event.decoded("DTSTART")
        day = begins if isinstance(begins, date) and not isinstance(begins, datetime) else None
        moment = possible(_aware(begins, context.time_zone))
        summary = _text(event, "DESCRIPTION", SUMMARY)
        title = event.get("SUMMARY", "")
        return FoundItem(
            guid=str(event.get("UID", "")),
            address=clean_address(str(event.get("URL", "")), context.address),
            title=title_or_beginning(_text(event, "SUMMARY", TITLE), summary),
            summary=summary,
            language=str(getattr(title, "params", {}).get("LANGUAGE", "")),
            date=moment,
            day=day if moment else None,
            ends_at=possible(_end(event, begins, context.time_zone)) if moment else None,
            place=_text(event, "LOCATION", PLACE),
            status="cancelled" if str(event.get("STATUS", "")).upper() == "CANCELLED" else "",
            is_private=is_private,
        )
    except FAILURES:
        # An event that has become private must be deleted, even if nothing but its UID can be read.
        return FoundItem(str(event.get("UID", "")), "", "", is_private=True) if is_private else None
