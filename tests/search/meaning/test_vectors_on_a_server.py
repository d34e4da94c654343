"""A search server compares vectors as the file beside the database does; where it cannot, the file answers."""

import os
import signal
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from django.utils import timezone
from pytest_django import Settings

from search.engines import (
    DocumentVector,
    ElasticsearchEngine,
    EntryDocument,
    FallbackEngine,
    VectorSpace,
    get_engine,
    get_server_engine,
)
from search.entries import outbox
from search.maintenance.consistency import differences
from search.meaning import asking, nearest
from search.meaning.embedding import Embedding
from search.meaning.vector_file import Similarities
from search.models import EntryVector, IndexChange, SearchEntry

from ..conftest import SERVER, elasticsearch_engine, feed
from ..own_server import SCRIPTS, OwnServer
from .small_server import SmallServer
from .test_found_by_meaning import write

pytestmark = pytest.mark.django_db

SPACE = VectorSpace("made up", 24)
INDEX = "scratch"
NEAREST = 40
MANY, FEW = 1_200, 30


def test_a_vector_that_comes_is_noted_for_the_server(
    embedder_server: SmallServer, settings: Settings
) -> None:
    """In the transaction that writes it."""
    SearchEntry.objects.all().delete()
    entry = write("page-1", "Le vélo", "Tous à vélo")
    settings.FEDCMS_SEARCH_URL = "http://127.0.0.1:9"
    Embedding().run()
    assert EntryVector.objects.get(pk=entry.pk).vector
    assert list(IndexChange.objects.values_list("key", flat=True)) == ["page-1"]


# Below, a real server.


def made_up() -> list[EntryDocument]:
    """Documents in two languages, of one more than a sample; vectors lie on one side, as a model's do."""
    chance = np.random.default_rng(19)
    documents = []
    for number in range(MANY + FEW):
        numbers = (chance.standard_normal(SPACE.dimensions) * 20 + 15).clip(-127, 127).astype(np.int8)
        language = "fr" if number < MANY else "en"
        vector = DocumentVector(number, numbers.tobytes())
        documents.append(EntryDocument(f"page-{number}", language, f"Texte {number}", vector=vector))
    return documents


@pytest.fixture
def comparing_server() -> Iterator[ElasticsearchEngine]:
    """An engine whose indices have vectors."""
    known = elasticsearch_engine()
    engine = ElasticsearchEngine(os.environ[SERVER], prefix=known._prefix, timeout=30, space=SPACE)
    engine.drop(INDEX)
    engine.create(INDEX)
    yield engine
    engine.drop(INDEX)


@pytest.mark.elasticsearch
def test_a_server_finds_what_the_file_finds(comparing_server: ElasticsearchEngine) -> None:
    """The same nearest, as near; mean and deviation of few are exact, of many about right."""
    documents = made_up()
    comparing_server.rebuild(INDEX, [*documents, EntryDocument("page-x", "fr", "Sans vecteur")])
    asked = np.random.default_rng(7).integers(-127, 128, SPACE.dimensions, dtype=np.int8)
    found = comparing_server.neighbourhoods(INDEX, asked.tobytes(), NEAREST)
    assert found.keys() == {"fr", "en"}
    for language, near in found.items():
        vectors = [d.vector for d in documents if d.language == language and d.vector]
        rows = np.array([np.frombuffer(v.numbers, np.int8) for v in vectors], dtype=np.float32)
        cosines = rows @ asked / np.linalg.norm(rows, axis=1) / np.linalg.norm(asked.astype(np.float32))
        right = Similarities(np.array([v.entry_id for v in vectors]), cosines).neighbourhood(NEAREST)
        assert near.count == right.count
        assert [entry for entry, _cosine in near.nearest] == [entry for entry, _cosine in right.nearest]
        assert [c for _, c in near.nearest] == pytest.approx([c for _, c in right.nearest], abs=1e-4)
        exact = right.count == FEW
        assert near.mean == pytest.approx(right.mean, abs=1e-4 if exact else right.deviation / 6)
        assert near.deviation == pytest.approx(right.deviation, rel=1e-3 if exact else 0.12)


