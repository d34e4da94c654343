"""Dates of events and missions: zones, whole days, deadlines in words, what is over."""

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from lxml import html

from events.details import event_details, mission_details
from events.models import EventPage, TradeMissionPage
from events.wording import clock_city, deadline_in_words, hours_with_zone, where_and_when
from fedcms.core.i18n.days import days_in_words
from tests.factories import make_cluster, make_event, make_mission

pytestmark = pytest.mark.django_db


def event(**fields: object) -> EventPage:
    """An event that is not saved."""
    values: dict[str, object] = {"title": "E", "summary": "S", "starts_on": date(2027, 3, 10)}
    return EventPage(**(values | fields))


def test_hours_are_those_of_the_event_s_own_zone() -> None:
    """Noon in Montréal is noon in Montréal, whoever reads."""
    page = event(
        start_time=time(12), end_time=time(13, 30), time_zone="America/Toronto", venue_city="Montréal"
    )
    page.full_clean(
        exclude=["path", "depth", "slug", "content_type", "locale", "translation_key", "url_path"]
    )
    assert page.starts_at == datetime(2027, 3, 10, 12, tzinfo=ZoneInfo("America/Toronto"))
    with translation.override("fr"):
        assert where_and_when(page) == "Montréal, 12 h – 13 h 30 (Toronto)"


def test_a_city_of_another_zone_of_the_country_does_not_stand_beside_the_hours() -> None:
    """Its clock shows another hour."""
    page = event(start_time=time(14, 30), time_zone="America/Toronto", venue_city="Vancouver")
    page.venue_country = "CA"
    assert clock_city(page) == "Toronto"
    page.venue_city = "Ottawa"
    assert clock_city(page) == "Ottawa"


@pytest.mark.parametrize(
    ("zone", "language", "line", "clock"),
    [
        ("America/Toronto", "fr", "Montréal, 14 h 30 – 16 h", "14 h 30 – 16 h (Montréal)"),
        ("America/Montreal", "fr", "Montréal, 14 h 30 – 16 h", "14 h 30 – 16 h (Montréal)"),
        ("America/Toronto", "en", "Montréal, 14:30 – 16:00", "14:30 – 16:00 (Montréal)"),
        ("America/Toronto", "es", "Montréal, 14:30 – 16:00", "14:30 – 16:00 (Montréal)"),
        (
            "America/Toronto",
            "ar",
            "\u2068Montréal\u2069، 14:30 – 16:00",
            "14:30 – 16:00 (\u2068Montréal\u2069)",
        ),
        ("Europe/Paris", "fr", "Montréal, 14 h 30 – 16 h (Paris)", "14 h 30 – 16 h (Paris)"),
    ],
)
def test_hours_stand_beside_the_event_s_own_city(zone: str, language: str, line: str, clock: str) -> None:
    """In one piece, as the language writes them; the clock of another country is named by its own city."""
    page = event(start_time=time(14, 30), end_time=time(16), time_zone=zone, venue_city="Montréal")
    page.venue_country = "CA"
    page.full_clean(
        exclude=["path", "depth", "slug", "content_type", "locale", "translation_key", "url_path"]
    )
    with translation.override(language):
        said = (where_and_when(page), hours_with_zone(page, clock_city(page)))
    unbroken = re.compile("(?<=\\d) (?=[h–])|(?<=h) (?=\\d|–)|(?<=–) ")
    assert said == (unbroken.sub("\u00a0", line), unbroken.sub("\u00a0", clock))


@pytest.mark.parametrize(
    ("fields", "short", "lines"),
    [
        ({"venue_name": "Le Quai"}, "Le Quai", "<bdi>Le Quai</bdi>"),
        (
            {"venue_address": "1, quai des Ateliers"},
            "1, quai des Ateliers",
            "<bdi>1, quai des Ateliers</bdi>",
        ),
        (
            {"venue_name": "Le Quai", "venue_address": "1, quai", "venue_country": "BE"},
            "Le Quai",
            "<bdi>Le Quai</bdi><br><bdi>1, quai</bdi>, Belgique",
        ),
        ({"venue_country": "BE"}, "", "Belgique"),
        ({"venue_name": "R & D <x>"}, "R & D <x>", "<bdi>R &amp; D &lt;x&gt;</bdi>"),
        ({"venue_name": "Le Quai", "online_url": "https://salle.example/"}, "Le Quai", "<bdi>Le Quai</bdi>"),
        ({"venue_name": "Le Quai", "venue_city": "Brest"}, "Brest", "<bdi>Le Quai</bdi><br><bdi>Brest</bdi>"),
        ({"online_url": "https://salle.example/"}, "En ligne", ""),
        ({}, "", ""),
    ],
)
def test_what_is_known_of_the_place_is_shown(fields: dict[str, object], short: str, lines: str) -> None:
    """Without a city, the venue or its address; in full beside the text."""
    with translation.override("fr"):
        page = event(**fields)
        assert where_and_when(page) == short
        assert event_details(page)[0]["text"] == lines


