"""The agenda on a map: a pin for what is near to one another, online apart, and the list says the same."""

import pytest
from django.test import Client
from lxml.html import HtmlElement, document_fromstring

from clusters.towns.finding import town_named
from tests.factories import make_event, make_mission
from tests.shared_rows import Keep

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def kept_map(keep: Keep) -> None:
    """Four events at three places near to or far from one another, two apart, two missions."""
    with keep():
        lille = {"venue_city": "Lille", "venue_country": "FR"}
        make_event(None, title="Salon de Lille", latitude=50.63, longitude=3.06, **lille)
        make_event(None, title="Atelier de Roubaix", venue_city="Roubaix", venue_country="FR")
        make_event(None, title="Colloque de Rennes", venue_city="rennes", venue_country="FR")
        make_event(None, title="Forum réunionnais", venue_city="Saint-Denis", venue_country="RE")
        make_event(None, title="Webinaire", venue_city="", online_url="https://example.org/direct")
        make_event(None, title="Quelque part", venue_city="Nulle-Part-sur-Mer", venue_country="")
        make_event(None, title="Hall sans ville", venue_city="", venue_name="Halle 3")
        make_event(None, title="Lieu à venir", venue_city="", venue_name="", venue_address="", online_url="")
        make_mission(None, title="Mission Montréal")
        make_mission(None, title="Mission au Japon", destination_city="Nulle-Part", destination_country="JP")


@pytest.fixture
def shown(kept_map: None, federation: object, db: None) -> HtmlElement:
    """The map of the federation's agenda."""
    return read()


def read(query: str = "") -> HtmlElement:
    """The agenda on the map."""
    answer = Client().get(f"/fr/agenda/?view=map{query}")
    assert answer.status_code == 200
    return document_fromstring(answer.content.decode())


def listed(page: HtmlElement) -> dict[str, list[str]]:
    """The titles below each heading of the list."""
    return {
        " ".join(place.xpath("string(./h2)").split()): [
            str(title) for title in place.xpath(".//article//a/text()")
        ]
        for place in page.xpath("//section[contains(@class,'agenda-map__place')]")
    }


def test_what_is_near_shares_a_pin_and_online_stands_apart(shown: HtmlElement) -> None:
    found = {heading: sorted(titles) for heading, titles in listed(shown).items()}
    assert found == {
        "2 Lille, Roubaix": ["Atelier de Roubaix", "Salon de Lille"],
        "1 rennes": ["Colloque de Rennes"],
        "1 Saint-Denis": ["Forum réunionnais"],
        "1 Montréal": ["Mission Montréal"],
        "1 Nulle-Part": ["Mission au Japon"],
        "En ligne": ["Webinaire"],
        "Lieu absent de la carte": ["Hall sans ville", "Lieu à venir", "Quelque part"],
    }


def test_each_pin_is_a_link_to_its_place_in_the_list(shown: HtmlElement) -> None:
    """By keyboard and without scripts; what it says is what it shows."""
    pins = shown.xpath("//a[contains(@class,'map__pin')]")
    names = {str(pin.get("aria-label")).replace("\xa0", " ") for pin in pins}
    assert "Lille : 2 rendez-vous" in names
    assert len(pins) == 5
    for pin in pins:
        (place,) = shown.xpath(f"//section[@id='{str(pin.get('href'))[1:]}']")
        number = len(place.xpath(".//article"))
        assert pin.xpath("string(.//*[@class='map__code'])") == str(number)


def test_a_mission_has_another_mark_than_an_event(shown: HtmlElement) -> None:
    """Not by its colour alone; the legend says so."""
    marks = {
        str(pin.get("aria-label")).split("\xa0")[0]: bool(pin.xpath(".//circle"))
        for pin in shown.xpath("//a[contains(@class,'map__pin')]")
    }
    assert marks == {
        "Lille": True,
        "rennes": True,
        "Saint-Denis": True,
        "Montréal": False,
        "Nulle-Part": False,
    }
    assert "Missions seulement" in shown.xpath("string(//ul[@class='agenda-map__legend'])")


def test_the_map_follows_the_filters(kept_map: None, federation: object) -> None:
    assert list(listed(read("&country=CA"))) == ["1 Montréal"]
    assert list(listed(read("&attendance=online"))) == ["En ligne"]
    nothing = read("&country=CA&attendance=online")
    assert not nothing.xpath("//svg[contains(@class,'map--')]")
    assert "Aucun rendez-vous" in nothing.text_content()


def test_a_town_is_found_by_its_whole_name_in_its_country() -> None:
    found = town_named("SAINT-ÉTIENNE", "FR")
    assert found is not None
    assert found.name == "Saint-Étienne"
    assert town_named("Saint", "FR") is None
    assert town_named("Rennes", "CA") is None
