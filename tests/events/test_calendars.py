"""Calendars to follow and to add: only what is visible, one language, valid, bounded."""

from collections.abc import Callable
from datetime import time, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from icalendar import Calendar
from wagtail.models import Locale, Page

from clusters.models import Cluster
from events.models import EventPage
from fedcms.core.models import LocaleState, Topic
from fedcms.core.public_version import note_change
from tests.factories import make_article, make_cluster, make_event, make_mission
from tests.factories.hiding import HIDINGS

pytestmark = pytest.mark.django_db


def read(path: str) -> Calendar:
    """The calendar at an address, as a program reads it: nothing may be wrong with it."""
    response = Client().get(path)
    assert response.status_code == 200, path
    assert response["Content-Type"] == "text/calendar; charset=utf-8; method=PUBLISH"
    assert not response.cookies
    calendar: Calendar = Calendar.from_ical(response.content)
    calendar.validate()
    assert not calendar.errors
    assert calendar.get_missing_tzids() == set()
    for event in calendar.events:
        assert not event.errors
        # What RFC 5546, 3.2.1 demands of METHOD:PUBLISH.
        assert all(
            event.get(name) for name in ("UID", "DTSTAMP", "DTSTART", "ORGANIZER", "SUMMARY", "SEQUENCE")
        )
    assert len({event["UID"] for event in calendar.events}) == len(calendar.events)
    return calendar


def titles(path: str) -> list[str]:
    """The titles in a calendar, in its order."""
    return [str(event["SUMMARY"]) for event in read(path).events]


def test_an_agenda_holds_what_is_coming_and_what_was_over_a_short_time_ago(loire: Cluster) -> None:
    """Soonest first, with the deadlines of missions; news has no place in it."""
    today = timezone.localdate()
    make_event(loire, title="Bientôt", starts_on=today + timedelta(days=3))
    make_event(None, title="Hier", starts_on=today - timedelta(days=1))
    make_event(loire, title="Jadis", starts_on=today - timedelta(days=400))
    make_mission(loire, title="Cap à l’ouest")
    make_article(loire, title="Nouvelle")
    assert titles("/fr/feeds/calendar.ics") == [
        "Hier",
        "Bientôt",
        "Cap à l’ouest",
        "Dernier jour pour candidater : Cap à l’ouest",
    ]
    calendar = read("/fr/feeds/calendar.ics")
    assert calendar["METHOD"] == "PUBLISH"
    assert str(calendar["X-WR-CALNAME"]) == "Agenda – Fédération des clusters EdTech francophones"
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT6H" in calendar.to_ical()
    assert all(event["TRANSP"] == "TRANSPARENT" for event in calendar.events)


def test_a_calendar_follows_a_cluster_a_topic_or_a_kind(loire: Cluster) -> None:
    """And what is common to them."""
    other = make_cluster("mer", "MER")
    topic = Topic.objects.create(key="ai", labels={"fr": "IA"})
    for cluster, title in ((loire, "Loire"), (other, "Mer"), (None, "Fédération")):
        event = make_event(cluster, title=title)
        event.topics.add(topic)
        event.save()
        make_event(
            cluster, title=f"{title}, autre sujet", starts_on=timezone.localdate() + timedelta(days=20)
        )
    make_mission(loire, title="Mission")
    assert titles("/fr/feeds/clusters/mer/calendar.ics") == ["Mer", "Mer, autre sujet"]
    assert titles("/fr/feeds/clusters/federation/calendar.ics") == ["Fédération", "Fédération, autre sujet"]
    assert sorted(titles("/fr/feeds/topics/ai/calendar.ics")) == ["Fédération", "Loire", "Mer"]
    assert titles("/fr/feeds/clusters/loire/kinds/event/topics/ai/calendar.ics") == ["Loire"]
    assert titles("/fr/feeds/kinds/mission/calendar.ics")[0] == "Mission"
    name = read("/fr/feeds/clusters/loire/kinds/event/topics/ai/calendar.ics")["X-WR-CALNAME"]
    assert str(name) == "IA – Événements – EdTech Loire"


@pytest.mark.parametrize(
    "path",
    [
        "/fr/feeds/clusters/nobody/calendar.ics",
        "/fr/feeds/topics/nothing/calendar.ics",
        "/fr/feeds/kinds/nothing/calendar.ics",
        "/fr/feeds/kinds/article/calendar.ics",
        "/fr/feeds/kinds/news/calendar.ics",
        "/fr/feeds/calendar.ical",
        "/fr/agenda/nothing/calendar.ics",
        "/fr/calendar.ics",
    ],
)
def test_what_does_not_exist_or_has_no_dates_is_not_found(loire: Cluster, path: str) -> None:
    """404, never an empty calendar that somebody would follow for years."""
    assert Client().get(path).status_code == 404


def test_an_agenda_with_nothing_in_it_is_a_calendar_all_the_same(loire: Cluster) -> None:
    """Whoever follows it keeps a valid subscription."""
    assert read("/fr/feeds/clusters/loire/calendar.ics").events == []


