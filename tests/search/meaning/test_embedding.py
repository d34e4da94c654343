"""The worker gives entries their vectors: each once, in batches, whatever happens to it or to the model."""

import json
import os
from pathlib import Path
from threading import Event

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from fedcms.core.lanes import Lane
from fedcms.core.tasks.worker import LaneThread
from search.entries.building import forget
from search.entries.indexing import index_entries
from search.meaning.embedder import Embedder
from search.meaning.embedding import BATCH, MOST_FAILURES, Embedding, embed_waiting
from search.meaning.texts import as_bytes
from search.meaning.vector_file import VectorFile, file_path, open_file, write_file
from search.models import EntryVector, SearchEntry

from .small_server import DIMENSIONS, SmallServer, vector_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_entries(db: None) -> None:
    """The federation's own pages are entries, too."""
    SearchEntry.objects.all().delete()


def entry(number: int, title: str = "Vélo", language: str = "fr") -> SearchEntry:
    """An entry that is written as the site writes one."""
    row, _created = SearchEntry.objects.update_or_create(
        key=f"page-{number}",
        defaults={"language": language, "kind": "article", "title": title, "url": f"/{number}/"},
    )
    index_entries([row])
    return row


def asked(server: SmallServer) -> list[str]:
    """All texts that the model was given."""
    return [text for texts in server.asked for text in texts]


def test_an_entry_has_the_vector_of_its_text(embedder_server: SmallServer) -> None:
    """Title, summary and body, in one signed byte a dimension."""
    row = entry(1, "Le piano")
    SearchEntry.objects.filter(pk=row.pk).update(summary="Un clavier.", body="Et encore un piano.")
    assert Embedding().run() == 1
    assert asked(embedder_server) == ["passage: Le piano\nUn clavier.\nEt encore un piano."]
    stored = EntryVector.objects.get(pk=row.pk)
    assert stored.vector == as_bytes(vector_of("passage: Le piano\nUn clavier.\nEt encore un piano."))
    assert stored.model == "small at " + embedder_server.url


def test_texts_are_embedded_once(embedder_server: SmallServer) -> None:
    """An entry that is written again with the same words, or by another worker's round, costs nothing."""
    entry(1)
    embedding = Embedding()
    assert embedding.run() == 1
    entry(1)
    assert embedding.run() == 0
    assert Embedding().run() == 0
    assert len(asked(embedder_server)) == 1
    entry(1, "Le piano")
    assert embedding.run() == 1


def test_many_are_embedded_in_batches(embedder_server: SmallServer) -> None:
    """No request of a hundred texts."""
    for number in range(BATCH + 3):
        entry(number)
    assert Embedding().run() == BATCH + 3
    assert [len(texts) for texts in embedder_server.asked] == [BATCH, 3]


def test_entries_from_before_the_model_get_vectors(embedder_server: SmallServer, settings: Settings) -> None:
    """Where the embedder is named later, and where it becomes another one."""
    url, settings.FEDCMS_EMBEDDER = settings.FEDCMS_EMBEDDER, ""
    entry(1)
    assert not EntryVector.objects.exists()
    settings.FEDCMS_EMBEDDER = url
    embedding = Embedding()
    assert embedding.run() == 1
    settings.FEDCMS_EMBEDDER_MODEL = "another"
    assert embedding.run() == 1
    assert EntryVector.objects.get().model == "another"


def test_a_batch_that_failed_is_taken_up_again(embedder_server: SmallServer) -> None:
    """The model is away, then it is back: nothing is lost, and a model that failed is left alone for a while."""
    entry(1)
    embedder_server.mode = "refuse"
    embedding = Embedding()
    assert embedding.run() == 0
    embedder_server.mode = "well"
    assert embedding.run() == 0
    assert len(embedder_server.asked) == 1
    embedding._next_try = 0.0
    assert embedding.run() == 1
    assert EntryVector.objects.get().vector


def test_a_worker_that_was_killed_leaves_nothing_behind(embedder_server: SmallServer) -> None:
    """It had taken the entry, and died before its vector came."""
    entry(1)
    EntryVector.objects.update(is_waiting=False)
    assert Embedding().run() == 1


def test_a_text_that_kills_the_model_keeps_no_other_from_it(embedder_server: SmallServer) -> None:
    """It is tried alone, after all others."""
    embedder_server.kills_it = "poison"
    for number in range(4):
        entry(number, "Un poison" if number == 1 else f"Vélo {number}")
    embedding = Embedding()
    for _round in range(6):
        embedding._next_try = 0.0
        embedding.run()
    assert EntryVector.objects.exclude(vector=None).count() == 3


def test_a_text_that_kills_the_model_is_left_alone_until_it_changes(embedder_server: SmallServer) -> None:
    """Each death takes search by meaning from everybody for a while; a model that is away is no text's fault."""
    entry(1, "Un poison")
    embedding = Embedding()

    def tried(rounds: int) -> int:
        before = len(embedder_server.asked)
        for _round in range(rounds):
            embedding._next_try = 0.0
            embedding.run()
        return sum("poison" in text for texts in embedder_server.asked[before:] for text in texts)

    embedder_server.mode = "refuse"
    tried(20)
    embedder_server.mode, embedder_server.kills_it = "well", "poison"
    assert 0 < tried(20) <= MOST_FAILURES
    entry(1, "Un poison")
    assert tried(3) == 0
    embedding = Embedding()
    assert tried(3) == 0
    entry(1, "Un antidote")
    assert embedding.run() == 1
    entry(1, "Un poison de plus")
    assert tried(2) == 2


