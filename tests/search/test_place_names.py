"""A page is found by each name and spelling of its place, whatever language it is in."""

import pytest
from django.test import Client
from lxml import html

from clusters.models import Cluster
from tests.factories import make_cluster, make_mission, make_release
from tests.shared_rows import Keep, again

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def kept_cluster(keep: Keep) -> Cluster:
    """A mission to Dakar in French and in Arabic, and one elsewhere; a release from Rabat in a cluster of Morocco."""
    with keep():
        cluster = make_cluster("essais", "ESS", country="MA")
        dakar = {"destination_country": "SN", "programme": []}
        make_mission(cluster, title="Une délégation", destination_city="Dakar", **dakar)
        make_mission(cluster, "ar", slug="wafd", title="وفد", destination_city="دكار", **dakar)
        make_mission(cluster, title="Une autre", destination_city="Montréal", programme=[])
        make_release(cluster, title="Un communiqué", dateline_place="Rabat")
        return cluster


@pytest.fixture
def cluster(kept_cluster: Cluster, db: None) -> Cluster:
    """As it was made."""
    return again(kept_cluster)


def found(query: str, language: str) -> list[str]:
    """The titles of the results in a language."""
    response = Client().get(f"/{language}/search/", {"q": query})
    page = html.fromstring(response.content.decode())
    return [link.text_content().strip() for link in page.xpath("//article//h2/a | //article//h3/a")]


@pytest.mark.parametrize("name", ["Dakar", "dakar", "دكار", "داكار"])
def test_a_destination_is_found_by_all_its_names_in_both_scripts(cluster: Cluster, name: str) -> None:
    assert found(name, "fr") == ["Une délégation"]
    assert found(name, "ar") == ["وفد"]


def test_so_is_the_place_of_a_release(cluster: Cluster) -> None:
    assert found("الرباط", "fr") == ["Un communiqué"]
