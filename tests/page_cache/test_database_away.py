"""What is answered while the database is away: for how long, less what this machine dropped, and with a notice."""

import gzip
import os
from datetime import timedelta
from errno import ENOSPC
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.db import OperationalError
from django.test import Client
from django.utils import timezone
from django.utils.http import parse_http_date
from pytest_django import Settings

from fedcms.core.http.public_answers import PUBLIC
from fedcms.core.page_cache import drops, local_drops, notes
from fedcms.core.page_cache import store as store_module
from fedcms.core.page_cache.kept_answer import STALE, KeptAnswer
from fedcms.core.page_cache.notice import with_notice
from fedcms.core.page_cache.store import LINK, PAUSE_WHEN_REFUSED, UNSEEN, PageStore, store
from tests.factories import make_article, make_cluster
from tests.page_cache.support import answer

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Settings) -> Path:
    """Where the processes of this machine tell one another."""
    settings.FEDCMS_PAGE_CACHE_DIR = tmp_path / "page-cache"
    settings.FEDCMS_PAGE_CACHE_WHILE_REFUSED = True
    return tmp_path / "page-cache"


def take_away(monkeypatch: pytest.MonkeyPatch, *, refuses: bool) -> None:
    """No note can be read any more."""

    def read(*arguments: object, **values: object) -> object:
        raise OperationalError

    monkeypatch.setattr(notes.NoteReader, "read", read)
    monkeypatch.setattr(store_module, "is_refused", lambda: refuses)


def keeping(*tags: str) -> PageStore:
    process = PageStore()
    process.look()
    for tag in tags:
        process.keep(tag, answer(tag), process.number())
        assert process.get(tag)
    return process


