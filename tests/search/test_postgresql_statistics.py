"""PostgreSQL's statistics are read once a minute, and what is frequent by them is not counted: nothing else changes."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from search.engines import DatabaseEngine, EntryDocument, SearchRequest, SearchResult
from search.engines.postgresql import statistics, terms
from search.engines.sql import Tables

from .test_engines_corpus import INDEX, NOW

pytestmark = [pytest.mark.django_db, pytest.mark.database("postgresql")]
REQUEST = SearchRequest("tournesol quadrivium trifouillis", "fr", NOW, facets=("topic",))


@pytest.fixture(autouse=True)
def _read_by_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(statistics, "_kept", {})
    monkeypatch.setattr(terms, "COUNTED", 2)


@pytest.fixture
def engine(database_engine: DatabaseEngine) -> DatabaseEngine:
    """Twelve entries, of which all have a word and two another."""
    fill(database_engine, 12)
    return database_engine


def fill(engine: DatabaseEngine, number: int) -> None:
    engine.index(
        INDEX,
        [
            EntryDocument(
                f"many-{place:02}", "fr", "Le tournesol" if place > 1 else "Tournesol et quadrivium"
            )
            for place in range(number)
        ],
    )
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {Tables.of(INDEX).entries}")


@contextmanager
def reads() -> Iterator[list[bool]]:
    """Yields, once it is over, whether the statistics were read."""
    found: list[bool] = []
    with CaptureQueriesContext(connection) as captured:
        yield found
    found.append(any("pg_stats" in each["sql"] for each in captured.captured_queries))


def answer(result: SearchResult) -> object:
    return [(hit.id, round(hit.score, 6)) for hit in result.hits], result.total, result.facets


def test_statistics_are_read_once_a_minute(engine: DatabaseEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    with reads() as first:
        before = engine.search(INDEX, REQUEST)
    with reads() as second:
        after = engine.search(INDEX, REQUEST)
    assert (first, second) == ([True], [False])
    assert before.relaxed
    assert answer(after) == answer(before)
    later = statistics.monotonic() + statistics.KEPT_SECONDS
    monkeypatch.setattr(statistics, "monotonic", lambda: later)
    with reads() as third:
        engine.search(INDEX, REQUEST)
    assert third == [True]


def test_those_of_a_table_that_was_analysed_anew_are_read_at_once(engine: DatabaseEngine) -> None:
    engine.search(INDEX, REQUEST)
    fill(engine, 20)
    with reads() as again:
        kept = engine.search(INDEX, REQUEST)
    assert again == [True]
    statistics._kept.clear()
    assert answer(engine.search(INDEX, REQUEST)) == answer(kept)


def test_those_of_an_earlier_table_cost_one_search_a_statement(
    engine: DatabaseEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where few have a word, none are read in their place: each search of a minute would find them to be of another."""
    engine.search(INDEX, REQUEST)
    fill(engine, 20)
    monkeypatch.setattr(terms, "COUNTED", 10_000)
    statements = []
    for _ in range(3):
        with CaptureQueriesContext(connection) as captured:
            engine.search(INDEX, REQUEST)
        statements.append(len(captured))
    first, second, third = statements
    assert first == second + 1
    assert second == third


def test_a_word_that_is_frequent_by_them_is_not_counted(engine: DatabaseEngine) -> None:
    counted = engine.search(INDEX, REQUEST)
    with CaptureQueriesContext(connection) as captured:
        found = engine.search(INDEX, REQUEST)
    assert answer(found) == answer(counted)
    (statement,) = [each["sql"] for each in captured.captured_queries if "reltuples" in each["sql"]]
    assert "quadrivium" in statement
    assert "tournesol" not in statement
    # What only a longer row of words has is no reason: each of two words may be frequent, and the row be nowhere.
    with CaptureQueriesContext(connection) as captured:
        engine.search(INDEX, SearchRequest('"tournesol tournesol" quadrivium', "fr", NOW, facets=("topic",)))
    assert any("tournesol" in each["sql"] for each in captured.captured_queries if "reltuples" in each["sql"])
