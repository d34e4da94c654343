"""Two libraries that did not write our calendars read them without error or difference: ical, and ical.js in Node.

Around both changes of the hour, in zones of four continents, Morocco's Ramadan among them. One process of Node in all.
"""

import json
import subprocess
import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone, translation
from ical.calendar_stream import IcsCalendarStream
from ical.event import Event

from clusters.models import Cluster
from events.ical.feeds import calendar_of_page
from events.models import EventPage
from tests.factories import make_event
from tests.served.site import ROOT
from tests.served.tools import need, node_file

pytestmark = [pytest.mark.django_db, pytest.mark.node]
ZONES = (
    *("Europe/Paris", "Europe/London", "Africa/Casablanca", "Africa/Dakar", "Africa/Cairo"),
    *("America/Toronto", "America/Sao_Paulo", "Asia/Beirut", "Asia/Kathmandu", "Asia/Tokyo"),
)
PUBLISHED = datetime(2026, 11, 2, 8, 30, 5, tzinfo=UTC)
YEAR = 2027
Read = list[dict[str, object]]


def changes_of(zone: ZoneInfo) -> list[date]:
    """The days of the year on which a zone changes its hour."""
    noons = [datetime(YEAR, 1, 1, 12, tzinfo=zone) + timedelta(days=number) for number in range(365)]
    return [after.date() for before, after in pairwise(noons) if before.utcoffset() != after.utcoffset()]


def events_of(name: str) -> Iterator[EventPage]:
    """Events of a zone that are not saved: the evenings and mornings around each change, a night through it, days."""
    zone = ZoneInfo(name)
    for day in changes_of(zone) or [date(YEAR, 3, 28)]:
        yield event(zone, day - timedelta(days=1), time(23, 30), None, time(23, 45))
        yield event(zone, day - timedelta(days=1), time(22), day, time(8))
        yield event(zone, day, time(9), day, time(17, 30))
        yield event(zone, day - timedelta(days=1), None, day + timedelta(days=1), None)
        yield event(zone, day + timedelta(days=1), time(9), None, None)
        # Hours that come twice that night in some zone, and hours that never come.
        yield from (event(zone, day, time(hour, 30), day, time(20)) for hour in (0, 1, 2, 3))


def event(zone: ZoneInfo, day: date, start: time | None, last: date | None, end: time | None) -> EventPage:
    return EventPage(
        title="Rencontre, « à l’heure »; ou presque",
        summary="Un résumé.",
        starts_on=day,
        start_time=start,
        ends_on=last,
        end_time=end,
        time_zone=zone,
        translation_key=uuid.uuid4(),
        url_path="/fr/agenda/rencontre/",
        last_published_at=PUBLISHED,
        sort_at=PUBLISHED,
        venue_city="Lille",
        latitude=50.6,
        longitude=3.1,
    )


def meant(page: EventPage) -> dict[str, object]:
    """What a program should read of an event."""
    is_told = page.end_time is not None or page.last_day is not None
    start, end = page.starts_at, page.ends_at if is_told else page.starts_at
    if page.is_all_day:
        times = [[page.starts_on.isoformat(), end.date().isoformat()]]
    else:
        times = [[in_utc(start), in_utc(end)]]
    return {
        "uid": str(page.translation_key),
        "state": "CONFIRMED",
        "summary": page.title,
        "occurrences": times,
    }


def in_utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.000Z"


def as_told(value: date) -> str:
    return in_utc(value) if isinstance(value, datetime) else value.isoformat()


def read_by_ical(text: str) -> Read:
    """What the Python library reads."""
    (calendar,) = IcsCalendarStream.from_ics(text).calendars
    assert calendar.prodid

    def told(one: Event) -> dict[str, object]:
        return {
            "uid": one.uid,
            "sequence": one.sequence,
            "state": str(one.status.value if one.status else ""),
            "summary": one.summary,
            "details": details(one, calendar.method),
            "occurrences": [[as_told(one.dtstart), as_told(one.dtend or one.dtstart)]],
        }

    return [told(one) for one in calendar.events]


def details(one: Event, method: str | None) -> dict[str, object]:
    """All that an entry says besides its dates."""
    organiser = one.organizer
    return {
        "method": method,
        "description": one.description or "",
        "location": one.location or "",
        "url": str(one.url or ""),
        "transparency": one.transparency or "",
        "privacy": str(one.classification.value if one.classification else ""),
        "geo": [one.geo.lat, one.geo.lng] if one.geo else [],
        "changed": as_told(one.last_modified) if one.last_modified else "",
        "categories": one.categories,
        "contacts": one.contacts,
        "related": [each.uid for each in one.related_to],
        "attendees": [str(each.uri) for each in one.attendees],
        "organiser": [str(organiser.uri), organiser.common_name or ""] if organiser else ["", ""],
        "links": [str(each.uri) for each in one.conference],
    }


def read_by_node(texts: dict[str, str]) -> dict[str, Read]:
    """What ical.js reads; an error is a text."""
    need("node", "npm")
    node_file("ical.js")
    asked = json.dumps([{"name": name, "text": text, "most": 50} for name, text in texts.items()])
    script = ROOT / "tests" / "node" / "calendars.mjs"
    done = subprocess.run(["node", script], input=asked, capture_output=True, text=True, check=True)
    answers: dict[str, Read] = json.loads(done.stdout)
    return answers


def test_both_read_the_moments_that_were_meant(loire: Cluster) -> None:
    """Files of one event each, and a feed with four zones."""
    pages = {str(page.translation_key): page for name in ZONES for page in events_of(name)}
    with translation.override("fr"):
        texts = {key: calendar_of_page(page, "fr").body.decode() for key, page in pages.items()}
    coming = timezone.localdate() + timedelta(days=40)
    zones = ("Europe/Paris", "Africa/Casablanca", "America/Toronto", "Asia/Tokyo")
    saved = [
        make_event(loire, starts_on=coming, start_time=time(9), end_time=time(11), time_zone=zone)
        for zone in zones
    ]
    texts["feed"] = Client().get("/fr/feeds/calendar.ics").content.decode()
    by_node = read_by_node(texts)
    for name, text in texts.items():
        by_python = read_by_ical(text)
        assert by_python == by_node[name], name
        wanted = [meant(pages[name])] if name in pages else [meant(page) for page in saved]
        told = [
            {key: value for key, value in one.items() if key not in ("sequence", "details")}
            for one in by_python
        ]
        by_uid = {str(one["uid"]): one for one in told}
        assert by_uid == {str(one["uid"]): one for one in wanted}, text
    assert len(pages) > 60