@pytest.mark.parametrize(
    ("refuses", "while_refused", "goes_on"),
    [(True, True, True), (False, True, False), (True, False, False)],
)
def test_pages_go_on_beyond_a_minute_only_where_nobody_can_write(
    refuses: bool, while_refused: bool, goes_on: bool, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    settings.FEDCMS_PAGE_CACHE_WHILE_REFUSED = while_refused
    clock = SimpleNamespace(now=1_000.0)
    monkeypatch.setattr(store_module, "time", SimpleNamespace(monotonic=lambda: clock.now))
    process = keeping("page:1")
    take_away(monkeypatch, refuses=refuses)
    for _ in range(int(2 * UNSEEN / PAUSE_WHEN_REFUSED)):
        clock.now += PAUSE_WHEN_REFUSED
        found = process.get("page:1")
    assert bool(found) is goes_on


def test_pages_end_where_a_process_did_not_look_for_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    """Others could write meanwhile, and it would know nothing of it: before it was refused first, and in between."""
    clock = SimpleNamespace(now=1_000.0)
    monkeypatch.setattr(store_module, "time", SimpleNamespace(monotonic=lambda: clock.now))
    process, other = keeping("page:1"), keeping("page:1")
    take_away(monkeypatch, refuses=True)
    for _ in range(int(2 * UNSEEN / LINK)):
        clock.now += LINK
        assert other.get("page:1")
    clock.now += UNSEEN + 1
    assert other.get("page:1") is None
    assert process.get("page:1") is None
    clock.now += PAUSE_WHEN_REFUSED
    assert process.get("page:1") is None, "a second refusal joins nothing"


def test_a_gap_within_the_minute_ends_the_chain_with_the_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = SimpleNamespace(now=1_000.0)
    monkeypatch.setattr(store_module, "time", SimpleNamespace(monotonic=lambda: clock.now))
    process = keeping("page:1")
    take_away(monkeypatch, refuses=True)
    clock.now += LINK + 1
    assert process.get("page:1"), "as where the address is silent"
    for _ in range(int(UNSEEN)):
        clock.now += PAUSE_WHEN_REFUSED
        found = process.get("page:1")
    assert found is None


def test_no_page_goes_on_beyond_its_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    process, now = keeping(), timezone.now()
    soon = now + timedelta(seconds=30)
    process.keep("page:1", KeptAnswer(b"", (), frozenset({"page:1"}), now, soon, soon), process.number())
    take_away(monkeypatch, refuses=True)
    assert process.get("page:1")
    monkeypatch.setattr(
        store_module, "timezone", SimpleNamespace(now=lambda: timezone.now() + timedelta(seconds=31))
    )
    assert process.get("page:1") is None


def test_what_is_an_hour_old_is_forgotten_no_earlier_than_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor found by who asks for what is newer; long after the last look, as the address refuses."""
    clock = SimpleNamespace(now=1_000.0)
    monkeypatch.setattr(store_module, "time", SimpleNamespace(monotonic=lambda: clock.now))
    process, now = keeping(), timezone.now()
    until, end = now + timedelta(seconds=30), now + timedelta(hours=3)
    process.keep("page:1", KeptAnswer(b"", (), frozenset({"page:1"}), now, until, end), process.number())
    take_away(monkeypatch, refuses=True)
    for _ in range(int(2 * UNSEEN / PAUSE_WHEN_REFUSED)):
        clock.now += PAUSE_WHEN_REFUSED
        assert process.get("page:1")
    for seconds, old in ((31, True), (30 + STALE.total_seconds() + 1, False)):
        later = now + timedelta(seconds=seconds)
        monkeypatch.setattr(store_module, "timezone", SimpleNamespace(now=lambda later=later: later))
        assert process.get("page:1") is None
        assert bool(process.found("page:1", may_be_old=True)) is old
    assert len(process) == 0


def test_what_another_process_dropped_right_before_is_not_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    """It was committed, and this process had not looked yet."""
    process = keeping("page:1", "page:2", "page:3")
    drops._after_commit(["page:1", "page:3"])
    take_away(monkeypatch, refuses=True)
    assert [bool(process.get(f"page:{number}")) for number in (1, 2, 3)] == [False, True, False]


def test_where_nobody_knows_what_was_dropped_nothing_is_answered(
    monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    local_drops.add_drops(["page:2"])
    process = keeping("page:1")
    (folder / "dropped").unlink()
    local_drops.add_drops(["page:2"])
    take_away(monkeypatch, refuses=True)
    assert process.get("page:1") is None


@pytest.mark.parametrize("written", [None, 3])
def test_a_line_that_was_not_written_drops_everything(
    written: int | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a disk that is full, or of which a part of the line was the last byte."""
    process = keeping("page:1")
    write = os.write

    def full(file: int, line: bytes) -> int:
        if written is None:
            raise OSError(ENOSPC, "No space left on device")
        return write(file, line[:written])

    with monkeypatch.context() as here:
        here.setattr(local_drops.os, "write", full)
        drops._after_commit(["page:1"])
    take_away(monkeypatch, refuses=True)
    assert process.get("page:1") is None


def test_pages_do_not_go_on_where_no_process_can_write_the_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, settings: Settings
) -> None:
    """They end with the minute, as where the address is silent; no publication fails."""
    (tmp_path / "file").touch()
    settings.FEDCMS_PAGE_CACHE_DIR = tmp_path / "file"
    clock = SimpleNamespace(now=1_000.0)
    monkeypatch.setattr(store_module, "time", SimpleNamespace(monotonic=lambda: clock.now))
    process = keeping("page:1")
    drops._after_commit(["page:2"])
    assert local_drops.file_position() is None
    take_away(monkeypatch, refuses=True)
    clock.now += PAUSE_WHEN_REFUSED
    assert process.get("page:1")
    for _ in range(int(UNSEEN)):
        clock.now += PAUSE_WHEN_REFUSED
        found = process.get("page:1")
    assert found is None


