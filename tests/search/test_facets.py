"""The filters of the search: several values, counts without their own filter, time, country, source and language."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from clusters.models import Cluster
from search.entries.past_events import mark_past_events
from search.maintenance.consistency import differences
from search.models import SearchEntry
from tests.factories import make_article, make_cluster, make_event, make_mission
from tests.shared_rows import Keep, again

from .conftest import feed

pytestmark = pytest.mark.django_db

WORD = "quadrivium"


@pytest.fixture(scope="module")
def kept_clusters(keep: Keep) -> tuple[Cluster, Cluster]:
    """One in France, one in Belgium, each with an article; the first with an event to come and one that is over."""
    with keep():
        one, two = make_cluster("un", "ONE"), make_cluster("deux", "TWO", country="BE")
        make_article(one, title=f"Article {WORD}")
        make_article(two, title=f"Reportage {WORD}")
        today = timezone.localdate()
        make_event(one, title=f"Salon {WORD}", starts_on=today + timedelta(days=30))
        make_event(one, title=f"Ancien salon {WORD}", starts_on=today - timedelta(days=30))
        return one, two


@pytest.fixture
def clusters(kept_clusters: tuple[Cluster, Cluster], db: None, searched_by: str) -> tuple[Cluster, Cluster]:
    """As they were made, and known to who answers."""
    feed()
    one, two = kept_clusters
    return again(one), again(two)


def api(query: str = "") -> dict[str, object]:
    """The API's answer."""
    feed()
    response = Client().get(f"/api/search/?q={WORD}&locale=fr&{query}")
    assert response.status_code == 200, response.content
    answer: dict[str, object] = response.json()
    assert not answer["stands_in"]
    return answer


def titles(query: str) -> set[str]:
    """The titles found, without the common word."""
    results = api(query)["results"]
    assert isinstance(results, list)
    return {result["title"].replace(f" {WORD}", "") for result in results}


def counts(query: str, facet: str) -> dict[str, int]:
    """The values of a facet with their counts."""
    facets = api(query)["facets"]
    assert isinstance(facets, dict)
    return {option["value"]: option["count"] for option in facets[facet]}


def test_what_is_to_come_and_what_is_over(clusters: tuple[Cluster, Cluster]) -> None:
    assert titles("when=coming") == {"Salon"}
    assert titles("when=past") == {"Ancien salon"}
    assert titles("when=past&when=coming") == {"Salon", "Ancien salon"}
    assert counts("when=past", "when") == {"coming": 1, "past": 1}


def test_what_was_to_come_is_past_when_its_time_is_over(clusters: tuple[Cluster, Cluster]) -> None:
    assert mark_past_events() == 0
    SearchEntry.objects.filter(title=f"Salon {WORD}").update(ends_at=timezone.now())
    assert mark_past_events() == 1
    assert mark_past_events() == 0
    assert titles("when=past") == {"Salon", "Ancien salon"}
    assert differences() == [
        f"{SearchEntry.objects.get(title=f'Salon {WORD}').key} is out of date: ends_at, is_over"
    ]


def test_country_and_source(clusters: tuple[Cluster, Cluster]) -> None:
    assert titles("country=BE") == {"Reportage"}
    assert counts("country=BE", "country") == {"FR": 3, "BE": 1}
    assert len(titles("source=site")) == 4
    assert titles("source=external") == set()
    html = Client().get(f"/fr/search/?q={WORD}&country=BE").content.decode()
    assert "Belgique" in html
    html = Client().get(f"/ar/search/?q={WORD}&country=BE").content.decode()
    assert "بلجيكا" in html


def test_the_country_is_where_a_mission_or_an_event_leads_whoever_publishes_it(
    clusters: tuple[Cluster, Cluster],
) -> None:
    one, two = clusters
    make_mission(two, title=f"Mission {WORD}")
    make_event(one, title=f"Rencontre {WORD}", venue_country="MA")
    assert titles("country=CA") == {"Mission"}
    assert titles("country=MA") == {"Rencontre"}
    assert titles("country=BE") == {"Reportage"}
    # A change of the cluster reaches its entries, and leaves the destination.
    two.country = "CH"
    two.save()
    assert titles("country=CH") == {"Reportage"}
    assert titles("country=CA") == {"Mission"}
    assert differences() == []


def test_a_mission_is_found_by_the_country_that_it_leads_to(clusters: tuple[Cluster, Cluster]) -> None:
    """People type "mission canada": no field of it needs to say the country in words."""
    asked = (("fr", "mission canada", "Mission d’automne"), ("ar", "بعثة كندا", "بعثة الخريف"))
    for language, words, title in asked:
        make_mission(clusters[0], language, title=title, slug="partir", summary="Cinq jours.")
        feed()
        found = Client().get("/api/search/", {"q": words, "locale": language}).json()["results"]
        assert [result["title"] for result in found[:1]] == [title], (language, found)


def test_several_languages_are_mixed_only_when_asked(clusters: tuple[Cluster, Cluster]) -> None:
    make_article(clusters[0], title=f"English {WORD}", language="en")
    assert "English" not in titles("")
    assert titles("language=en") == {"English"}
    assert titles("language=en&language=fr&kind=article") == {"Article", "Reportage", "English"}
    assert counts("kind=article", "language") == {"fr": 2, "en": 1}
    html = Client().get(f"/fr/search/?q={WORD}&language=fr").content.decode()
    assert 'class="filters__item"' not in html
    html = Client().get(f"/fr/search/?q={WORD}&language=fr&language=en").content.decode()
    assert 'lang="en" dir="ltr"' in html


def test_a_value_that_does_not_exist_hides_no_other(clusters: tuple[Cluster, Cluster]) -> None:
    html = Client().get(f"/fr/search/?q={WORD}&kind=event&kind=nonsense&when=soon").content.decode()
    assert "Salon" in html
    assert "Reportage" not in html


@pytest.mark.parametrize("query", ["kind=x", "when=soon", "year=99", "country=ZZ", "source=x", "language=xx"])
def test_programs_learn_of_a_value_that_does_not_exist(clusters: tuple[Cluster, Cluster], query: str) -> None:
    response = Client().get(f"/api/search/?q={WORD}&{query}")
    assert response.status_code == 400
    assert list(response.json()["errors"]) == [query.partition("=")[0]]