def test_a_worker_that_embedded_nothing_writes_what_another_did(
    embedder_server: SmallServer, settings: Settings, tmp_path: Path
) -> None:
    """A worker on each machine, one table: both machines' web servers find it, and nothing is written twice."""
    settings.VAR_DIR = tmp_path / "here"
    entry(1)
    here, there = Embedding(), Embedding()
    here.run()
    settings.VAR_DIR = tmp_path / "there"
    there.run()
    entry(1, "Le piano")
    settings.VAR_DIR = tmp_path / "here"
    assert here.run() == 1
    settings.VAR_DIR = tmp_path / "there"
    there._next_file = 0.0
    assert there.run() == 0
    with_piano = file_path().read_bytes()
    assert as_bytes(vector_of("passage: Le piano")) in with_piano
    written = file_path().stat().st_mtime_ns
    assert Embedding().run() == 0
    assert file_path().stat().st_mtime_ns == written
    forget(["page-1"])
    there._next_file = 0.0
    there.run()
    assert as_bytes(vector_of("passage: Le piano")) not in file_path().read_bytes()


def test_what_a_full_disk_or_another_release_left_is_removed(embedder_server: SmallServer) -> None:
    """A worker failed in the midst of its file, and then another started; the release that still serves has its own."""
    entry(1)
    file_path().parent.mkdir()
    left = file_path().with_suffix(".partial1")
    left.write_bytes(b"half")
    before, with_it = (file_path().with_name(name) for name in ("vectors.bin", "vectors-3.bin"))
    for path in (before, with_it):
        path.write_bytes(b"of another release")
    os.utime(before, (0, 0))
    Embedding().run()
    assert sorted(path.name for path in left.parent.glob("vectors*")) == ["vectors-2.bin", "vectors-3.bin"]


def test_a_file_that_is_replaced_while_it_is_opened_is_read_as_it_was(
    embedder_server: SmallServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The header of one file says nothing of the vectors of another."""
    entry(1, "Le piano")
    Embedding().run()
    newer = file_path().with_name("newer")
    newer.write_bytes(file_path().read_bytes().replace(as_bytes(vector_of("passage: Le piano")), bytes(16)))
    loads = json.loads

    def and_replaced(header: bytes) -> object:
        newer.replace(file_path())
        return loads(header)

    monkeypatch.setattr(json, "loads", and_replaced)
    file = VectorFile(file_path())
    assert file.similarities(as_bytes(vector_of("piano")), "fr").values.tolist() == pytest.approx(
        [1.0], abs=0.01
    )


def test_no_row_is_locked_while_another_is_waited_for(embedder_server: SmallServer) -> None:
    """Else a publication that writes the same rows in another order is ended by PostgreSQL, or the worker's round."""
    for number in range(3):
        entry(number)
    with CaptureQueriesContext(connection) as captured:
        assert Embedding().run() == 3
    written = [query["sql"] for query in captured if query["sql"].startswith("UPDATE")]
    assert written
    assert not [statement for statement in written if " IN (" in statement]


def test_an_entry_that_changes_meanwhile_waits_again(
    embedder_server: SmallServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Written after its text was read, and before its vector came."""
    row = entry(1)
    monkeypatch.setattr(embedder_server, "kills_it", "")
    embedding = Embedding()
    from search.meaning import embedding as module  # noqa: PLC0415

    read = module._changed

    def and_written(embedder: Embedder, entries: list[int]) -> object:
        found = read(embedder, entries)
        monkeypatch.setattr(module, "_changed", read)
        entry(1, "Le piano")
        return found

    monkeypatch.setattr(module, "_changed", and_written)
    assert embedding.run() == 2
    assert EntryVector.objects.get(pk=row.pk).vector == as_bytes(vector_of("passage: Le piano"))


def test_the_vector_of_a_removed_entry_goes(embedder_server: SmallServer) -> None:
    """At the worker's next start at the latest."""
    entry(1)
    entry(2)
    Embedding().run()
    forget(["page-1"])
    Embedding().run()
    assert [vector.entry.key for vector in EntryVector.objects.all()] == ["page-2"]


def test_a_lane_that_hangs_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """No queue of it grows, so its beat must be missing."""
    lane = LaneThread(Lane.MEANING, Event())
    monkeypatch.setattr(lane, "is_alive", lambda: True)
    assert lane.is_well()
    lane._turned_at -= 1_000
    assert not lane.is_well()


def test_without_embedder_writing_costs_nothing(settings: Settings) -> None:
    """The base install writes entries as before."""
    settings.FEDCMS_EMBEDDER = ""
    with CaptureQueriesContext(connection) as captured:
        entry(1)
    assert not any("entryvector" in query["sql"] for query in captured)
    assert embed_waiting() == 0


def test_a_model_whose_vectors_have_another_length_is_another(
    embedder_server: SmallServer, settings: Settings
) -> None:
    """Servers ignore the name; meanwhile, what has the old length is in no file, and the file is not read."""
    for number in range(3):
        entry(number)
    embedding = Embedding()
    embedding.run()
    name = settings.FEDCMS_EMBEDDER_MODEL
    assert open_file(name, DIMENSIONS)
    settings.FEDCMS_EMBEDDER_DIMENSIONS = embedder_server.dimensions = DIMENSIONS + 8
    assert open_file(name, DIMENSIONS + 8) is None
    assert write_file(name, DIMENSIONS + 8) == 0
    assert embedding.run() == 3
    assert {len(vector or b"") for vector in EntryVector.objects.values_list("vector", flat=True)} == {
        DIMENSIONS + 8
    }
    assert open_file(name, DIMENSIONS + 8)
