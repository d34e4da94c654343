"""Reads texts, dates and zones of one component of a calendar. Runs in the child process, so it knows no Django."""

from datetime import date, datetime, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

LONGEST_TEXT = 5_000


def text_of(event: Any, name: str, longest: int = LONGEST_TEXT) -> str:
    """Returns a text in one line of words, cut where it is too long; "" without one."""
    value = event.get(name, "")
    return " ".join(str(value[0] if isinstance(value, list) and value else value).split(" "))[
        :longest
    ].strip()


def language_of(event: Any, name: str) -> str:
    """Returns the code of the language of a text (RFC 5545, 3.2.10), without that of a country; "" if none is told."""
    value = event.get(name, "")
    first = value[0] if isinstance(value, list) and value else value
    told = str(getattr(first, "params", {}).get("LANGUAGE", ""))
    return told.replace("_", "-").partition("-")[0].lower()[:12]


def words_of(event: Any, name: str, longest: int, most: int) -> list[str]:
    """Returns the words of a property that lists some, of all its lines (CATEGORIES); those too long are left out."""
    words = [
        " ".join(str(word).split()) for each in each_of(event, name) for word in getattr(each, "cats", [each])
    ]
    return [word for word in words if word and len(word) <= longest][:most]


def organiser_of(event: Any, longest: int) -> str:
    """Returns the name of who organises (CN of ORGANIZER); "" without a name: an address alone is nobody's to show."""
    told = each_of(event, "ORGANIZER")
    name = " ".join(str(getattr(told[0], "params", {}).get("CN", "")).split()) if told else ""
    return "" if "@" in name else name[:longest]


def is_public(event: Any) -> bool:
    """Returns whether a calendar says that everybody may know of a component (RFC 5545, 3.8.1.3)."""
    return text_of(event, "CLASS").upper() in ("", "PUBLIC")


def is_cancelled(event: Any) -> bool:
    """Returns whether a component does not take place."""
    return text_of(event, "STATUS").upper() == "CANCELLED"


def span_of(event: Any) -> tuple[date, date | None]:
    """Returns start and end as the calendar writes them; no end if it says none."""
    start = date_of(event, "DTSTART")
    if "DTEND" in event:
        return start, date_of(event, "DTEND")
    return start, start + event.decoded("DURATION") if "DURATION" in event else None


def date_of(event: Any, name: str) -> date:
    """Returns a date; hours in a zone of Windows are those of its city, whatever the file's own rules say."""
    moment: date = event.decoded(name)
    key = WINDOWS_TO_OLSON.get(str(event[name].params.get("TZID", "")))
    return moment.replace(tzinfo=ZoneInfo(key)) if key and isinstance(moment, datetime) else moment


def each_of(event: Any, name: str) -> list[Any]:
    """Returns all properties of a name."""
    told = event.get(name, [])
    return told if isinstance(told, list) else [told]


def own_zone(start: datetime, zone: ZoneInfo) -> ZoneInfo:
    """Returns the zone in which a page tells an hour: its own by IANA's name, else that of the section."""
    own = start.tzinfo
    return own if isinstance(own, ZoneInfo) and own.key not in ("UTC", "Etc/UTC", "GMT") else zone


def local_of(moment: datetime, zone: ZoneInfo) -> datetime:
    """Returns a moment in a zone; an hour without a zone is that of this one."""
    return moment.replace(tzinfo=zone) if moment.tzinfo is None else moment.astimezone(zone)


def naive_of(moment: date, own: tzinfo | None = None) -> datetime:
    """Returns the hour that clocks show in the zone `own`: UNTIL and EXDATE are often told in UTC."""
    if isinstance(moment, datetime):
        if own is not None and moment.tzinfo is not None:
            moment = moment.astimezone(own)
        return moment.replace(tzinfo=None)
    return datetime(moment.year, moment.month, moment.day)  # noqa: DTZ001  # a day of a calendar
