"""Zones of Windows, and the next date of a series, are read as those mean them who wrote the calendar."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from events.imports.reading import ReadEvent, read
from tests.events.calendar_imports import calendar, event

NOW = datetime(2027, 6, 25, tzinfo=UTC)
ZONE = """BEGIN:VTIMEZONE
TZID:{name}
BEGIN:STANDARD
DTSTART:16010101T000000
TZOFFSETFROM:{offset}
TZOFFSETTO:{offset}
END:STANDARD
END:VTIMEZONE
"""


def one(*lines: str, zones: str = "") -> ReadEvent:
    """The event of a calendar as it is read on 25 June 2027 in Paris."""
    (found,) = read(calendar(event("a", *lines), zones=zones), ZoneInfo("Europe/Paris"), NOW)
    assert not found.problem
    return found


@pytest.mark.parametrize(
    ("name", "offset", "city"),
    [
        ("Tokyo Standard Time", "+0900", "Asia/Tokyo"),
        # The file says one hour before UTC the whole year; clocks in Morocco show UTC in Ramadan.
        ("Morocco Standard Time", "+0100", "Africa/Casablanca"),
    ],
)
def test_a_zone_of_windows_is_that_of_its_city(name: str, offset: str, city: str) -> None:
    found = one(
        f"DTSTART;TZID={name}:20270215T090000",
        f"DTEND;TZID={name}:20270215T100000",
        zones=ZONE.format(name=name, offset=offset),
    )
    told = [found.values[key] for key in ("start_time", "end_time", "time_zone")]
    assert told == ["09:00", "10:00", city]


@pytest.mark.parametrize(
    ("rule", "day"),
    [
        (["RRULE:FREQ=YEARLY;UNTIL=20270704T070000Z"], "2027-07-04"),
        (["RRULE:FREQ=YEARLY", "EXDATE:20270704T070000Z"], "2028-07-04"),
    ],
)
def test_moments_in_utc_are_compared_by_the_clock_of_the_series(rule: list[str], day: str) -> None:
    assert one("DTSTART;TZID=Europe/Paris:20240704T090000", *rule).values["starts_on"] == day


def test_a_series_without_a_coming_date_says_so() -> None:
    found = one("DTSTART:20240704T090000Z", "RRULE:FREQ=DAILY;COUNT=3")
    assert (found.values["starts_on"], found.notes) == ("2024-07-04", ["no_next"])


def test_an_address_is_taken_whole_or_not() -> None:
    start, link = "DTSTART:20270704T090000Z", "https://meet.example/"
    assert one(start, f"CONFERENCE:{link}").values["online_url"] == link
    long = one(start, f"CONFERENCE:{link}{'x' * 200}")
    assert (long.values["online_url"], long.notes) == ("", ["long_link"])
