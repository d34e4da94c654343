"""Machines are told whether one may sign up here: page, API and calendars say one thing, and name nobody."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from clusters.publishing.refusal import Refusal
from events.models import EventPage, SignUpSheet, SignUpState
from events.signup.service import confirm
from tests.events.signup.conftest import TwoTeams
from tests.events.signup.support import arrived, asked, form_address, make_sheet
from tests.factories import make_event
from tests.home.reading import read
from tests.home.schema_checks import problems

pytestmark = pytest.mark.django_db
TORONTO = ZoneInfo("America/Toronto")
NOW = datetime(2037, 2, 1, 12, tzinfo=TORONTO)
STARTS = datetime(2037, 3, 10, 9, tzinfo=TORONTO)


def workshop(teams: TwoTeams, **fields: object) -> EventPage:
    values: dict[str, object] = {
        "starts_on": STARTS.date(),
        "start_time": time(9),
        "time_zone": "America/Toronto",
    }
    return make_event(teams.own, **(values | fields))


def offer(event: EventPage, moment: datetime = NOW) -> dict[str, object]:
    """What the page says; the API says the same."""
    cache.clear()
    with time_machine.travel(moment, tick=False):
        node = read(event.url_path).thing("Event")
        (result,) = Client().get("/api/v1/events/").json()["results"]
    assert list(problems(node)) == []
    assert result["offers"] == node["offers"]
    found = node["offers"]
    assert isinstance(found, dict)
    return found


def described(event: EventPage, path: str = "") -> str:
    """The description of its entry in a calendar, in one line each."""
    cache.clear()
    with time_machine.travel(NOW, tick=False):
        body = Client().get(path or f"{event.url_path}calendar.ics").content
    (entry,) = Calendar.from_ical(body).events
    return str(entry["DESCRIPTION"])


def test_what_one_may_do_follows_the_hours_and_the_seats(teams: TwoTeams) -> None:
    event = workshop(teams)
    sheet = make_sheet(event, 1, opens_at=NOW + timedelta(days=2))
    early = offer(event)
    assert str(early["availability"]).endswith("/PreOrder")
    assert early["validFrom"] == "2037-02-03T12:00:00-05:00"
    assert early["validThrough"] == "2037-03-10T09:00:00-04:00", "the event's own zone, and when it begins"
    assert str(early["url"]).endswith(form_address(event))
    SignUpSheet.objects.update(opens_at=None, closes_at=NOW + timedelta(days=9))
    free = offer(event)
    assert str(free["availability"]).endswith("/InStock")
    assert free["validThrough"] == "2037-02-10T12:00:00-05:00"
    with time_machine.travel(NOW, tick=False):
        arrived(SignUpSheet.objects.get(), event, "lea.martin@ecole.example", name="Léa Martin")
    full = offer(event)
    assert str(full["availability"]).endswith("/SoldOut"), "there is a waiting list left, and no seat"
    SignUpSheet.objects.update(capacity=2)
    assert str(offer(event)["availability"]).endswith("/InStock")
    closed = offer(event, NOW + timedelta(days=9))
    assert str(closed["availability"]).endswith("/SoldOut")
    assert str(closed["url"]).endswith(event.url_path), "the form takes nobody any more"
    said = Client().get(event.url_path).content.decode() + str(full) + described(event)
    assert "martin" not in said.lower()
    assert sheet.pk == SignUpSheet.objects.get().pk


def test_another_service_and_no_sign_up_are_told_as_before(teams: TwoTeams) -> None:
    event = workshop(teams, signup_url="https://elsewhere.example/form", price_euros=20)
    make_sheet(event, 1)
    assert offer(event)["url"] == "https://elsewhere.example/form"
    assert "https://elsewhere.example/form" in described(event)
    assert "/sign-up/" not in described(event)


def test_who_asked_before_the_closing_may_confirm_after_it(teams: TwoTeams) -> None:
    """For forty-eight hours, and not once the event has begun; who comes to the form at the closing comes too late."""
    event = workshop(teams)
    sheet = make_sheet(event, 3, closes_at=STARTS - timedelta(hours=2))
    with time_machine.travel(sheet.closes_at - timedelta(seconds=1), tick=False):
        first, second = (asked(sheet, event, f"{name}@ecole.example") for name in ("first", "second"))
    with time_machine.travel(sheet.closes_at, tick=False), pytest.raises(Refusal):
        asked(sheet, event, "third@ecole.example")
    with time_machine.travel(STARTS - timedelta(seconds=1), tick=False):
        assert confirm(first).state == SignUpState.CONFIRMED
    with time_machine.travel(STARTS, tick=False), pytest.raises(Refusal):
        confirm(second)


def test_calendars_lead_to_the_form_while_one_may_sign_up(teams: TwoTeams) -> None:
    """That of the event, and those that are followed, in their own language."""
    event = workshop(teams)
    make_event(teams.own, "ar", title="ورشة", translation_key=event.translation_key, starts_on=STARTS.date())
    assert "/sign-up/" not in described(event)
    make_sheet(event, 1)
    assert f"Inscription : http://127.0.0.1:8000{form_address(event)}" in described(event)
    assert form_address(event) in described(event, "/fr/feeds/calendar.ics")
    assert form_address(event, "ar") in described(event, "/ar/feeds/calendar.ics")
    SignUpSheet.objects.update(closes_at=NOW - timedelta(minutes=1))
    assert "/sign-up/" not in described(event)


def test_many_sign_ups_cost_the_queries_of_one(teams: TwoTeams) -> None:
    def cost() -> int:
        cache.clear()
        with CaptureQueriesContext(connection) as asked, time_machine.travel(NOW, tick=False):
            found = Client().get("/api/v1/events/").json()["results"]
        assert all(one["offers"]["availability"].endswith("/InStock") for one in found)
        return len(asked)

    make_sheet(workshop(teams), 3, quotas={teams.other: 1})
    one = cost()
    for day in range(3):
        event = workshop(teams, starts_on=date(2037, 4, 1 + day))
        sheet = make_sheet(event, 3, quotas={teams.other: 1})
        with time_machine.travel(NOW, tick=False):
            arrived(sheet, event, f"p{day}@ecole.example")
    assert cost() == one