def test_an_address_in_latin_letters_does_not_turn_the_country_of_an_arabic_line() -> None:
    """Each part stands apart: in one run of Latin letters, commas and the country stood at the wrong ends."""
    page = event(
        venue_name="Les Ateliers", venue_address="27 quai", venue_postcode="35000", venue_city="Rennes"
    )
    page.venue_country = "FR"
    with translation.override("ar"):
        assert event_details(page)[0]["text"] == (
            "<bdi>Les Ateliers</bdi><br><bdi>27 quai</bdi>، <bdi>35000 Rennes</bdi>، فرنسا"
        )


def test_an_agenda_shows_a_venue_without_a_city(federation: object, client: Client) -> None:
    """Read with the other columns of the agenda, not once for each event."""
    for _number in range(3):
        make_event(None, venue_name="Le Quai", venue_city="")
    with CaptureQueriesContext(connection) as captured:
        page = client.get("/fr/agenda/").content.decode()
    assert page.count('<p class="agenda__where">Le Quai</p>') == 3
    # The filters count by it, too, in a query of groups.
    asked = [query["sql"] for query in captured if "venue_name" in query["sql"]]
    assert sum("COUNT(" not in sql for sql in asked) == 1


def test_a_whole_day_ends_with_its_last_day() -> None:
    """Without hours, the event is on until midnight."""
    page = event(ends_on=date(2027, 3, 12), time_zone="Europe/Paris")
    page.time_zone = ZoneInfo("Europe/Paris")
    assert page.is_all_day
    assert page.ends_at == datetime(2027, 3, 13, tzinfo=ZoneInfo("Europe/Paris"))


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"ends_on": date(2027, 3, 9)}, "ends_on"),
        ({"start_time": time(12), "end_time": time(11)}, "end_time"),
        ({"end_time": time(11)}, "start_time"),
    ],
)
def test_dates_that_cannot_be_are_refused_at_their_field(fields: dict[str, object], field: str) -> None:
    """The form shows the error where it is."""
    page = event(**fields)
    page.time_zone = ZoneInfo("Europe/Paris")
    with pytest.raises(ValidationError) as refused:
        page.clean()
    assert field in refused.value.message_dict


def test_a_destination_has_the_comma_of_its_language() -> None:
    """Arabic has its own."""
    mission = TradeMissionPage(destination_city="Montréal", destination_country="CA")
    for language, text in (("fr", "<bdi>Montréal</bdi>, Canada"), ("ar", "<bdi>Montréal</bdi>، كندا")):
        with translation.override(language):
            assert mission_details(mission)[0]["text"] == text


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (12, "encore 12 jours"),
        (1, "encore 1 jour"),
        (0, "dernier jour aujourd’hui"),
        (-1, "candidatures closes"),
    ],
)
def test_deadlines_in_words(days: int, words: str) -> None:
    """The last day counts."""
    with translation.override("fr"):
        assert deadline_in_words(days) == words


