"""A town is found by the beginning of its name, however it is typed, and nobody outside is asked."""

import pytest
from django.test import Client
from django.urls import reverse

from clusters.models import Cluster
from clusters.towns.finding import MOST_FOUND, exonyms, find_towns, names_of_town, town_named, towns_called
from tests.factories import make_user


@pytest.mark.parametrize("typed", ["Rennes", "RENN", "  rennes "])
def test_the_largest_of_a_name_comes_first(typed: str) -> None:
    town = find_towns(typed)[0]
    assert (town.name, town.country) == ("Rennes", "FR")
    assert abs(town.latitude - 48.11) < 0.05
    assert abs(town.longitude + 1.67) < 0.05


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("saint malo", "Saint-Malo"),
        ("quebec", "Québec"),
        ("Évry", "Évry"),
        ("L'Hay les roses", "L'Haÿ-les-Roses"),
        ("dakar", "Dakar"),
    ],
)
def test_accents_hyphens_and_capitals_do_not_matter(typed: str, name: str) -> None:
    assert name in [town.name for town in find_towns(typed)]


def test_other_names_are_those_of_towns_of_the_list() -> None:
    """A town is found once, by whichever of its names."""
    for (name, country), others in exonyms().items():
        town = town_named(name, country)
        assert town, (name, country)
        for other in others:
            called = [each for each in towns_called(other) if each.position == town.position]
            assert [each.name for each in called] == [other]
    assert [town.name for town in find_towns("alger")][:1] == ["Alger"]
    assert [town.country for town in find_towns("brussel")] == ["BE"]


def test_as_few_as_one_can_read() -> None:
    assert len(find_towns("sa")) == MOST_FOUND
    assert find_towns("s") == find_towns("") == find_towns("-") == []
    assert find_towns("xyzzy") == []


@pytest.mark.django_db
class TestSearch:
    def test_answers_who_is_in_the_admin(self, loire: Cluster) -> None:
        client = Client()
        assert client.get(reverse("towns"), {"q": "rennes"}).status_code == 302
        client.force_login(make_user("elsa", loire, "editor"))
        answer = client.get(reverse("towns"), {"q": "rennes"})
        first = answer.json()["towns"][0]
        assert first["label"] == "Rennes (France)"
        assert set(first) == {"label", "name", "country", "latitude", "longitude"}

    @pytest.mark.parametrize("query", ["", "\x00", "é" * 10_000, "%_\\", "<script>"])
    def test_any_input_is_answered(self, loire: Cluster, query: str) -> None:
        client = Client()
        client.force_login(make_user("elsa", loire, "editor"))
        assert client.get(reverse("towns"), {"q": query}).json() == {"towns": []}
        assert client.post(reverse("towns"), {"q": query}).status_code == 405


def test_a_town_has_all_its_names_and_spellings() -> None:
    everything = {"Dakar", "دكار", "داكار"}
    assert {*names_of_town("Dakar", "SN")} == {*names_of_town("دكار", "SN")} == everything
    assert names_of_town("دكار", "SN")[0] == "دكار"
    assert {"Barcelone", "Barcelona", "برشلونة"} <= {*names_of_town("Barcelone", "ES")}
    assert (names_of_town("Nulle-Part", "SN"), names_of_town("", "SN")) == (["Nulle-Part"], [])
