"""Who has signed up is told what becomes of the event: once for each public change, with the old and the new values."""

import json
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import time_machine
from django.core import mail
from django.core.mail import EmailMessage
from django.test import Client
from django.utils import timezone
from django.utils.translation import override
from icalendar import Calendar, Component

from events.models import EventPage, EventStatus, SignUpNotice, SignUpSheet
from events.signup.erasure import erase_old_sign_ups
from events.signup.event_details import details_of, differences
from events.signup.service import accept, cancel, confirm
from fedcms.core.models import PublicChange
from tests.events.signup.conftest import TwoTeams
from tests.events.signup.support import (
    arrived,
    asked,
    mails_to,
    make_far_event,
    make_sheet,
    news,
    own_path,
    seat_mails,
    work,
)
from tests.factories import make_event

SEATED, WAITING, REVIEWED = "seat@people.example", "waits@people.example", "review@people.example"
PEOPLE = (SEATED, WAITING, REVIEWED)


def change(event: EventPage, **fields: object) -> None:
    """Publishes an event with other values, and lets the worker work."""
    event.refresh_from_db()
    for name, value in fields.items():
        setattr(event, name, value)
    event.save_revision().publish()
    work()


def entry_of(message: EmailMessage) -> tuple[str, Component, str]:
    """The method and the entry of a mail's calendar, and the type of the file."""
    ((_name, data, kind),) = message.attachments
    calendar = Calendar.from_ical(data if isinstance(data, bytes) else data.encode())
    (entry,) = calendar.walk("VEVENT")
    return str(calendar["METHOD"]), entry, str(kind)


def page(address: str) -> str:
    return Client().get(own_path(address)).content.decode()


def people_of(event: EventPage) -> SignUpSheet:
    """One with a seat, one who waits, one in review, and some who have nothing to do with it."""
    sheet = make_sheet(event, 1)
    arrived(sheet, event, SEATED)
    arrived(sheet, event, WAITING, language="ar")
    SignUpSheet.objects.update(is_reviewed=True)
    arrived(sheet, event, REVIEWED)
    asked(sheet, event, "asked@people.example")
    cancel(arrived(sheet, event, "gone@people.example"))
    return sheet


def test_each_public_change_is_told_once_with_both_values(teams: TwoTeams) -> None:  # noqa: PLR0915  # one story
    event = make_far_event(
        teams.own, title="Salon", start_time=time(9, 30), end_time=time(17), venue_city="Brest"
    )
    arabic = make_event(
        teams.own,
        "ar",
        title="معرض",
        translation_key=event.translation_key,
        **{name: getattr(event, name) for name in ("starts_on", "start_time", "end_time", "venue_city")},
    )
    sheet = people_of(event)
    assert "Vous avez une place." in page(SEATED)
    sequence = int(entry_of(mails_to(SEATED)[-1])[1]["SEQUENCE"])
    before = len(mail.outbox)
    # Words alone are no news; neither is a draft.
    change(event, summary="Autres mots")
    event.venue_city = "Quimper"
    event.save_revision()
    work()
    assert news(before) == {}

    # Another day and place.
    new_day = event.starts_on + timedelta(days=7)
    change(event, starts_on=new_day, venue_city="Lorient", venue_name="Palais")
    told = news(before)
    assert set(told) == set(PEOPLE)
    body = str(told[SEATED].body)
    assert told[SEATED].subject == "Salon – l’événement a changé"
    for words in (
        str(new_day.year),
        f"{new_day.day} ",
        "Lieu : Palais, Lorient (avant : Brest)",
        "reste à vous",
    ):
        assert words in body
    assert "avant : " in body
    assert "Heures" not in body
    assert "Votre rang d’arrivée reste le même." in str(told[REVIEWED].body)
    method, entry, kind = entry_of(told[SEATED])
    assert (method, str(entry["STATUS"])) == ("PUBLISH", "CONFIRMED")
    assert kind == "text/calendar; charset=utf-8; method=PUBLISH"
    assert entry["DTSTART"].dt == datetime.combine(new_day, time(9, 30), ZoneInfo("Europe/Paris"))
    assert int(entry["SEQUENCE"]) > sequence
    assert [str(entry_of(told[each])[1]["TRANSP"]) for each in PEOPLE] == [
        "OPAQUE",
        "TRANSPARENT",
        "TRANSPARENT",
    ]
    # The other language says the same a moment later: that is the same change. Its own words stay.
    before, sequence = len(mail.outbox), int(entry["SEQUENCE"])
    change(arabic, starts_on=new_day, venue_city="Lorient", venue_name="Palais")
    change(arabic, title="معرض كبير")
    assert news(before) == {}

    # Hours, zone and address of connection, in one publication: one mail.
    change(event, start_time=time(10), time_zone="Africa/Tunis", online_url="https://visio.example/salon")
    told = news(before)
    assert set(told) == set(PEOPLE)
    body = str(told[SEATED].body)
    assert "Heures : 10 h – 17 h (Tunis) (avant : 9 h 30 – 17 h (Paris))" in body
    assert "Lien de connexion : https://visio.example/salon (avant : –)" in body
    change(arabic, start_time=time(10), time_zone="Africa/Tunis", online_url="https://visio.example/salon")

    # Cancelled, which a calendar program understands. Their page does not promise a seat any more.
    before = len(mail.outbox)
    change(event, status=EventStatus.CANCELLED)
    told = news(before)
    assert set(told) == set(PEOPLE)
    assert told[SEATED].subject == "Salon – l’événement est annulé"
    assert "État : Annulé (avant : Prévu)" in str(told[SEATED].body)
    method, entry, kind = entry_of(told[SEATED])
    assert (method, str(entry["STATUS"]), kind.rpartition("=")[2]) == ("CANCEL", "CANCELLED", "CANCEL")
    assert str(entry["ATTENDEE"]) == f"mailto:{SEATED}"
    assert str(entry["UID"]) == str(event.translation_key)
    assert int(entry["SEQUENCE"]) > sequence + 1
    for address in (SEATED, REVIEWED):
        html = page(address)
        assert "L’événement est annulé" in html
        assert "Vous avez une place" not in html
        assert "vous écrira sa réponse" not in html
    # Told of it all again, as the outbox may.
    before = len(mail.outbox)
    PublicChange.objects.update(dispatched_at=None)
    change(arabic, status=EventStatus.CANCELLED)
    assert news(before) == {}

    # And it takes place after all; who came meanwhile knows nothing else.
    before = len(mail.outbox)
    change(event, status=EventStatus.SCHEDULED)
    change(arabic, status=EventStatus.SCHEDULED)
    told = news(before)
    assert set(told) == set(PEOPLE)
    assert told[SEATED].subject == "Salon – l’événement aura lieu"
    assert entry_of(told[SEATED])[0] == "PUBLISH"
    assert "Vous avez une place." in page(SEATED)
    assert seat_mails(SEATED) == 1
    # One who arrives before the worker has heard of a change is told what is so, not what was.
    before = len(mail.outbox)
    event.refresh_from_db()
    event.venue_city = "Vannes"
    event.save_revision().publish()
    late = asked(sheet, event, "late@people.example")
    confirm(late)
    accept(late)
    work()
    changed = ("l’événement a changé", "تغيّر الموعد")
    told_of_it = [message.to[0] for message in mail.outbox[before:] if message.subject.endswith(changed)]
    assert sorted(told_of_it) == sorted(PEOPLE)
    assert not SignUpNotice.objects.exists()


