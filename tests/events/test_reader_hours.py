"""Pages give the script that writes the reader's own hours each moment with the zone in which it stands there."""

import json
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html

from clusters.models import Cluster
from tests.events.applications.support import make_call, make_far_mission
from tests.events.signup.support import make_sheet
from tests.events.test_repetition import exception
from tests.events.test_sessions import meeting
from tests.factories import make_event

pytestmark = pytest.mark.django_db


def offered(path: str, place: str) -> list[tuple[str, str | None, str]]:
    """Start, end and zone of each place in a part of a page where a script writes; the script is loaded, once."""
    page = html.fromstring(Client().get(path).content)
    assert len(page.xpath("//script[contains(@src, 'reader-time')]")) == 1
    found = page.xpath(f"//{place}//p[@data-reader-time]")
    assert all("hidden" in one.attrib for one in found), "without script nothing is said"
    return [(one.get("data-start"), one.get("data-end"), one.get("data-zone")) for one in found]


def test_sessions_and_dates_of_a_series(loire: Cluster) -> None:
    sessions = offered(meeting().url_path, "ol")
    assert sessions[0] == ("2037-03-10T09:30:00-04:00", "2037-03-10T10:30:00-04:00", "America/Toronto")
    assert sessions[1] == ("2037-03-10T11:00:00-04:00", None, "America/Toronto")
    said = [exception("2037-03-24", "cancelled"), exception("2037-03-31", "moved", new_day="2037-04-01")]
    values: dict[str, object] = {"repeats": "weekly", "repeat_count": 3, "exceptions": json.dumps(said)}
    weekly = make_event(loire, starts_on=date(2037, 3, 17), start_time=time(9), end_time=time(10), **values)
    assert offered(weekly.url_path, "section[@class='dates']") == [
        ("2037-03-17T09:00:00+01:00", "2037-03-17T10:00:00+01:00", "Europe/Paris"),
        ("2037-04-01T09:00:00+02:00", "2037-04-01T10:00:00+02:00", "Europe/Paris"),
    ]


def test_the_closing_of_a_call_and_of_a_sign_up(loire: Cluster) -> None:
    """By their own clock, also where the event says no hour."""
    mission = make_far_mission(loire)
    closes_at = datetime(2037, 5, 12, 23, 30, tzinfo=ZoneInfo("America/Montreal"))
    make_call(mission, closes_at=closes_at)
    assert offered(mission.url_path, "div[@id='apply']") == [
        ("2037-05-13T03:30:00+00:00", None, "America/Montreal")
    ]
    days = make_event(loire, starts_on=date(2037, 3, 10), time_zone="America/Toronto")
    make_sheet(days, 2, closes_at=datetime(2037, 3, 1, 12, tzinfo=ZoneInfo("Europe/Paris")))
    closing = [("2037-03-01T06:00:00-05:00", None, "America/Toronto")]
    assert offered(days.url_path, "aside") == closing
    assert offered(reverse("sign_up", args=[days.translation_key]), "main") == closing, "where one signs up"
