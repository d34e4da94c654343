"""What writing to an index does, what it costs and how it fails, asked of each engine."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from search.engines import (
    BadQuery,
    EntryDocument,
    InvalidIndexName,
    SearchEngine,
    SearchRequest,
    SearchUnavailable,
)

from .test_engines_corpus import DOCUMENTS, INDEX, NOW, Options, ask, found

pytestmark = pytest.mark.django_db


def test_index_replaces_and_remove_removes(engine: SearchEngine) -> None:
    engine.index(INDEX, [EntryDocument("fr-salon", "fr", "Le salon est reporté"), *DOCUMENTS[:1]])
    assert found(engine, "bibliothécaires") == []
    assert found(engine, "reporté") == ["fr-salon"]
    engine.remove(INDEX, ["fr-salon", "unknown"])
    assert found(engine, "reporté") == []
    assert list(engine.ids(INDEX)) == sorted(
        document.id for document in DOCUMENTS if document.id != "fr-salon"
    )
    # Of two documents with one id, the last counts.
    engine.index(INDEX, [EntryDocument("two", "fr", "Premier"), EntryDocument("two", "fr", "Second")])
    assert (found(engine, "premier"), found(engine, "second")) == ([], ["two"])


def test_rebuild_holds_exactly_the_documents(engine: SearchEngine) -> None:
    wanted = [EntryDocument("new", "fr", "Parapluie"), DOCUMENTS[0]]
    for _ in range(2):
        engine.rebuild(INDEX, iter(wanted))
        assert list(engine.ids(INDEX)) == ["fr-formation", "new"]
    assert ask(engine, "paraplue").did_you_mean == "parapluie"
    assert ask(engine, "bibliotécaires").did_you_mean is None
    engine.rebuild(INDEX, [])
    assert list(engine.ids(INDEX)) == []


def test_scratch_index_lives_beside_the_others(engine: SearchEngine) -> None:
    engine.create("scratch")
    engine.create("scratch")
    engine.index("scratch", [EntryDocument("only", "fr", "Formation")])
    assert len(found(engine, "formation")) == 2
    assert list(engine.ids("scratch")) == ["only"]
    engine.drop("scratch")
    engine.drop("scratch")
    assert len(found(engine, "formation")) == 2


def test_a_database_writes_in_the_callers_transaction(database_engine: SearchEngine) -> None:
    engine = database_engine
    with pytest.raises(ZeroDivisionError), transaction.atomic():  # noqa: PT012 (all of it is undone)
        engine.remove(INDEX, ["fr-salon"])
        engine.index(INDEX, [EntryDocument("never", "fr", "Jamais")])
        raise ZeroDivisionError
    assert list(engine.ids(INDEX)) == sorted(document.id for document in DOCUMENTS)
    assert found(engine, "jamais") == []


def test_errors_are_the_engines_own(engine: SearchEngine) -> None:
    with pytest.raises(SearchUnavailable), transaction.atomic():
        engine.search("missing", SearchRequest("formation", "fr", NOW))
    for name in ("", "1a", "A", "a-b", "a;drop table x", "a" * 41, "a\n"):
        with pytest.raises(InvalidIndexName):
            engine.create(name)
        with pytest.raises(InvalidIndexName):
            engine.ids(name)
    wrong: list[Options] = [
        {"page_size": 0},
        {"page_size": 101},
        {"offset": -1},
        {"facets": ("colour",)},
        {"filters": {"colour": ("red",)}},
    ]
    for options in wrong:
        with pytest.raises(BadQuery):
            ask(engine, "", **options)
    with pytest.raises(BadQuery):
        ask(engine, "", now=NOW.replace(tzinfo=None))
    assert engine.health().ok


def test_a_search_in_a_database_takes_two_statements(database_engine: SearchEngine) -> None:
    engine = database_engine
    options: Options = {
        "facets": ("cluster", "language", "topic"),
        "filters": {"kind": ("article",)},
    }
    with CaptureQueriesContext(connection) as captured:
        assert found(engine, "formation", **options)
    # PostgreSQL tells hits and counts in one.
    assert len(captured) == (1 if connection.vendor == "postgresql" else 2)
    with CaptureQueriesContext(connection) as captured:
        engine.suggest(INDEX, "form", "fr")
    assert len(captured) == 1
    with CaptureQueriesContext(connection) as captured:
        ask(engine, "formation bibliotécaires trottinete", **options)
    assert len(captured) <= 10