@pytest.mark.parametrize("hide", HIDINGS)
def test_what_a_visitor_may_not_see_is_in_no_calendar(loire: Cluster, hide: Callable[[Page], None]) -> None:
    """Neither in those to follow nor at the event's own address."""
    make_event(None, title="Visible")
    event = make_event(loire, title="Secret")
    assert "Secret" in titles(f"{event.url_path}calendar.ics")
    hide(event)
    for scope in ("", "clusters/loire/", "kinds/event/"):
        assert "Secret" not in titles(f"/fr/feeds/{scope}calendar.ics")
    assert "Visible" in titles("/fr/feeds/calendar.ics")
    assert Client().get(f"{event.url_path}calendar.ics").status_code == 404


def test_languages_are_never_mixed_and_share_their_identity(loire: Cluster) -> None:
    """Each calendar in its own language; one event has one UID in all of them."""
    french = make_event(loire, title="Rencontre", status="cancelled")
    english = make_event(
        loire, "en", title="Meeting", status="cancelled", translation_key=french.translation_key
    )
    make_event(loire, title="Seulement en français")
    make_event(loire, "ar", title="لقاء", slug="liqa")
    (in_english,) = read("/en/feeds/calendar.ics").events
    assert str(in_english["SUMMARY"]) == "Cancelled – Meeting"
    assert in_english["SUMMARY"].params["LANGUAGE"] == "en"
    assert in_english["UID"] == str(french.translation_key)
    assert str(read(f"{english.url_path}calendar.ics").events[0]["URL"]).endswith(english.url_path)
    assert titles("/ar/feeds/calendar.ics") == ["لقاء"]
    assert titles("/es/feeds/calendar.ics") == []


def test_a_language_that_is_closed_has_no_calendar(loire: Cluster) -> None:
    """As it has no pages."""
    event = make_event(loire, "es")
    LocaleState.objects.create(locale=Locale.objects.get(language_code="es"), is_active=False)
    assert Client().get("/es/feeds/calendar.ics").status_code == 404
    assert Client().get(f"{event.url_path}calendar.ics").status_code == 404


def test_hours_stand_in_the_event_s_own_zone_and_the_zone_is_told(loire: Cluster) -> None:
    """Noon in Montréal and nine o’clock in Paris, in one calendar."""
    make_event(loire, title="Midi", start_time=time(12), end_time=time(13), time_zone="America/Toronto")
    make_event(loire, title="Matin", start_time=time(9), time_zone="Europe/Paris")
    body = Client().get("/fr/feeds/calendar.ics").content.decode()
    calendar = read("/fr/feeds/calendar.ics")
    assert {zone.tz_name for zone in calendar.timezones} == {"America/Toronto", "Europe/Paris"}
    assert "DTSTART;TZID=America/Toronto:" in body
    hours = {str(e["SUMMARY"]): e.DTSTART.hour for e in calendar.events}
    assert hours == {"Midi": 12, "Matin": 9}
    assert next(e for e in calendar.events if str(e["SUMMARY"]) == "Matin").DTEND is None


def test_one_event_or_mission_to_add(loire: Cluster) -> None:
    """A file with a name, from a button on the page; it takes the reader's time."""
    event = make_event(loire, title="Rencontre", slug="rencontre")
    path = f"{event.url_path}calendar.ics"
    assert f'href="{path}"' in Client().get(event.url_path).content.decode()
    assert Client().get(path)["Content-Disposition"] == 'inline; filename="rencontre.ics"'
    (only,) = read(path).events
    assert only["TRANSP"] == "OPAQUE"
    mission = make_mission(loire)
    assert len(read(f"{mission.url_path}calendar.ics").events) == 2
    cancelled = make_event(loire, status="cancelled")
    assert f"{cancelled.url_path}calendar.ics" not in Client().get(cancelled.url_path).content.decode()
    article = make_article(loire)
    assert Client().get(f"{article.url_path}calendar.ics").status_code == 404


def test_a_program_that_asks_again_is_told_when_nothing_changed(loire: Cluster) -> None:
    """304 by tag and by date; a new publication, and an expiry by the clock alone, bring the calendar again."""
    event = make_event(loire)
    for path in ("/fr/feeds/calendar.ics", f"{event.url_path}calendar.ics"):
        first = Client().get(path)
        again = Client().get(path, headers={"if-none-match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert Client().get(path, headers={"if-modified-since": first["Last-Modified"]}).status_code == 304
        assert Client().head(path).status_code == 200
        assert Client().post(path).status_code == 405
    first = Client().get("/fr/feeds/calendar.ics")
    EventPage.objects.filter(pk=event.pk).update(expire_at=timezone.now())
    note_change()  # an update past signals, as whoever writes one does
    assert Client().get("/fr/feeds/calendar.ics", headers={"if-none-match": first["ETag"]}).status_code == 200


def test_a_calendar_is_bounded_and_keeps_what_comes_first(
    loire: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its queries are counted in tests/test_query_budgets.py."""
    monkeypatch.setattr("events.ical.feeds.MOST_PAGES", 2)
    calendar = "/fr/feeds/calendar.ics"
    for days in (3, 1):
        make_event(loire, title=f"J+{days}", starts_on=timezone.localdate() + timedelta(days=days))
    assert titles(calendar) == ["J+1", "J+3"]
    assert "X-WR-CALDESC" not in Calendar.from_ical(Client().get(calendar).content)
    make_event(loire, title="J+2", starts_on=timezone.localdate() + timedelta(days=2))
    assert titles(calendar) == ["J+1", "J+2"]
    cut = "Les 2 premières dates : les suivantes entrent quand elles approchent."
    assert Calendar.from_ical(Client().get(calendar).content)["X-WR-CALDESC"] == cut
