"""Vectors are compared while the words are searched, and only for words; what both found is counted once."""

import threading
from collections.abc import Mapping
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from search.engines import DatabaseEngine, SearchRequest, SearchResult, get_database_engine
from search.engines.vector_space import Neighbourhood
from search.meaning import nearest
from search.meaning.vector_file import Similarities
from search.models import SearchEntry
from search.public import results

from .small_server import SmallServer
from .test_found_by_meaning import answer, embed, titles, write

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def entries(embedder_server: SmallServer, settings: object, db: None) -> None:
    """Thirty entries about nothing, one about bicycles."""
    SearchEntry.objects.all().delete()
    get_database_engine().rebuild("federation", [])
    for number in range(30):
        write(f"page-9{number:02}", f"Réunion numéro {number}", "Ordre du jour")
    write("page-1", "Le vélo", "Tous à vélo")
    embed()


def test_vectors_are_compared_while_the_words_are_searched(monkeypatch: pytest.MonkeyPatch) -> None:
    """The words' search ends only when the file was looked through: one after the other, it would never end."""
    compared, in_file, search = threading.Event(), nearest._in_file, results.fair_search
    seen: list[bool] = []

    def looks(vector: bytes) -> Mapping[str, Neighbourhood]:
        found = in_file(vector)
        seen.append(threading.current_thread() is threading.main_thread())
        compared.set()
        return found

    def words(*asked: object) -> SearchResult:
        assert compared.wait(10)
        return search(*asked)  # type: ignore[arg-type]

    monkeypatch.setattr(nearest, "_in_file", looks)
    monkeypatch.setattr(results, "fair_search", words)
    assert titles("bicyclette") == ["Le vélo"]
    assert seen == [False]
    # The vector is remembered now; it is compared beside the words all the same.
    compared.clear()
    assert titles("bicyclette") == ["Le vélo"]
    assert seen == [False, False]


@pytest.mark.parametrize("asked", [{}, {"q": " "}, {"kind": "article"}, {"q": "vélo -piano"}, {"q": "le la"}])
def test_without_words_that_mean_anything_nothing_is_compared(
    asked: dict[str, str], embedder_server: SmallServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[bytes] = []
    monkeypatch.setattr(nearest, "_in_file", looked.append)
    before, threads = len(embedder_server.asked), threading.active_count()
    assert Client().get("/fr/search/", asked).status_code == 200
    assert (len(embedder_server.asked), looked) == (before, [])
    assert threading.active_count() <= threads


def test_entries_that_are_not_visible_hide_none_that_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fifty that are nearer are to come. (Among so few entries none would stand out.)"""
    monkeypatch.setattr(nearest, "limits_of", lambda *_asked: nearest.Limits(0.5, 0.0))
    for number in range(50):
        row = write(f"page-8{number:02}", "Vélo vélo", "Vélo")
        SearchEntry.objects.filter(pk=row.pk).update(visible_from=timezone.now() + timedelta(days=1))
    embed()
    assert titles("bicyclette") == ["Le vélo"]


def test_of_those_as_near_the_smaller_id_is_first() -> None:
    import numpy as np  # noqa: PLC0415  # an extra

    near = Similarities(np.array([7, 3, 9, 5, 1]), np.array([0.9, 0.9, 0.95, 0.9, 0.1], dtype=np.float32))
    assert [entry for entry, _ in near.neighbourhood(3).nearest] == [9, 3, 5]


def test_what_has_some_words_and_is_near_counts_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is beyond the first page by words, so total and facets had it; the words are not searched again for that."""
    for number in range(12):
        write(f"page-7{number:02}", f"Atelier numéro {number}", "Atelier, atelier")
    write(
        "page-2", "Un café", "Il y est question, entre autres et bien plus tard, de vélo, puis d'un atelier"
    )
    embed()
    words, search = "atelier bicyclette moderne", DatabaseEngine.search
    asked: list[SearchRequest] = []

    def counting(engine: DatabaseEngine, index: str, request: SearchRequest) -> SearchResult:
        asked.append(request)
        return search(engine, index, request)

    monkeypatch.setattr(DatabaseEngine, "search", counting)
    found = answer(words)
    assert found["total"] == 14  # twelve, "Un café", and "Le vélo", which has none of the words
    assert {value["value"]: value["count"] for value in found["facets"]["kind"]} == {"article": 14}  # type: ignore[index, call-overload]
    # (Fairness asks what others have.)
    assert len([one for one in asked if not one.without_clusters]) == 1
    pages = [title for page in ("1", "2") for title in titles(words, page=page)]
    assert len(pages) == len(set(pages)) == 14
