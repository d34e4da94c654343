"""The filters of the agenda: country, way of taking part, days; kept from view to view, taken off one by one."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.test import Client
from django.utils import translation
from lxml.html import HtmlElement, document_fromstring

from events.facets import country_choices
from tests.factories import make_article, make_event, make_mission
from tests.shared_rows import Keep

pytestmark = pytest.mark.django_db

NOW = datetime(2027, 4, 1, 12, tzinfo=UTC)
AGENDA = "/fr/agenda/"


@pytest.fixture(scope="module")
def kept_agenda(keep: Keep) -> None:
    """Five events and a mission: on site, online, both; in three countries; of March to September 2027."""
    with keep(), time_machine.travel(NOW):
        lille = {"venue_city": "Lille", "venue_country": "FR"}
        make_event(None, title="Atelier de Lille", starts_on=date(2027, 4, 3), event_type="workshop", **lille)
        make_event(
            None, title="Salon de mars", starts_on=date(2027, 3, 10), ends_on=date(2027, 3, 12), **lille
        )
        online = {"venue_city": "", "online_url": "https://example.org/direct"}
        make_event(None, title="Webinaire", starts_on=date(2027, 4, 20), event_type="webinar", **online)
        make_event(
            None,
            title="Colloque mixte",
            starts_on=date(2027, 9, 8),
            venue_city="Namur",
            venue_country="BE",
            online_url="https://example.org/direct",
        )
        make_event(None, "en", title="English meetup", starts_on=date(2027, 4, 22), **lille)
        make_mission(
            None,
            title="Mission Dakar",
            destination_country="SN",
            starts_on=date(2027, 6, 1),
            ends_on=date(2027, 6, 4),
            deadline=date(2027, 5, 1),
        )
        make_article(None, "en", title="English news")


@pytest.fixture(autouse=True)
def agenda(kept_agenda: None, federation: object, db: None) -> None:
    """On the first of April 2027."""


def read(query: str = "", path: str = AGENDA) -> HtmlElement:
    """The agenda at an address, as it is on the first of April 2027."""
    with time_machine.travel(NOW):
        answer = Client().get(f"{path}{query}")
    assert answer.status_code == 200
    return document_fromstring(answer.content.decode())


def titles(page: HtmlElement) -> list[str]:
    """What is listed."""
    return [str(text) for text in page.xpath("//div[@class='listing__main']//article//a/text()")]


def count(page: HtmlElement) -> str:
    """The words above the list."""
    return " ".join(page.xpath("//p[@class='listing__count']")[0].text_content().split())


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["Atelier de Lille", "Webinaire", "Mission Dakar", "Colloque mixte"]),
        ("?country=FR", ["Atelier de Lille"]),
        ("?country=SN", ["Mission Dakar"]),
        ("?attendance=online", ["Webinaire"]),
        ("?attendance=mixed", ["Colloque mixte"]),
        ("?attendance=onsite", ["Atelier de Lille", "Mission Dakar"]),
        ("?attendance=onsite&country=FR", ["Atelier de Lille"]),
        ("?type=webinar", ["Webinaire"]),
        ("?type=workshop&country=FR", ["Atelier de Lille"]),
        ("?type=fair", []),
        ("?period=week", ["Atelier de Lille"]),
        ("?period=month", ["Atelier de Lille", "Webinaire"]),
        ("?period=past", ["Salon de mars"]),
        ("?from=2027-03-12&to=2027-04-03", ["Salon de mars", "Atelier de Lille"]),
        ("?to=2027-03-31", ["Salon de mars"]),
        ("?from=2027-06-04", ["Mission Dakar", "Colloque mixte"]),
        ("?past=1&country=FR", ["Salon de mars"]),
        ("?period=month&from=2027-04-10", ["Webinaire"]),
        ("?period=month&from=2027-08-10", []),
    ],
)
def test_a_filter_leaves_what_it_says(query: str, expected: list[str]) -> None:
    page = read(query)
    assert titles(page) == expected
    assert count(page).startswith(f"{len(expected)} ")


def test_each_option_says_how_many_it_leaves() -> None:
    page = read()
    counts = {
        str(label.xpath("./input/@value")[0]): label.xpath("string(./span[@class='facets__count'])")
        for name in ("type", "country", "attendance")
        for label in page.xpath(f"//label[./input[@name='{name}' and @value!='']]")
    }
    places = {"BE": "1", "FR": "1", "SN": "1", "onsite": "2", "online": "1", "mixed": "1"}
    assert counts == {"workshop": "1", "webinar": "1"} | places


def test_filters_are_taken_off_one_by_one() -> None:
    page = read("?type=workshop&country=FR&attendance=onsite&period=month&from=2027-04-02&to=2027-04-30")
    links = {
        link.text_content().split("filtre")[-1].strip(): link.get("href")
        for link in page.xpath("//a[@class='filters__item']")
    }
    assert list(links) == [
        "Atelier",
        "France",
        "Sur place",
        "Ce mois-ci",
        "À partir du 2 avril 2027",
        "Jusqu’au 30 avril 2027",
    ]
    assert links["France"] == "?type=workshop&attendance=onsite&period=month&from=2027-04-02&to=2027-04-30"
    assert links["Ce mois-ci"] == "?type=workshop&country=FR&attendance=onsite&from=2027-04-02&to=2027-04-30"
    assert page.xpath("//a[@class='filters__reset']/@href") == ["?"]


def test_filters_survive_the_change_of_view_and_of_language() -> None:
    page = read("?country=FR&from=2027-04-02")
    views = page.xpath("//ul[@class='views']//a/@href")
    assert len(views) >= 3
    assert all("country=FR" in href and "from=2027-04-02" in href for href in views)
    english = page.xpath("//a[@hreflang='en']/@href")[0]
    assert "country=FR" in english
    assert "from=2027-04-02" in english


@pytest.mark.parametrize(
    ("query", "current", "coming"),
    [
        ("", ["À venir"], ""),
        ("?country=FR", ["À venir"], "?country=FR"),
        ("?past=1", ["Passés"], "?"),
        ("?period=past&country=FR", ["Passés"], "?country=FR"),
        ("?period=week", [], "?period=week"),
        ("?to=2027-03-31", [], "?to=2027-03-31"),
    ],
)
def test_a_view_is_current_only_if_it_is_shown_and_each_can_be_left(
    query: str, current: list[str], coming: str
) -> None:
    links = read(query).xpath("//ul[@class='views']//a")
    assert [link.text_content() for link in links if link.get("aria-current")] == current
    assert links[0].get("href") == coming


def test_countries_stand_where_a_reader_looks_for_them() -> None:
    with translation.override("fr"):
        names = [name for _code, name in country_choices()]
    assert names.index("Danemark") < names.index("Égypte") < names.index("Espagne") < names.index("Zambie")


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("country=XX", "Filtre « Pays » : « XX » n’est pas une valeur possible, elle est ignorée."),
        ("type=mission", "Filtre « Type d’événement » : « mission »"),
        ("attendance=soon", "« soon »"),
        ("from=2027-02-31", "Filtre « Du » : « 2027-02-31 »"),
        ("from=0001-01-01", "« 0001-01-01 »"),
        ("from=2027-05-01&to=2027-04-01", "Filtre « Au » : « 2027-04-01 »"),
        ("period=soon", "« soon »"),
        ("view=month&month=2027-13", "« 2027-13 »"),
        ("view=tree", "« tree »"),
        ("topic=%3Cscript%3E", "« <script> »"),
    ],
)
def test_a_value_that_no_filter_has_is_named_and_ignored(query: str, words: str) -> None:
    page = read(f"?{query}")
    notices = " ".join(" ".join(page.xpath("//p[contains(@class,'notice--quiet')]/text()")).split())
    assert words.replace("\xa0", " ") in notices.replace("\xa0", " ")


def test_what_is_counted_has_its_name() -> None:
    assert count(read(path="/fr/missions/")) == "1 mission"
    assert count(read("?kind=event")) == "3 événements"
    assert count(read()) == "4 rendez-vous"
    assert count(read("?kind=mission&view=month&month=2027-06")) == "1 mission en juin 2027"


def test_the_month_opens_where_something_is_and_says_what_is_around() -> None:
    assert count(read("?view=month")) == "2 rendez-vous en avril 2027"
    mission = read("?view=month&kind=mission")
    assert count(mission) == "1 mission en juin 2027"
    mixed = read("?view=month&attendance=mixed")
    assert count(mixed) == "1 rendez-vous en septembre 2027"
    around = [
        " ".join(item.text_content().split())
        for item in read("?view=month&month=2027-05").xpath("//ul[@class='beyond']/li")
    ]
    assert around == ["Avant : 3 rendez-vous · avril 2027", "Ensuite : 2 rendez-vous · juin 2027"]
    assert (
        "month=2027-06"
        in read("?view=month&month=2027-05&country=SN").xpath("//ul[@class='beyond']//a/@href")[0]
    )


def test_a_month_of_what_is_over_alone_opens_on_the_last() -> None:
    assert count(read("?view=month&to=2027-03-31")) == "1 rendez-vous en mars 2027"


def test_a_listing_says_what_other_languages_have_besides() -> None:
    page = read()
    (item,) = page.xpath("//ul[@class='elsewhere__list']/li")
    assert " ".join(item.text_content().split()) == "English 1 de plus"
    assert item.xpath("./a/@href")[0].startswith("/en/events/")
    assert not read("?country=SN").xpath("//ul[@class='elsewhere__list']")
    assert read(path="/fr/actualites/").xpath("//ul[@class='elsewhere__list']//a[@hreflang='en']")


@pytest.mark.parametrize("view", ["month", "week", "map"])
def test_a_calendar_says_it_too_and_leads_to_the_same_view(view: str) -> None:
    (item,) = read(f"?view={view}").xpath("//ul[@class='elsewhere__list']/li")
    assert " ".join(item.text_content().split()) == "English 1 de plus"
    assert item.xpath("./a/@href")[0] == f"/en/events/?view={view}"


def test_what_is_translated_is_not_counted_as_missing() -> None:
    from events.models import EventPage  # noqa: PLC0415

    english = EventPage.objects.get(title="English meetup")
    make_event(None, title="Rencontre", starts_on=date(2027, 4, 22), translation_key=english.translation_key)
    assert not read().xpath("//ul[@class='elsewhere__list']")
