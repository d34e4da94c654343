"""A company finds the cluster of its town, and the way in: however the town is typed, and never nothing."""

import pytest
from django.test import Client
from lxml import html

from clusters.directory.cluster_finder import FinderAnswer, find_clusters
from clusters.directory.territory_names import FILE
from clusters.maps.areas import areas
from clusters.maps.entries import MapEntry
from clusters.models import Cluster
from clusters.towns.finding import fold
from tests.clusters.test_map import entry

BRETAGNE = entry("BRE", name="EdTech Bretagne", territory="Bretagne", areas=("FR-BRE",), seat=(-1.68, 48.12))
QUEBEC = entry("QUE", territory="Québec", areas=("CA-QC",), country="CA", seat=(-73.57, 45.5))
MAROC = entry("MAR", territory="Maroc", areas=("MA",), country="MA", seat=(-7.61, 33.59))
SENEGAL = entry("SEN", territory="Sénégal", country="SN", seat=(-17.44, 14.69))
ALL = [BRETAGNE, QUEBEC, MAROC, SENEGAL]


def found(query: str, entries: list[MapEntry] | None = None) -> FinderAnswer:
    """The answer to what somebody typed."""
    entries = ALL if entries is None else entries
    return find_clusters(query, entries, {each.key: f"{each.url}contact/join/" for each in entries})


@pytest.mark.parametrize(
    ("typed", "cluster"),
    [
        ("Saint-Malo", BRETAGNE),
        ("saint malo", BRETAGNE),
        ("QUIMPER", BRETAGNE),
        ("bretagne", BRETAGNE),
        ("EdTech Bretagne", BRETAGNE),
        ("montreal", QUEBEC),
        ("Québec", QUEBEC),
        ("Casablanca", MAROC),
        ("الدار البيضاء", MAROC),
        ("maroc", MAROC),
        ("دكار", SENEGAL),
        ("داكار", SENEGAL),
        ("Thiès", SENEGAL),
    ],
)
def test_a_town_or_territory_leads_to_its_cluster(typed: str, cluster: MapEntry) -> None:
    """Accents, capitals and hyphens forgiven; in Arabic, too."""
    places = found(typed).places
    assert {each.entry for place in places for each in place.clusters} == {cluster}
    assert all(place.is_covered for place in places)
    assert places[0].clusters[0].join_url == f"{cluster.url}contact/join/"


@pytest.mark.parametrize(
    ("typed", "area"),
    [
        ("Bruxelles", "BE-BRU"),
        ("Bruselas", "BE-BRU"),
        ("Anvers", "BE-VLG"),
        ("Gand", "BE-VLG"),
        ("Bâle", "CH-BS"),
        ("Berne", "CH-BE"),
        ("Sion", "CH-VS"),
        ("Bienne", "CH-BE"),
        ("Ginebra", "CH-GE"),
        ("Tanger", "MA"),
        ("Tánger", "MA"),
        ("Marrakech", "MA"),
        ("Alger", "DZ"),
        ("Londres", "GB"),
        ("Dunkerque", "FR-HDF"),
    ],
)
def test_a_town_is_known_by_its_name_in_the_reader_s_language(typed: str, area: str) -> None:
    """And is called so in the answer."""
    places = found(typed, [entry("ONE", areas=(area,)), entry("TWO", areas=("FR-BRE",))]).places
    assert places
    for place in places:
        assert (place.is_covered, place.is_guess) == (True, False)
        assert [each.entry.code for each in place.clusters] == ["ONE"]
    assert fold(places[-1].label).startswith(f"{fold(typed)} (")


def test_a_name_that_only_begins_so_is_asked_back() -> None:
    """Nobody is told of a town that was not typed, as if it were the one."""
    places = found("Quimp", [BRETAGNE]).places
    assert [place.label for place in places] == ["Quimper (Bretagne, France)", "Quimperlé (Bretagne, France)"]
    assert all(place.is_guess for place in places)
    answer = found("Gandhinaga")
    assert (answer.places, answer.spelling) == ((), "Gandhinagar")
    assert [each.entry for each in answer.everyone] == ALL
    assert [place.label for place in found("Gandhinagar").places] == ["Gandhinagar (Inde)"]


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("Normandie", "Normandie, France"),
        ("normandía", "Normandie, France"),
        ("Corse", "Corse, France"),
        ("Flandre", "Flandre, Belgique"),
        ("Espagne", "Espagne"),
        ("Spain", "Espagne"),
        ("إسبانيا", "Espagne"),
    ],
)
def test_a_region_or_country_without_a_cluster_has_the_nearest(typed: str, label: str) -> None:
    """Whatever the language it is typed in. It has no middle from which one could say how far."""
    (place,) = found(typed).places
    assert (place.label, place.is_covered) == (label, False)
    assert place.clusters[0].entry in (BRETAGNE, MAROC)
    assert {each.km for each in place.clusters} == {None}


@pytest.mark.parametrize(
    ("typed", "cluster"),
    [
        ("Brittany", BRETAGNE),
        ("Bretaña", BRETAGNE),
        ("Senegal", SENEGAL),
        ("المغرب", MAROC),
        ("كيبك", QUEBEC),
    ],
)
def test_a_region_or_country_is_known_in_each_language(typed: str, cluster: MapEntry) -> None:
    (place,) = found(typed).places
    assert [each.entry for each in place.clusters] == [cluster]


@pytest.mark.parametrize(
    "typed", ["Rennes, France", "Rennes (35)", "35000 Rennes", "Rennes 35000", "Rennes (35"]
)
def test_what_an_address_has_beside_the_town_is_forgiven(typed: str) -> None:
    assert [place.label for place in found(typed).places] == ["Rennes (Bretagne, France)"]


