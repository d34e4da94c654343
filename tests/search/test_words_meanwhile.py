"""While a search server is told a change, a result has the words of its entry: those of now, and as safe as others."""

import pytest
from django.test import Client

from clusters.models import Cluster
from news.models import ArticlePage
from search.entries.indexing import page_key
from search.models import IndexChange, SearchEntry
from tests.factories import make_article

pytestmark = pytest.mark.django_db

TITLE = 'Quadrivium <img src=x onerror="alert(1)"> & suite'
SUMMARY = "<script>alert(2)</script> d’été"
ESCAPED = "Quadrivium &lt;img src=x onerror=&quot;alert(1)&quot;&gt; &amp; suite"
OUTLETS = ("/fr/search/?q=quadrivium", "/api/search/?q=quadrivium", "/api/search/suggestions/?q=quadrivium")


@pytest.fixture
def page(loire: Cluster) -> ArticlePage:
    """An article that the engine knows by an older title."""
    page = make_article(loire, title="Le quadrivium d’avant", summary="D’avant.")
    SearchEntry.objects.filter(page=page).update(title=TITLE, summary=SUMMARY)
    return page


def one(path: str) -> dict[str, str]:
    """The one result, or suggestion, of the API."""
    answer = Client().get(path, {"q": "quadrivium", "locale": "fr"}).json()
    found: list[dict[str, str]] = answer.get("results") or [
        item for group in answer["groups"] for item in group["suggestions"]
    ]
    (result,) = found
    return result


def test_the_engine_s_words_are_shown_while_nothing_is_under_way(page: ArticlePage) -> None:
    IndexChange.objects.create(key=page_key(page.pk + 1))
    assert one("/api/search/")["highlighted_title"] == "Le <mark>quadrivium</mark> d’avant"
    assert one("/api/search/suggestions/")["highlighted_title"] == "Le <mark>quadrivium</mark> d’avant"


def test_a_title_and_a_summary_are_escaped_while_a_change_is_under_way(page: ArticlePage) -> None:
    IndexChange.objects.create(key=page_key(page.pk))
    result = one("/api/search/")
    assert result["highlighted_title"] == ESCAPED
    assert result["passage"] == "&lt;script&gt;alert(2)&lt;/script&gt; d’été"
    assert one("/api/search/suggestions/")["highlighted_title"] == ESCAPED
    page_for_people = Client().get("/fr/search/?q=quadrivium").content.decode()
    assert ESCAPED in page_for_people
    assert "<img src=x" not in page_for_people
    assert "<script>alert(2)" not in page_for_people


def test_a_long_summary_is_cut_to_a_passage_while_a_change_is_under_way(page: ArticlePage) -> None:
    SearchEntry.objects.filter(page=page).update(summary="Mot & " * 100)
    IndexChange.objects.create(key=page_key(page.pk))
    passage = one("/api/search/")["passage"]
    assert passage.endswith("…")
    assert passage.count("Mot &amp;") < 60


@pytest.mark.parametrize("outlet", OUTLETS)
def test_what_is_hidden_shows_no_words_at_all(page: ArticlePage, outlet: str) -> None:
    IndexChange.objects.create(key=page_key(page.pk))
    page.__class__.objects.filter(pk=page.pk).update(live=False)
    answer = Client().get(outlet).content.decode()
    assert "img src" not in answer
    assert "avant" not in answer
