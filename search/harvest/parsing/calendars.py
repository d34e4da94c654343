"""Calendars (RFC 5545), read by icalendar. A series is one item, with the day of its first occurrence."""

from datetime import date, datetime
from typing import Any

from icalendar import Calendar

from search.harvest.addresses import clean_address
from search.harvest.items import Context, FoundItem, Parsed
from search.harvest.parsing.text import (
    PLACE,
    SUMMARY,
    TITLE,
    plain_text,
    possible,
    start_of,
    title_or_beginning,
)

FORMAT = "icalendar"
BEGINNING = b"BEGIN:VCALENDAR"
# What icalendar raises on broken input, as its own tests and fuzzing name it.
FAILURES = (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError)


def parse_calendar(body: bytes, context: Context) -> Parsed | None:
    """The events of a calendar; `None` when it is none. An event that cannot be read is left out."""
    if BEGINNING not in body[:2000].upper():
        return None
    try:
        calendars = Calendar.from_ical(_decoded(body), multiple=True)
    except FAILURES:
        return None
    items: list[FoundItem] = []
    for read in calendars:
        for event in read.walk("VEVENT"):
            # A changed occurrence of a series belongs to it.
            if len(items) < context.limit and "RECURRENCE-ID" not in event:
                item = _item(event, context)
                items += [item] if item else []
    return Parsed(FORMAT, items)


def _decoded(body: bytes) -> str:
    """UTF-8 as the RFC demands, or what old calendars on Windows write."""
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return body.decode("cp1252", "replace")


def _text(event: Any, name: str, limit: int) -> str:
    value = event.get(name, "")
    return plain_text(str(value[0] if isinstance(value, list) and value else value), limit)


def _item(event: Any, context: Context) -> FoundItem | None:
    try:
        begins = event.decoded("DTSTART")
        day = begins if isinstance(begins, date) and not isinstance(begins, datetime) else None
        if day:
            begins = start_of(day, context.time_zone)
        elif begins.tzinfo is None:
            begins = begins.replace(tzinfo=context.time_zone)
        moment = possible(begins)
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
            place=_text(event, "LOCATION", PLACE),
            status="cancelled" if str(event.get("STATUS", "")).upper() == "CANCELLED" else "",
        )
    except FAILURES:
        return None
