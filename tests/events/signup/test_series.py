"""Who has signed up to an event that repeats: told until its last date, listed at the door on each."""

import json
from datetime import time, timedelta

import time_machine
from django.core import mail
from django.core.mail import EmailMessage
from django.test import Client
from icalendar import Calendar, Component

from events.models import EventPage, EventStatus
from events.repetition.wording import series_in_words
from events.signup.sheet_events import last_moment
from fedcms.core.i18n.days import days_in_words
from fedcms.core.templatetags.core_tags import long_date
from tests.events.signup.conftest import TwoTeams
from tests.events.signup.support import arrived, make_far_event, make_sheet, news, own_path, signed_in, work
from tests.events.signup.test_event_changes import change
from tests.events.test_repetition import exception

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


def test_a_date_that_is_moved_or_cancelled_is_told_once(teams: TwoTeams) -> None:
    """With the calendar that says it, newer than the one before; a date that is over is no news."""
    event = series(teams)
    sheet = make_sheet(event, 3)
    arrived(sheet, event, SEATED)
    first, second, third, _last = (one.day for one in event.occurrences)
    before = len(mail.outbox)
    cancelled = exception(str(second), "cancelled")
    new_day = third + timedelta(days=2)
    hours = {"start_time": "14:00:00", "end_time": "15:00:00"}
    moved = exception(str(third), "moved", new_day=str(new_day), **hours)
    change(event, exceptions=json.dumps([cancelled, moved]))
    (told,) = news(before).values()
    body = str(told.body)
    assert f"Date du {long_date(second)} : Annulé (avant : {long_date(second)}, 9 h – 11 h (Paris))" in body
    assert f"Date du {long_date(third)} : {long_date(new_day)}, 14 h – 15 h (Paris)" in body
    assert "Répétition" not in body
    entries = {
        str(one.get("RECURRENCE-ID") and one["RECURRENCE-ID"].dt.date()): one for one in entries_of(told)
    }
    off = entries[str(second)]
    assert (str(off["STATUS"]), str(off["TRANSP"])) == ("CANCELLED", "TRANSPARENT")
    assert str(entries[str(third)]["TRANSP"]) == "OPAQUE"
    sequence = int(off["SEQUENCE"])

    # The same again is no news.
    before = len(mail.outbox)
    change(event, summary="Autres mots")
    assert news(before) == {}

    # It takes place after all; what is said of a date that is over by now is no news.
    with time_machine.travel(event.ends_at + timedelta(days=1)):
        change(event, exceptions=json.dumps([exception(str(first), "cancelled"), cancelled, moved]))
        assert news(before) == {}
        change(event, exceptions=json.dumps([exception(str(first), "cancelled"), moved]))
        (told,) = news(before).values()
        assert (
            f"Date du {long_date(second)} : {long_date(second)}, 9 h – 11 h (Paris) (avant : Annulé)"
            in str(told.body)
        )
        assert long_date(first) not in str(told.body).partition("Votre place")[0]
        assert int(entries_of(told)[0]["SEQUENCE"]) > sequence


def entries_of(message: EmailMessage) -> list[Component]:
    ((_name, data, _kind),) = message.attachments
    calendar = Calendar.from_ical(data if isinstance(data, bytes) else data.encode())
    return list(calendar.walk("VEVENT"))


def test_what_a_sheet_knew_before_series_were_known_is_no_change(teams: TwoTeams) -> None:
    """After the upgrade nobody is told of what has not changed."""
    event = series(teams)
    sheet = make_sheet(event, 3)
    arrived(sheet, event, SEATED)
    work()
    sheet.refresh_from_db()
    new = (
        "repeats",
        "repeat_interval",
        "repeat_days",
        "repeat_until",
        "repeat_count",
        "over_at",
        "exceptions",
    )
    for known in (sheet.known_event["told"], *sheet.known_event["pages"].values()):
        for name in new:
            known.pop(name)
    sheet.save()
    before = len(mail.outbox)
    change(event, summary="Autres mots")
    assert news(before) == {}
    change(event, venue_city="Lorient")
    assert set(news(before)) == {SEATED}


