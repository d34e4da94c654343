"""A process that cannot read what was dropped takes nothing of what others made, and gives them nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import OperationalError
from pytest_django import Settings

from fedcms.core.models import DroppedTags
from fedcms.core.page_cache import drops, packing, shared
from fedcms.core.page_cache import store as store_module
from fedcms.core.page_cache.kept_answer import KeptAnswer
from fedcms.core.page_cache.notes import NoteReader
from fedcms.core.page_cache.shared import found_elsewhere, share
from fedcms.core.page_cache.store import PageStore
from tests.page_cache.support import answer

pytestmark = pytest.mark.django_db
KEY = "http\nedtech.example\n\n\n/fr/a/\n"


class Memory:
    """What processes share, without a server; counts how often it was asked."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}
        self.asked = 0

    def get(self, name: str) -> bytes | None:
        self.asked += 1
        return self.kept.get(name)

    def put(self, name: str, data: bytes, milliseconds: int) -> None:
        self.kept[name] = data


@pytest.fixture(autouse=True)
def elsewhere(monkeypatch: pytest.MonkeyPatch, settings: Settings, tmp_path: Path) -> Iterator[Memory]:
    # With an address, processes remember the notes of before; it is not asked.
    settings.FEDCMS_PAGE_CACHE, settings.FEDCMS_PAGE_CACHE_URL = True, "valkey://127.0.0.1:1/0"
    settings.FEDCMS_PAGE_CACHE_DIR = tmp_path / "page-cache"
    settings.FEDCMS_PAGE_CACHE_WHILE_REFUSED = True
    own = Memory()
    monkeypatch.setattr(shared, "shelf", lambda: own)
    packing._signing_key.cache_clear()
    DroppedTags.objects.create(tags="page:9")
    yield own
    packing._signing_key.cache_clear()


def process() -> PageStore:
    """One that has begun."""
    own = PageStore()
    own.look()
    return own


def keeping() -> tuple[PageStore, KeptAnswer]:
    """A process that made an answer, and has not shared it yet."""
    own, made = process(), answer("page:1")
    assert own.keep(KEY, made, own.number())
    return own, made


@contextmanager
def database_away(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    def read(*values: object) -> object:
        raise OperationalError

    with monkeypatch.context() as here:
        here.setattr(NoteReader, "read", read)
        yield


def test_nothing_is_taken_until_it_can_be_judged(elsewhere: Memory, monkeypatch: pytest.MonkeyPatch) -> None:
    filler, made = keeping()
    share(filler, KEY, made)
    assert elsewhere.kept
    reader = process()
    with database_away(monkeypatch):
        # One that was there before, and one that begins meanwhile.
        for each in (reader, PageStore()):
            assert each.get(KEY) is None
            assert each.is_cut_off
            assert found_elsewhere(each, KEY) is None
        assert elsewhere.asked == 0, "nor is it waited for"
    reader._pause = 0.0  # it is over
    assert reader.get(KEY) is None
    found = found_elsewhere(reader, KEY)
    assert found is not None
    assert found.body == made.body


def test_nothing_is_given(elsewhere: Memory, monkeypatch: pytest.MonkeyPatch) -> None:
    filler, made = keeping()
    with database_away(monkeypatch):
        assert filler.get(KEY) is made, "it is answered here"
        assert filler.is_cut_off
        share(filler, KEY, made)
    assert not elsewhere.kept
    filler._pause = 0.0
    assert filler.get(KEY) is made
    share(filler, KEY, made)
    assert elsewhere.kept


def test_what_this_machine_dropped_does_not_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a thread that had asked for it before: while the database's address is asked, and afterwards."""
    filler, made = keeping()
    position, reader = filler.position(KEY, made), process()
    assert position is not None
    assert reader.admit(KEY, made, position)
    drops._after_commit(["page:1"])
    admitted = []

    def refuses() -> bool:
        admitted.append(reader.admit(KEY, made, position))
        return True

    monkeypatch.setattr(store_module, "is_refused", refuses)
    with database_away(monkeypatch):
        assert reader.get(KEY) is None
        assert admitted == [False]
        assert not reader.admit(KEY, made, position)
        assert reader.get(KEY) is None