def test_nothing_is_told_while_it_is_not_public(teams: TwoTeams) -> None:
    event = make_far_event(teams.own)
    sheet = make_sheet(event, 1)
    arrived(sheet, event, SEATED)
    before = len(mail.outbox)
    event.refresh_from_db()
    event.unpublish()
    work()
    event.refresh_from_db()
    event.venue_city = "Secret"
    event.save_revision()
    EventPage.objects.filter(pk=event.pk).update(venue_city="Secret")
    work()
    assert len(mail.outbox) == before
    assert "si l’événement revient" in page(SEATED)
    event.get_latest_revision().publish()
    work()
    assert "Secret" in str(news(before)[SEATED].body)
    # Over, nobody needs to know more.
    with time_machine.travel(event.ends_at + timedelta(days=1)):
        before = len(mail.outbox)
        change(event, venue_city="Corrected")
        assert len(mail.outbox) == before
        assert "L’événement a eu lieu" in page(SEATED)


def test_another_name_of_a_place_is_no_news_beside_a_new_date(teams: TwoTeams) -> None:
    """The page that told the name may not be public any more, or not yet: it is the same place in all languages."""
    event = make_far_event(teams.own, venue_city="Lille")
    sheet = make_sheet(event, 1)
    arrived(sheet, event, WAITING, language="ar")
    plain = details_of(event)
    named = plain | {"names": json.dumps({"venue_city": {"ar": "ليل"}})}
    SignUpSheet.objects.update(known_event={"told": named, "pages": {str(event.pk): plain}})
    before = len(mail.outbox)
    change(event, starts_on=event.starts_on + timedelta(days=1), ends_on=None)
    told = str(news(before)[WAITING].body)
    assert "Lille" not in told
    names = json.loads(SignUpSheet.objects.get().known_event["told"]["names"])
    assert names == {"venue_city": {"fr": "Lille", "ar": "ليل"}}
    with override("ar"):
        assert differences(plain, named) == []
        assert len(differences(plain, named | {"venue_city": "Arras"})) == 1


def test_an_event_without_a_date_keeps_its_people_for_a_year_and_tells_them_before_they_go(
    teams: TwoTeams,
) -> None:
    event = make_far_event(teams.own)
    sheet = make_sheet(event, 1, kept_days=1)
    for address in (SEATED, WAITING):
        arrived(sheet, event, address)
    change(event, status=EventStatus.POSTPONED)
    assert "Votre place reste à vous." in page(SEATED)
    assert "Votre rang d’arrivée reste le même." in page(WAITING)
    old_end = event.ends_at
    with time_machine.travel(old_end + timedelta(days=340)):
        assert erase_old_sign_ups() == 0
        before = len(mail.outbox)
    # The worker was away for long: they are told two weeks before all the same, once.
    with time_machine.travel(old_end + timedelta(days=400)):
        assert erase_old_sign_ups() == 0
        assert erase_old_sign_ups() == 0
        told = news(before)
        assert set(told) == {SEATED, WAITING}
        assert told[SEATED].subject.endswith("vos données seront bientôt effacées")
    with time_machine.travel(old_end + timedelta(days=410)):
        assert erase_old_sign_ups() == 0
        # A date, at last: they are told, and nothing is erased.
        before = len(mail.outbox)
        change(event, starts_on=timezone.localdate() + timedelta(days=30), status=EventStatus.SCHEDULED)
        assert set(news(before)) == {SEATED, WAITING}
    with time_machine.travel(old_end + timedelta(days=430)):
        assert erase_old_sign_ups() == 0
        change(event, status=EventStatus.POSTPONED)
    end = EventPage.objects.get(pk=event.pk).ends_at
    with time_machine.travel(end + timedelta(days=353)):
        assert erase_old_sign_ups() == 0
    with time_machine.travel(end + timedelta(days=365)):
        assert erase_old_sign_ups() == 0
    with time_machine.travel(end + timedelta(days=368)):
        assert erase_old_sign_ups() == 2