def test_other_names_are_those_of_regions_of_the_map() -> None:
    lines = FILE.read_text(encoding="utf-8").splitlines()
    assert {line.split("\t")[0] for line in lines} <= set(areas())


def test_towns_of_one_name_are_told_apart() -> None:
    """By region and country."""
    reunion = entry("RUN", areas=("FR-974",), seat=(55.45, -20.88))
    paris = entry("IDF", areas=("FR-IDF",))
    labels = {
        place.clusters[0].entry.code: place.label for place in found("Saint-Denis", [reunion, paris]).places
    }
    assert labels == {"RUN": "Saint-Denis (La Réunion, France)", "IDF": "Saint-Denis (Île-de-France, France)"}


def test_a_cluster_of_a_whole_country_covers_its_regions() -> None:
    france = entry("FRA", areas=("FR",))
    assert [place.is_covered for place in found("Fort-de-France", [france]).places] == [True]


@pytest.mark.parametrize(
    ("typed", "areas", "missed"),
    [
        ("Valence", ("FR-OCC",), "Valence (Auvergne-Rhône-Alpes, France)"),
        ("Rochefort", ("BE-WAL",), "Rochefort (Nouvelle-Aquitaine, France)"),
        ("Laval", ("CA-QC",), "Laval (Pays de la Loire, France)"),
        ("Saint-Gilles", ("FR-OCC",), "Saint-Gilles (Bruxelles-Capitale, Belgique)"),
    ],
)
def test_the_town_that_was_meant_is_named_though_another_has_the_cluster(
    typed: str, areas: tuple[str, ...], missed: str
) -> None:
    """Somebody of a prefecture is not sent to the village of its name as if there were no other."""
    places = found(typed, [entry("ONE", areas=areas, seat=(0.0, 45.0))]).places
    assert [place.label for place in places if not place.is_covered] == [missed]
    assert [each.km is None for place in places if place.is_covered for each in place.clusters] == [True]


def test_a_cluster_that_names_no_territory_is_near_in_a_country_of_regions() -> None:
    """Beside the one of the region, or instead of the nearest, it would be nobody's right answer."""
    new = entry("NEW", seat=(4.83, 45.76))
    (brest,) = found("Quimper", [BRETAGNE, new]).places
    assert [each.entry for each in brest.clusters] == [BRETAGNE]
    (lille,) = found("Lille", [new]).places
    assert (lille.is_covered, [each.entry for each in lille.clusters]) == (False, [new])
    (dakar,) = found("Dakar").places
    assert [each.entry for each in dakar.clusters] == [SENEGAL]


def test_a_town_without_a_cluster_has_the_nearest() -> None:
    (place,) = found("Nantes").places
    assert not place.is_covered
    assert place.clusters[0].entry == BRETAGNE
    assert 90 < (place.clusters[0].km or 0) < 110
    assert [each.entry.code for each in place.clusters[1:]] == ["MAR", "SEN"]


@pytest.mark.parametrize("typed", ["xyzzy", "-", "é" * 80, "%_\\", "<b>"])
def test_an_unknown_town_has_the_whole_list(typed: str) -> None:
    answer = found(typed)
    assert answer.places == ()
    assert [each.entry for each in answer.everyone] == ALL


def test_a_misspelt_town_is_offered() -> None:
    assert found("Quimperr").spelling == "Quimper"
    assert found("Casablanka").spelling == "Casablanca"
    assert found("xyzzy").spelling == ""


@pytest.mark.django_db
class TestPage:
    """The search on the page of the clusters."""

    def test_leads_from_the_footer_to_the_way_in(self, loire: Cluster) -> None:
        """No script: a link, a form, a link."""
        home = html.fromstring(Client().get("/fr/").content.decode())
        assert home.xpath("//footer//a[text()='Trouver mon cluster']/@href") == ["/fr/clusters/#find"]
        loire.areas = ["FR-PDL"]
        loire.save()
        page = Client().get("/fr/clusters/", {"town": "Nantes"})
        assert page.status_code == 200
        (answer,) = html.fromstring(page.content.decode()).xpath("//*[@role='status']")
        assert "Nantes (Pays de la Loire, France)" in answer.text_content()
        assert answer.xpath(".//a/@href") == ["/fr/clusters/loire/", "/fr/clusters/loire/contact/join/"]

    def test_asks_back_what_is_not_typed_to_its_end(self, loire: Cluster) -> None:
        loire.areas = ["FR-PDL"]
        loire.save()
        page = html.fromstring(Client().get("/fr/clusters/", {"town": "Nante"}).content.decode())
        (heading,) = page.xpath("//*[@role='status']//h3")
        assert heading.text_content() == "Vouliez-vous dire Nantes (Pays de la Loire, France)\u00a0?"

    @pytest.mark.parametrize("typed", ["", "\x00", "é" * 10_000, "<script>", "x" * 81])
    def test_any_input_is_answered(self, loire: Cluster, typed: str) -> None:
        page = Client().get("/fr/clusters/", {"town": typed})
        assert page.status_code == 200
        assert "<script>" not in page.content.decode().partition('id="find"')[2].partition("</section>")[0]

    def test_the_page_to_join_the_federation_sends_companies_there(self, loire: Cluster) -> None:
        page = html.fromstring(Client().get("/fr/rejoindre/").content.decode())
        (form,) = page.xpath("//form[.//input[@name='town']]")
        assert (form.get("action"), form.get("method")) == ("/fr/clusters/#find", "get")