def test_a_new_file_is_not_taken_for_the_old_one(folder: Path) -> None:
    """A disk gives the number of a file that was deleted to the next."""
    local_drops.add_drops(["page:1234567890"])
    before = local_drops.file_position()
    assert before is not None
    (folder / "dropped").unlink()
    for _ in range(3):
        local_drops.add_drops(["page:3"])
        assert local_drops.drops_since(before) is None, "shorter, and longer"
    now = local_drops.file_position()
    assert now is not None
    local_drops.add_drops(["page:4", "page:5"])
    local_drops.add_drops(["page:6"])
    assert local_drops.drops_since(now) == [frozenset({"page:4", "page:5"}), frozenset({"page:6"})]


def test_a_part_of_a_line_spoils_no_other(folder: Path) -> None:
    before = local_drops.file_position()
    assert before is not None
    with (folder / "dropped").open("ab") as file:
        file.write(b"\npage:1 pag")
    local_drops.add_drops(["page:3"])
    found = local_drops.drops_since(before)
    assert found is not None
    assert found[-1] == frozenset({"page:3"})


def test_the_file_begins_anew_when_it_is_long(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local_drops, "LARGEST", 50)
    local_drops.add_drops(["page:1"])
    before = local_drops.file_position()
    assert before is not None
    local_drops.add_drops(["page:1234567890"])
    assert local_drops.drops_since(before) is None
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fr", "Notre base de données"),
        ("en", "Our database"),
        ("es", "Nuestra base de datos"),
        ("ar", "قاعدة بياناتنا"),
    ],
)
def test_readers_are_told_and_no_shared_cache_keeps_it(
    language: str,
    words: str,
    federation: object,
    monkeypatch: pytest.MonkeyPatch,
    settings: Settings,
) -> None:
    settings.FEDCMS_SHARED_CACHE_SECONDS = 30
    page = make_article(make_cluster("nord", "NOR"), language)
    store.forget_all()
    settings.FEDCMS_PAGE_CACHE = True
    asked = {"accept-encoding": "gzip"}
    first = Client().get(page.url, headers=asked)
    whole = gzip.decompress(first.content).decode()
    assert "s-maxage=" in first["Cache-Control"]
    with monkeypatch.context() as here:
        take_away(here, refuses=True)
        store.look_now()
        told = Client().get(page.url, headers=asked | {"if-none-match": first["ETag"]})
        text = gzip.decompress(told.content).decode()
        assert told.status_code == 200
        assert "data-away" in text
        assert text.index("<main") < text.index("data-away") < text.index("<h1")
        notice = text[text.index("<aside", text.index("<main")) :].split("</aside>")[0] + "</aside>"
        assert words in notice
        assert ("base de données" in notice) is (language == "fr")
        assert "dir=" not in notice, "its direction is the page's"
        assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}"' in text
        assert text.replace(notice, "").split() == whole.split(), "nothing else is another"
        assert told["Cache-Control"] == PUBLIC
        assert told["Content-Encoding"] == "gzip"
        assert "ETag" not in told.headers
        assert parse_http_date(told["X-Kept-Since"]) <= timezone.now().timestamp()
        assert told["Content-Length"] == str(len(told.content))
    store._failed_at = float("-inf")  # the pause is over
    store.look_now()
    again = Client().get(page.url, headers=asked | {"if-none-match": first["ETag"]})
    assert again.status_code == 304
    store.forget_all()


def test_a_feed_stays_as_it_is() -> None:
    now = timezone.now()
    headers = (
        ("Content-Type", "application/atom+xml"),
        ("ETag", '"a"'),
        ("Cache-Control", f"{PUBLIC}, s-maxage=30"),
    )
    answered = with_notice(KeptAnswer(b"<feed/>", headers, frozenset(), now, now, now), "fr")
    assert (answered.content, answered["ETag"]) == (b"<feed/>", '"a"')
    assert answered["Cache-Control"] == PUBLIC, "no shared cache holds it either"
