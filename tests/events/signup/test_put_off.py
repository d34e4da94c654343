"""The people of an event that is put off, once or again, are kept and told what is so."""

from datetime import timedelta

import time_machine
from django.core import mail

from events.models import EventPage, EventStatus
from events.signup.erasure import erase_old_sign_ups
from tests.events.signup.conftest import TwoTeams
from tests.events.signup.support import arrived, make_far_event, make_sheet, news, work

SEATED = "seat@people.example"
NO_DATE, CALENDAR = "La nouvelle date vous sera écrite", "Le calendrier joint remplace l’ancien"


def change(event: EventPage, **fields: object) -> str:
    """Publishes an event with other values, lets the worker work, and returns what the person was mailed."""
    event.refresh_from_db()
    for name, value in fields.items():
        setattr(event, name, value)
    before = len(mail.outbox)
    event.save_revision().publish()
    work()
    event.refresh_from_db()
    told = news(before)
    return str(told[SEATED].body) if told else ""


def test_who_has_a_seat_is_told_of_a_new_date_or_that_there_is_none(teams: TwoTeams) -> None:
    event = make_far_event(teams.own)
    arrived(make_sheet(event, 1), event, SEATED)
    told = change(event, status=EventStatus.POSTPONED, starts_on=event.starts_on + timedelta(days=7))
    assert CALENDAR in told
    assert NO_DATE not in told
    assert CALENDAR in change(event, status=EventStatus.MOVED, venue_city="Arras")
    told = change(event, status=EventStatus.POSTPONED)
    assert NO_DATE in told
    assert CALENDAR not in told
    told = change(event, starts_on=event.starts_on + timedelta(days=7))
    assert CALENDAR in told
    assert NO_DATE not in told
    # Over, on its new date: nobody needs to know more.
    with time_machine.travel(event.ends_at + timedelta(days=1)):
        assert change(event, venue_city="Douai") == ""


def test_nobody_is_erased_while_a_moved_event_is_put_off(teams: TwoTeams) -> None:
    event = make_far_event(teams.own)
    arrived(make_sheet(event, 1, kept_days=1), event, SEATED)
    change(event, status=EventStatus.MOVED, starts_on=event.starts_on + timedelta(days=7))
    change(event, status=EventStatus.POSTPONED)
    with time_machine.travel(event.ends_at + timedelta(days=30)):
        assert erase_old_sign_ups() == 0
        # Other hours are no other date.
        change(event, ends_on=event.starts_on + timedelta(days=1))
        assert erase_old_sign_ups() == 0
        change(event, starts_on=event.starts_on + timedelta(days=60), ends_on=None)
    with time_machine.travel(event.ends_at - timedelta(days=1)):
        # Again without a date.
        change(event, starts_on=event.postponed_from)
        assert event.is_put_off
        assert erase_old_sign_ups() == 0
        change(event, starts_on=event.postponed_from + timedelta(days=90))
    with time_machine.travel(event.ends_at + timedelta(days=2)):
        assert erase_old_sign_ups() == 1
