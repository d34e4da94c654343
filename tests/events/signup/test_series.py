"""Who has signed up to an event that repeats: told until its last date, listed at the door on each."""

from datetime import time, timedelta

import time_machine
from django.core import mail

from events.models import EventPage, EventStatus
from tests.events.signup.conftest import TwoTeams
from tests.events.signup.support import arrived, make_far_event, make_sheet, news, signed_in, work
from tests.events.signup.test_event_changes import change

SEATED = "seat@people.example"


def series(teams: TwoTeams) -> EventPage:
    """Four weeks, each with an hour of work."""
    return make_far_event(
        teams.own, title="Atelier", start_time=time(9), end_time=time(11), repeats="weekly", repeat_count=4
    )


def test_what_becomes_of_it_after_its_first_date_is_told(teams: TwoTeams) -> None:
    event = series(teams)
    sheet = make_sheet(event, 3)
    arrived(sheet, event, SEATED)
    with time_machine.travel(event.ends_at + timedelta(days=2)):
        before = len(mail.outbox)
        change(event, status=EventStatus.CANCELLED)
        assert set(news(before)) == {SEATED}


def test_another_rule_is_told_with_both_and_nothing_after_the_last_date(teams: TwoTeams) -> None:
    event = series(teams)
    sheet = make_sheet(event, 3)
    arrived(sheet, event, SEATED)
    before = len(mail.outbox)
    change(event, repeat_count=3)
    (told,) = news(before).values()
    assert "Répétition : Chaque semaine" in str(told.body)
    assert str(told.body).count("Chaque semaine") == 2
    with time_machine.travel(event.span()[1] + timedelta(minutes=1)):
        before = len(mail.outbox)
        change(event, venue_city="Lorient")
        assert news(before) == {}


def test_what_a_sheet_knew_before_series_were_known_is_no_change(teams: TwoTeams) -> None:
    """After the upgrade nobody is told of what has not changed."""
    event = series(teams)
    sheet = make_sheet(event, 3)
    arrived(sheet, event, SEATED)
    work()
    sheet.refresh_from_db()
    new = ("repeats", "repeat_interval", "repeat_days", "repeat_until", "repeat_count", "over_at")
    for known in (sheet.known_event["told"], *sheet.known_event["pages"].values()):
        for name in new:
            known.pop(name)
    sheet.save()
    before = len(mail.outbox)
    change(event, summary="Autres mots")
    assert news(before) == {}
    change(event, venue_city="Lorient")
    assert set(news(before)) == {SEATED}


def test_the_door_has_its_list_on_each_date(teams: TwoTeams) -> None:
    event = series(teams)
    sheet = make_sheet(event, 3)
    arrived(sheet, event, SEATED)
    address = f"/admin/event-sign-ups/{teams.own.pk}/{sheet.pk}/door/people.json"
    first, last = event.starts_at, event.span()[1]
    for moment, status in (
        (first, 200),
        (first + timedelta(weeks=1), 200),
        (last - timedelta(minutes=1), 200),
        (last, 410),
    ):
        with time_machine.travel(moment, tick=False):
            assert signed_in(teams.publisher).get(address).status_code == status, moment
