"""Two libraries that did not write our calendars expand a series as we do: ical, and ical.js in Node.

Over both changes of the hour, in zones of four continents; nights through the change, hours that come twice or never,
with dates left out, cancelled and moved.
"""

from collections.abc import Iterator
from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation
from ical.calendar_stream import IcsCalendarStream

from events.ical.feeds import calendar_of_page
from events.models import EventPage
from tests.events.test_repetition import exception
from tests.events.test_two_readers import YEAR, ZONES, as_told, changes_of, event, in_utc, read_by_node

pytestmark = [pytest.mark.django_db, pytest.mark.node]
Times = list[list[str]]


def series_of(name: str) -> Iterator[EventPage]:
    """Series of a zone that are not saved."""
    zone = ZoneInfo(name)
    for day in changes_of(zone) or [date(YEAR, 3, 28)]:
        before = day - timedelta(days=14)
        yield series(zone, before, time(9), time(17, 30))
        yield series(zone, before - timedelta(days=1), time(22), time(8), nights=1)
        yield series(zone, before, None, None, nights=1)
        yield series(
            zone, before, time(2, 30), time(4), repeats="weekly", repeat_days=f"{before:%a}".upper()[:2]
        )
        yield series(zone, before, time(9), time(10), exceptions=said(before))
        yield series(zone, before, None, None, exceptions=said(before, hours=False))
    for rule in ("monthly_day", "monthly_weekday", "yearly"):
        yield series(zone, date(YEAR, 2, 9), time(9), time(10, 30), repeats=rule, repeat_count=3)
    yield series(zone, date(YEAR, 1, 31), time(9), None, repeats="monthly_last", repeat_count=12)
    yield series(
        zone, date(YEAR, 1, 4), time(9), time(10), repeat_interval=2, repeat_days="MO,WE", repeat_count=30
    )
    yield series(
        zone, date(YEAR, 1, 4), time(23), time(23, 30), repeat_count=None, repeat_until=date(YEAR, 4, 26)
    )


def said(first: date, hours: bool = True) -> list[dict[str, object]]:
    """The first date is left out, the second cancelled, the third moved."""
    days = [f"{first + timedelta(days=7 * number)}" for number in range(3)]
    more = {"start_time": "14:00:00", "end_time": "15:00:00"} if hours else {}
    moved = exception(days[2], "moved", new_day=f"{first + timedelta(days=16)}", **more)
    return [exception(days[0], "left_out"), exception(days[1], "cancelled"), moved]


def series(
    zone: ZoneInfo, day: date, start: time | None, end: time | None, *, nights: int = 0, **fields: object
) -> EventPage:
    page = event(zone, day, start, day + timedelta(days=nights) if nights else None, end)
    for name, value in ({"repeats": "weekly", "repeat_count": 5} | fields).items():
        setattr(page, name, value)
    page.clean()
    return page


def meant(page: EventPage) -> Times:
    """The dates that a program should find."""
    found = []
    for one in page.occurrences:
        if page.is_all_day:
            times = [one.starts_on.isoformat(), one.ends_at.date().isoformat()]
        else:
            times = [in_utc(one.starts_at), in_utc(one.ends_at if one.end_time else one.starts_at)]
        found.append([*times, *(["CANCELLED"] if one.is_cancelled else [])])
    return sorted(found)


def expanded_by_ical(text: str, zone: ZoneInfo) -> Times:
    (calendar,) = IcsCalendarStream.from_ics(text).calendars
    found = []
    for one in calendar.timeline_tz(zone):
        state = [one.status.value] if one.status and one.status.value == "CANCELLED" else []
        found.append([as_told(one.dtstart), as_told(one.dtend or one.dtstart), *state])
    return sorted(found)


def test_both_expand_the_dates_that_were_meant() -> None:
    pages = [page for name in ZONES for page in series_of(name)]
    with translation.override("fr"):
        texts = {str(page.translation_key): calendar_of_page(page, "fr").body.decode() for page in pages}
    by_node = read_by_node(texts)
    for page in pages:
        key = str(page.translation_key)
        text, zone = texts[key], ZoneInfo(str(page.time_zone))
        told = f"{zone.key} {page.repeats} {page.start_time}\n{text}"
        assert isinstance(by_node[key], list), told
        (read,) = by_node[key]
        assert sorted(read["occurrences"]) == meant(page), f"ical.js {told}"  # type: ignore[call-overload]  # JSON
        assert expanded_by_ical(text, zone) == meant(page), f"ical {told}"
    assert len(pages) > 100