@pytest.mark.elasticsearch
def test_a_server_compares_with_what_is_visible_and_knows_what_it_has(
    comparing_server: ElasticsearchEngine,
) -> None:
    """Without vectors it says so; one more is known at once; another model's index is another."""
    now = timezone.now()
    vector = DocumentVector(1, bytes([100] * SPACE.dimensions))
    document = EntryDocument("page-1", "fr", "Texte", visible_from=now + timedelta(hours=1))
    assert comparing_server.neighbourhoods(INDEX, vector.numbers, 5) == {}
    comparing_server.index(INDEX, [document])
    assert comparing_server.neighbourhoods(INDEX, vector.numbers, 5) == {}
    comparing_server.index(INDEX, [replace(document, vector=vector)])
    assert comparing_server.neighbourhoods(INDEX, vector.numbers, 5)["fr"].nearest == ()
    later = now + timedelta(hours=2)
    assert comparing_server.neighbourhoods(INDEX, vector.numbers, 5, now=later)["fr"].nearest == ((1, 1.0),)
    comparing_server.index(INDEX, [EntryDocument("page-2", "en", "Text", vector=replace(vector, entry_id=2))])
    assert comparing_server.neighbourhoods(INDEX, vector.numbers, 5).keys() == {"fr", "en"}
    changed = [replace(document, vector=replace(vector, numbers=bytes([1] * SPACE.dimensions)))]
    assert ("page-1", "is out of date in the search server: embedded") in list(
        comparing_server.differences(INDEX, changed)
    )
    url, prefix = os.environ[SERVER], comparing_server._prefix
    for space in (VectorSpace("another", 24), VectorSpace("made up", 25)):
        other = ElasticsearchEngine(url, prefix=prefix, space=space)
        assert other.is_ready(INDEX)
        assert not other.has_vectors(INDEX)
        assert other.neighbourhoods(INDEX, bytes([1] * space.dimensions), 5) == {}


@pytest.mark.elasticsearch
def test_a_rebuilt_index_has_the_vectors_and_the_outbox_keeps_them(
    embedder_server: SmallServer, search_server: ElasticsearchEngine, settings: Settings
) -> None:
    """Nothing is missing for `check_search` after either."""
    SearchEntry.objects.all().delete()
    write("page-1", "Le vélo", "Tous à vélo")
    Embedding().run()
    server = get_server_engine()
    assert server is not None
    index = settings.FEDCMS_SEARCH_INDEX
    feed()
    assert server.neighbourhoods(index, bytes([1] * 16), 5)["fr"].count == 1
    outbox.rebuild_server(server)
    assert server.neighbourhoods(index, bytes([1] * 16), 5)["fr"].count == 1
    assert [told for told in differences() if "embedded" in told] == []


@pytest.mark.elasticsearch
def test_where_the_server_hangs_or_is_killed_the_file_answers(
    embedder_server: SmallServer, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At once after the first time-out, with similarities of the same kind. (The file comes late to this machine.)"""
    if not (SCRIPTS / "start").exists():
        pytest.skip("There is no server to kill")
    SearchEntry.objects.all().delete()
    server = OwnServer(tmp_path / "server")
    server.start()
    try:
        settings.FEDCMS_SEARCH_URL, settings.FEDCMS_SEARCH_TIMEOUT = server.url, 20.0
        settings.FEDCMS_SEARCH_PREFIX = "vectors"
        engine = get_engine()
        assert isinstance(engine, FallbackEngine)
        outbox.rebuild_server(engine.server)  # type: ignore[arg-type]
        entry = write("page-1", "Le vélo", "Tous à vélo")
        Embedding().run()
        feed()
        monkeypatch.setattr(nearest, "open_file", lambda *_space: None)
        vector = asking.ask_for_vector("bicyclette").vector()
        assert vector
        by_server = asking.ask_for_vector("bicyclette").near()
        assert by_server["fr"].nearest[0][0] == entry.pk
        settings.FEDCMS_EMBEDDER_TIMEOUT = 0.05
        for number in (signal.SIGSTOP, signal.SIGKILL):
            server.send(number)
            engine._vector_breaker._failures = 0
            start = time.monotonic()
            assert asking.ask_for_vector("bicyclette").near() == {}
            assert asking.ask_for_vector("bicyclette").near() == {}
            # Once the time of meaning, not twice, and not that of words.
            assert time.monotonic() - start < 0.5
            assert engine._vector_breaker.is_open
        monkeypatch.undo()
        found = nearest.nearest(vector, 1, "fr", ["fr"], {})
        assert (found[0].entry_id, found[0].similarity) == (
            entry.pk,
            pytest.approx(by_server["fr"].nearest[0][1], abs=0.001),
        )
    finally:
        server.end()