def test_a_mission_closes_after_its_last_day() -> None:
    """Open all through the day of the deadline."""
    mission = TradeMissionPage(deadline=date(2027, 1, 15))
    with time_machine.travel(datetime(2027, 1, 15, 22, tzinfo=ZoneInfo("Europe/Paris"))):
        assert mission.is_open
    with time_machine.travel(datetime(2027, 1, 16, 1, tzinfo=ZoneInfo("Europe/Paris"))):
        assert not mission.is_open


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("scheduled", ["Cet événement est terminé."]),
        ("moved", ["Déplacé", "Cet événement est terminé."]),
        ("postponed", ["Reporté"]),
        ("cancelled", ["Annulé"]),
    ],
)
def test_an_event_that_is_over_says_so_and_takes_nobody(
    federation: object, client: Client, status: str, words: list[str]
) -> None:
    """From its last minute in its own zone; what did not take place that day is not called over."""
    zone = ZoneInfo("America/Toronto")
    page = make_event(
        None,
        status=status,
        starts_on=date(2027, 3, 10),
        start_time=time(19),
        end_time=time(21),
        time_zone="America/Toronto",
        signup_url="https://inscription.example/",
    )

    def shown(moment: datetime) -> tuple[list[str], int]:
        with time_machine.travel(moment, tick=False):
            tree = html.fromstring(client.get(page.url_path).content)
        notices = tree.xpath("//main//div[contains(@class, 'notice')]")
        actions = tree.xpath("//p[@class='details__actions']/a")
        return [notice.text_content() for notice in notices], len(actions)

    before = [word for word in words if "terminé" not in word]
    assert shown(datetime(2027, 3, 10, 20, 59, tzinfo=zone)) == (before, 0 if status == "cancelled" else 2)
    assert shown(datetime(2027, 3, 10, 21, 1, tzinfo=zone)) == (words, 0)


def test_a_mission_that_is_back_says_so(federation: object, client: Client) -> None:
    """And leads to no calendar; until then, closed applications are no end."""
    day = date(2027, 3, 10)
    page = make_mission(None, starts_on=day, ends_on=day, deadline=date(2027, 3, 1))
    over, calendar = "Cette mission est terminée.", "Ajouter à l’agenda"
    with time_machine.travel(datetime(2027, 3, 10, 12, tzinfo=UTC)):
        text = client.get(page.url_path).content.decode()
        assert (over in text, calendar in text, "candidatures closes" in text) == (False, True, True)
    with time_machine.travel(datetime(2027, 3, 11, 12, tzinfo=UTC)):
        text = client.get(page.url_path).content.decode()
        assert (over in text, calendar in text) == (True, False)


def test_the_agenda_shows_what_is_coming_and_past_events_apart(federation: object) -> None:
    """Soonest first; what is over is one link away."""
    cluster = make_cluster("loire", "LOI")
    today = date.today()  # noqa: DTZ011  # any day does
    make_event(cluster, title="Bientôt", starts_on=today + timedelta(days=3))
    make_mission(cluster, title="Plus tard")
    make_event(cluster, title="Déjà fini", starts_on=today - timedelta(days=30))
    page = Client().get("/fr/agenda/").content.decode()
    assert page.index("Bientôt") < page.index("Plus tard")
    assert "Déjà fini" not in page
    past = Client().get("/fr/agenda/?past=1").content.decode()
    assert "Déjà fini" in past
    assert "Bientôt" not in past


@pytest.mark.parametrize(
    ("zone", "hour"), [("Indian/Reunion", None), ("America/Toronto", time(20)), ("Europe/Paris", time(9))]
)
def test_an_agenda_shows_the_days_of_the_event_s_own_zone(
    federation: object, client: Client, zone: str, hour: time | None
) -> None:
    """An evening in Montréal is over the day after in Paris; a day on La Réunion begins there the evening before."""
    first = (date.today() + timedelta(days=40)).replace(day=10)  # noqa: DTZ011  # any month does
    last = first + timedelta(days=1)
    page = make_event(None, starts_on=first, ends_on=last, start_time=hour, time_zone=zone)
    row = client.get("/fr/agenda/").content.decode().partition('<article class="agenda__row')[2]
    assert f'<span class="agenda__day">{first:%d}</span>' in row
    assert f'<time datetime="{page.starts_at.isoformat()}">' in row
    with translation.override("fr"):
        assert f'<span class="nowrap">{days_in_words(first, last)}</span>' in row
    own = client.get(page.url_path).content.decode()
    assert '<span class="agenda__day nowrap">10–11</span>' in own


def test_days_of_two_months_are_both_said(federation: object, client: Client) -> None:
    page = make_event(None, starts_on=date(2037, 2, 27), ends_on=date(2037, 3, 1))
    own = html.fromstring(client.get(page.url_path).content).find_class("event__when")[0].text_content()
    assert " ".join(own.split()).startswith("27 février 2037 jusqu’au 1er mars 2037")
