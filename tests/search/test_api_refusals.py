"""Programs learn what they misspelt; the same search in another language is counted, and never mixed in."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from clusters.models import Cluster
from fedcms.core.models import Topic
from search.public import forms
from tests.factories import make_article, make_cluster
from tests.shared_rows import Keep, again

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def kept_content(keep: Keep) -> Cluster:
    """A topic; three pages in French, two in English, one in Arabic."""
    with keep():
        cluster = make_cluster("api", "API")
        Topic.objects.create(key="ai", labels={"fr": "IA"})
        for number in range(3):
            make_article(cluster, title=f"Quadrivium {number}")
        for number in range(2):
            make_article(cluster, "en", title=f"Quadrivium {number}", for_school=True)
        make_article(cluster, "ar", title="Quadrivium")
        return cluster


@pytest.fixture
def content(kept_content: Cluster, db: None) -> Cluster:
    """As it was made."""
    return again(kept_content)


@pytest.mark.parametrize(
    ("parameters", "field", "said"),
    [
        ({"cluster": "nope"}, "cluster", "nope"),
        ({"cluster": ["api", "nope"]}, "cluster", "nope"),
        ({"topic": "nope"}, "topic", "nope"),
        ({"topics": "ai"}, "topics", "paramètre"),
        ({"csrf\x00": ""}, "csrf\x00", "paramètre"),
    ],
)
def test_what_is_misspelt_is_refused(
    content: Cluster, parameters: dict[str, str], field: str, said: str
) -> None:
    """400 with the field and the reason; people get a page all the same."""
    response = Client().get("/api/search/", parameters)
    assert response.status_code == 400
    assert list(response.json()["errors"]) == [field]
    assert said in response.json()["errors"][field][0]
    assert Client().get("/fr/search/", parameters).status_code == 200


def test_what_exists_is_not_refused(content: Cluster) -> None:
    """The federation's own key and a topic without pages, among them."""
    for parameters in ({"cluster": "federation"}, {"cluster": ["api", "federation"]}, {"topic": "ai"}):
        assert Client().get("/api/search/", parameters).status_code == 200
    assert Client().get("/api/search/?q=nothingatall&page=1").status_code == 200


def test_the_last_page_is_the_one_that_is_announced(
    content: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Walking to `pages` is never refused, one step further is."""
    monkeypatch.setattr(forms, "PAGE_SIZE", 2)
    monkeypatch.setattr("search.public.api.PAGE_SIZE", 2)
    first = Client().get("/api/search/?q=quadrivium&locale=fr").json()
    assert first["pages"] == 2
    assert len(Client().get("/api/search/?q=quadrivium&locale=fr&page=2").json()["results"]) == 1
    beyond = Client().get("/api/search/?q=quadrivium&locale=fr&page=3")
    assert (beyond.status_code, beyond.json()) == (404, {"errors": {"page": ["Il n’y a que 2 pages."]}})
    assert Client().get("/fr/search/?q=quadrivium&page=3").status_code == 200


def test_languages_are_counted_and_not_mixed(content: Cluster) -> None:
    """A facet for programs: the language searched is marked by `locale`, the others say what they would give."""
    answer = Client().get("/api/search/?q=quadrivium&locale=fr").json()
    assert answer["total"] == 3
    assert {result["language"] for result in answer["results"]} == {"fr"}
    assert {o["value"]: o["count"] for o in answer["facets"]["language"]} == {"fr": 3, "en": 2, "ar": 1}
    answer = Client().get("/api/search/?q=quadrivium&locale=fr&audience=school").json()
    assert {o["value"]: o["count"] for o in answer["facets"]["language"]} == {"en": 2}


def test_people_are_led_to_the_same_search_in_another_language(content: Cluster) -> None:
    """With the number it gives there, under its own name; the filters go along, one may also mix the languages."""
    page = BeautifulSoup(Client().get("/fr/search/?q=quadrivium&kind=article").content, "html.parser")
    found = {
        link["hreflang"]: link
        for link in page.select(".search-languages a")
        if isinstance(link["hreflang"], str)
    }
    assert set(found) == {"en", "ar"}
    assert [" ".join(item.get_text().split()) for item in page.select(".search-languages li")] == [
        "English 2 résultats",
        "العربية 1 résultat",
    ]
    assert found["ar"].select_one('[lang="ar"][dir="rtl"]')
    assert found["en"]["href"] == "/en/search/?q=quadrivium&typed=fr&kind=article"
    boxes = {box["value"]: box.has_attr("checked") for box in page.select("input[name=language]")}
    assert boxes == {"fr": True, "en": False, "ar": False}
    there = BeautifulSoup(Client().get(str(found["en"]["href"])).content, "html.parser")
    assert "2 results" in there.select_one(".listing__count").get_text()  # type: ignore[union-attr]
    nowhere = Client().get("/fr/search/?q=quadrivium&audience=higher").content.decode()
    assert "search-languages" not in nowhere