def test_what_was_noted_before_dates_were_is_noted_from_now_on(teams: TwoTeams) -> None:
    """Else a sheet from before the upgrade would never tell of a date; also if its pages were noted since."""
    event = series(teams)
    sheet = make_sheet(event, 3)
    arrived(sheet, event, SEATED)
    work()
    sheet.refresh_from_db()
    _first, second, third, _last = (str(one.day) for one in event.occurrences)
    for name in ("exceptions", "over_at"):
        sheet.known_event["told"].pop(name)
    sheet.save()
    before = len(mail.outbox)
    cancelled = exception(second, "cancelled")
    change(event, exceptions=json.dumps([cancelled]))
    assert set(news(before)) == {SEATED}
    sheet.refresh_from_db()
    for known in (sheet.known_event["told"], *sheet.known_event["pages"].values()):
        known.pop("exceptions")
    sheet.save()
    before = len(mail.outbox)
    change(event, summary="Autres mots")
    assert news(before) == {}
    change(event, exceptions=json.dumps([cancelled, exception(third, "cancelled")]))
    (told,) = news(before).values()
    assert long_date(event.occurrences[2].day) in str(told.body)


def test_news_of_something_else_do_not_tell_of_dates_that_are_over(teams: TwoTeams) -> None:
    event = series(teams)
    sheet = make_sheet(event, 3)
    arrived(sheet, event, SEATED)
    with time_machine.travel(event.ends_at + timedelta(days=1)):
        before = len(mail.outbox)
        change(event, exceptions=json.dumps([exception(str(event.starts_on), "cancelled")]))
        assert news(before) == {}
        change(event, venue_city="Lorient")
        (told,) = news(before).values()
        assert "Lorient" in str(told.body)
        assert "Date du" not in str(told.body)


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
    nora, root = signed_in(teams.publisher), address.removesuffix("door/people.json")
    once = "La présence se note une fois"
    for path in (root, f"{root}door/"):
        said = nora.get(path).content.decode()
        assert series_in_words(event.series) in said, path
        assert once in said, path
    assert days_in_words(event.shown_date.starts_on, None) in nora.get(root).content.decode(), "the next date"
    single = make_sheet(make_far_event(teams.own), 3)
    assert once not in nora.get(f"/admin/event-sign-ups/{teams.own.pk}/{single.pk}/").content.decode()


def test_mails_and_the_own_page_say_how_it_repeats_and_its_next_date(teams: TwoTeams) -> None:
    """Not the first date alone: that one may be over, left out or moved."""
    event = series(teams)
    first, second, *_rest = (one.day for one in event.occurrences)
    arrived(make_sheet(event, 3), event, SEATED)
    (told,) = (str(message.body) for message in mail.outbox if message.attachments)
    assert "Chaque semaine" in told
    assert f"Prochaine date : {long_date(first)}" in told
    own = own_path(SEATED)
    with time_machine.travel(event.ends_at + timedelta(hours=1)):
        page = Client().get(own).content.decode()
    assert "Chaque semaine" in page
    assert f"Prochaine date : {long_date(second)}" in page
    assert long_date(first) not in page


def test_nothing_is_called_the_next_date_that_does_not_take_place(teams: TwoTeams) -> None:
    """Of a series that is put off or cancelled, or whose dates to come are all cancelled."""
    event = series(teams)
    arrived(make_sheet(event, 3), event, SEATED)
    own = own_path(SEATED)
    days = [str(one.day) for one in event.occurrences]
    all_off = json.dumps([exception(day, "cancelled") for day in days])
    pages = EventPage.objects.filter(pk=event.pk)
    for fields in (
        {"status": EventStatus.CANCELLED},
        {"status": EventStatus.POSTPONED},
        {"exceptions": all_off},
    ):
        assert "Prochaine date" in Client().get(own).content.decode()
        usual = {name: getattr(event, name) for name in fields}
        changed = EventPage.objects.get(pk=event.pk)
        for name, value in fields.items():
            setattr(changed, name, value)
        changed.save()
        page = Client().get(own).content.decode()
        assert "Chaque semaine" in page, fields
        assert "Prochaine date" not in page, fields
        pages.update(**usual)


def test_days_of_an_event_are_all_said(teams: TwoTeams) -> None:
    event = make_far_event(teams.own)
    event = make_far_event(teams.own, starts_on=event.starts_on, ends_on=event.starts_on + timedelta(days=2))
    arrived(make_sheet(event, 3), event, SEATED)
    (told,) = (str(message.body) for message in mail.outbox if message.attachments)
    assert days_in_words(event.starts_on, event.ends_on) in told


def test_seats_are_given_until_the_first_date_that_takes_place(teams: TwoTeams) -> None:
    event = series(teams)
    first, second, *_rest = event.occurrences
    assert last_moment(event) == first.starts_at
    event.exceptions = [exception(str(first.day), "cancelled")]
    assert last_moment(event) == second.starts_at
    event.exceptions = [exception(str(first.day), "left_out")]
    assert last_moment(event) == second.starts_at
    earlier = first.day - timedelta(days=3)
    event.exceptions = [exception(str(second.day), "moved", new_day=str(earlier))]
    assert last_moment(event) == first.starts_at - timedelta(days=3)
