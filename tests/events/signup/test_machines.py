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
from events.models import EventPage, EventStatus, SignUp, SignUpQuota, SignUpSheet, SignUpState, WhoMayCome
from events.signup.erasure import withdraw_sheet
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


def described(event: EventPage, path: str = "", moment: datetime = NOW) -> str:
    """The description of its entry in a calendar, in one line each."""
    cache.clear()
    with time_machine.travel(moment, tick=False):
        body = Client().get(path or f"{event.url_path}calendar.ics").content
    entry, *_dates = Calendar.from_ical(body).events
    return str(entry["DESCRIPTION"])


def test_what_one_may_do_follows_the_hours_and_the_seats(teams: TwoTeams) -> None:
    event = workshop(teams)
    make_sheet(event, 1, opens_at=NOW + timedelta(days=2))
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


@pytest.mark.parametrize("path", ["", "/fr/feeds/calendar.ics"])
def test_calendars_lead_to_no_form_that_takes_nobody(teams: TwoTeams, path: str) -> None:
    """Of a course, seats are given until its first date; nobody signs up for a day that is not known."""
    course = workshop(teams, repeats="weekly", repeat_count=8)
    make_sheet(course, 5)
    assert "/sign-up/" in described(course, path, STARTS - timedelta(seconds=1))
    assert "/sign-up/" not in described(course, path, STARTS)
    with time_machine.travel(NOW, tick=False):
        course.status = EventStatus.POSTPONED
        course.save_revision().publish()
    assert "/sign-up/" not in described(course, path)


def test_a_calendar_that_is_followed_hears_when_a_sign_up_opens_changes_and_closes(teams: TwoTeams) -> None:
    """At once, and as something newer: programs keep what is as old as what they have."""
    path = "/fr/feeds/calendar.ics"
    with time_machine.travel(NOW - timedelta(days=1), tick=False):
        event = workshop(teams)
    form = form_address(event)
    program = Client()
    seen: list[tuple[int, str]] = []

    def followed(days: float) -> str:
        """What it reads after so many days, if it asks for what is newer than what it has."""
        with time_machine.travel(NOW + timedelta(days=days), tick=False):
            asked = {"if-modified-since": seen[-1][1]} if seen else {}
            response = program.get(path, headers=asked)
        assert response.status_code == 200, "304: it keeps what it has"
        (entry,) = Calendar.from_ical(response.content).events
        assert not seen or int(entry["SEQUENCE"]) > seen[-1][0]
        seen.append((int(entry["SEQUENCE"]), response["Last-Modified"]))
        return str(entry["DESCRIPTION"])

    def at(days: float) -> "time_machine.travel":
        return time_machine.travel(NOW + timedelta(days=days), tick=False)

    assert form not in followed(0)
    with at(0.01):
        sheet = make_sheet(event, 5, closes_at=NOW + timedelta(hours=3))
    assert form in followed(0.01)
    assert form not in followed(0.125), "closed by the clock, long before midnight"
    with at(0.2):
        sheet.closes_at = None
        sheet.save()
    assert form in followed(0.2)
    with at(0.3):
        withdraw_sheet(sheet)
    assert form not in followed(0.3)


def test_what_is_for_some_is_no_public_offer_of_seats(teams: TwoTeams) -> None:
    """Members alone, members first, certain clusters, and a day that nobody knows."""
    event = workshop(teams)
    sheet = make_sheet(event, 1, who_may_come=WhoMayCome.CLOSED)

    def availability() -> str:
        return str(offer(event)["availability"]).rpartition("/")[2]

    def offers() -> object:
        cache.clear()
        with time_machine.travel(NOW, tick=False):
            return read(event.url_path).thing("Event").get("offers")

    assert offers() is None
    SignUpSheet.objects.update(who_may_come=WhoMayCome.PRIORITY, seats_released_at=NOW + timedelta(days=4))
    assert availability() == "PreOrder"
    assert offer(event)["validFrom"] == "2037-02-05T12:00:00-05:00"
    SignUpSheet.objects.update(who_may_come=WhoMayCome.QUOTA)
    SignUpQuota.objects.create(sheet=sheet, cluster=teams.other, seats=1)
    assert availability() == "InStock"
    with time_machine.travel(NOW, tick=False):
        taken = asked(sheet, event, "seat@people.example")
        SignUp.objects.filter(pk=taken.pk).update(state=SignUpState.CONFIRMED, cluster=teams.other)
    assert availability() == "SoldOut"
    with time_machine.travel(NOW, tick=False):
        event.status = EventStatus.POSTPONED
        event.save_revision().publish()
    assert offers() is None


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
