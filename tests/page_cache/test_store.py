"""What a process keeps, and what it does with the notes of others: late ones, very many, none at all."""

import logging
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Event
from types import SimpleNamespace

import pytest
from django.db import OperationalError

from fedcms.core.models import DroppedTags
from fedcms.core.page_cache import notes
from fedcms.core.page_cache.store import MOST_WITH_QUERY, PAUSE, UNSEEN, PageStore
from tests.page_cache.support import answer

pytestmark = pytest.mark.django_db


class Clock:
    """The seconds of a process."""

    now = 100_000.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    own = Clock()
    monkeypatch.setattr("fedcms.core.page_cache.store.time", SimpleNamespace(monotonic=own.monotonic))
    return own


def keeping(*tags: str) -> PageStore:
    """A process that keeps a page of each tag, by it."""
    process = PageStore()
    process.look()
    for tag in tags:
        process.keep(tag, answer(tag), process.number())
        assert process.get(tag)
    return process


def note(tags: str, pk: int | None = None) -> int:
    """Notes, with a number that was taken before where one is given."""
    return int(DroppedTags.objects.create(pk=pk, tags=tags).pk)


def test_who_tries_filters_one_after_another_drops_only_theirs() -> None:
    process = keeping("/fr/\n")
    for number in range(MOST_WITH_QUERY + 2):
        process.keep(f"/fr/\nyear={number}", answer("a"), process.number())
    assert [bool(process.get(f"/fr/\n{query}")) for query in ("", "year=0", "year=1", "year=2")] == [
        True,
        False,
        False,
        True,
    ]
    note("a")
    process.look_now()
    assert process.get("/fr/\n")
    assert len(process) == 1


def test_feeds_with_filters_in_their_path_push_out_no_page() -> None:
    process = keeping("/fr/\n", "/fr/feed\n")
    for number in range(MOST_WITH_QUERY + 2):
        one = replace(answer("a"), is_one_of_many=True)
        process.keep(f"/fr/feed/{number}\n", one, process.number())
    assert len(process) == MOST_WITH_QUERY + 2
    assert process.get("/fr/feed/1\n") is None
    assert process.get("/fr/\n")


def test_each_process_reads_what_another_noted() -> None:
    first, second = keeping("page:1", "page:2"), keeping("page:1", "page:2")
    note("page:1 menu")
    for process in (first, second):
        assert process.get("page:1") is None
        assert process.get("page:2")


@pytest.mark.parametrize("others", [1, notes.MOST_NOTES + 500])
def test_a_note_that_is_committed_after_later_ones_is_read(others: int) -> None:
    """However many there are."""
    before = note("page:3")
    process = keeping("page:1")
    late = before + 1
    DroppedTags.objects.bulk_create(
        DroppedTags(pk=late + 1 + number, tags="page:2") for number in range(others)
    )
    process.look()
    process.keep("page:1", answer("page:1"), process.number())
    assert process.get("page:1")
    note("page:1", late)
    assert process.get("page:1") is None


def test_a_note_of_a_transaction_that_was_under_way_when_the_process_began_is_read() -> None:
    late = note("page:3") + 1
    note("page:2", late + 1)
    process = keeping("page:1")
    note("page:1", late)
    assert process.get("page:1") is None


def test_no_number_is_waited_for_longer_than_any_transaction(clock: Clock) -> None:
    late = note("page:3") + 1
    process = keeping("page:1")
    note("page:2", late + 1)
    process.look()
    clock.now += notes.PATIENCE + 1
    process.look()
    note("page:1", late)
    assert process.get("page:1"), "its query would become longer with each transaction that was rolled back"


def test_nothing_is_kept_where_more_notes_may_come_than_are_waited_for(clock: Clock) -> None:
    process = keeping("page:1")
    note("page:2", note("page:3") + notes.MOST_MISSING + 2)
    assert process.get("page:1") is None
    process.keep("page:1", answer("page:1"), process.number())
    assert process.get("page:1") is None
    clock.now += notes.PATIENCE + 1
    process.look()
    process.keep("page:1", answer("page:1"), process.number())
    assert process.get("page:1")


def away(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The database answers no more; returns how often it was asked since."""
    asked: list[int] = []

    def read(*arguments: object, **values: object) -> object:
        asked.append(1)
        raise OperationalError

    monkeypatch.setattr(notes, "fetch", read)
    return asked


def test_while_the_database_is_away_it_is_asked_now_and_then(
    monkeypatch: pytest.MonkeyPatch, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    process = keeping("page:1")
    asked = away(monkeypatch)
    with caplog.at_level(logging.WARNING, "fedcms.page_cache"):
        for _ in range(3):
            assert process.get("page:1")
        assert len(asked) == 1, "each would wait until the connection is given up"
        clock.now += PAUSE + 1
        assert process.get("page:1")
        assert len(asked) == 2
    assert len(caplog.records) == 1


def test_after_a_minute_nothing_is_answered_that_others_may_have_withdrawn(
    monkeypatch: pytest.MonkeyPatch, clock: Clock
) -> None:
    process = keeping("page:1")
    with monkeypatch.context() as here:
        away(here)
        clock.now += UNSEEN - 1
        assert process.get("page:1")
        clock.now += 2
        assert process.get("page:1") is None
    clock.now += PAUSE
    assert process.get("page:1"), "the database says that nothing changed"


def test_while_one_thread_waits_for_the_database_others_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    process = keeping("page:1")
    asked, answered = Event(), Event()

    def read(*arguments: object, **values: object) -> list[object]:
        asked.set()
        assert answered.wait(30)
        return []

    monkeypatch.setattr(notes, "fetch", read)
    with ThreadPoolExecutor(2) as pool:
        waiting = pool.submit(process.get, "page:1")
        assert asked.wait(30)
        try:
            # Not by this thread: it would wait as well, and end the test never.
            assert pool.submit(process.get, "page:1").result(10)
        finally:
            answered.set()
        assert waiting.result(30)


def test_what_is_very_large_pushes_nothing_out() -> None:
    process = keeping("page:1")
    process.keep("page:2", answer("page:2", body=b"x" * 10_000_000), process.number())
    assert process.get("page:2") is None
    assert process.get("page:1")
