"""Many ask for one page at once: one thread makes it, the others take what it keeps, and no one waits for long."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from threading import Barrier, Event, Lock

import pytest
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.utils import timezone
from pytest_django import Settings

from fedcms.core.http.public_answers import PUBLIC
from fedcms.core.page_cache import fills as module
from fedcms.core.page_cache import middleware
from fedcms.core.page_cache.fills import Fills
from fedcms.core.page_cache.kept_answer import LONGEST
from fedcms.core.page_cache.middleware import PageCacheMiddleware
from fedcms.core.page_cache.store import PageStore
from fedcms.core.shown_tags import allow_keeping
from tests.page_cache.support import answer

READERS = 6


class Maker:
    """What makes pages: slowly, or when it is told; counts how often."""

    def __init__(self) -> None:
        self.made, self.status, self._lock = 0, 200, Lock()
        self.began, self.may_end = Event(), Event()
        self.may_end.set()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with self._lock:
            self.made += 1
            number = self.made
        self.began.set()
        assert self.may_end.wait(20)
        allow_keeping()
        headers = {"Cache-Control": PUBLIC, "ETag": '"a"', "Vary": "Accept-Encoding"}
        return HttpResponse(f"page {number}", headers=headers, status=self.status)


@pytest.fixture
def process(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> PageStore:
    """A process of its own, which reads no notes: threads would have a connection each."""
    settings.FEDCMS_PAGE_CACHE = True
    own = PageStore()
    monkeypatch.setattr(own._notes, "read", lambda now: ([], False))
    monkeypatch.setattr(middleware, "store", own)
    monkeypatch.setattr(middleware, "fills", Fills())
    monkeypatch.setattr(middleware, "end_of", lambda tags, moments, since: since + timedelta(hours=3))
    return own


@contextmanager
def asking(maker: Maker) -> Iterator[Callable[..., list["Future[str]"]]]:
    """Asks in threads; returns what each will have got."""
    middle = PageCacheMiddleware(maker)

    def ask(path: str, at_once: Barrier) -> str:
        request = RequestFactory().get(path)
        at_once.wait(10)
        got = middle(request)
        assert isinstance(got, HttpResponse)
        return got.content.decode()

    with ThreadPoolExecutor(READERS) as pool:
        try:
            yield lambda path, times=READERS: [
                pool.submit(ask, path, barrier) for barrier in [Barrier(times)] for _ in range(times)
            ]
        finally:
            maker.may_end.set()


def test_one_makes_the_page_and_the_others_wait_for_it(process: PageStore) -> None:
    maker = Maker()
    maker.may_end.clear()
    with asking(maker) as ask:
        pages = ask("/fr/")
        assert maker.began.wait(10)
        time.sleep(0.2)
        assert not [page for page in pages if page.done()]
        maker.may_end.set()
        assert {page.result(10) for page in pages} == {"page 1"}
    assert maker.made == 1


def test_one_that_hangs_holds_others_for_a_moment_alone(
    process: PageStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LONGEST_WAIT", 0.3)
    hold = Event()

    class Hanging(Maker):
        def __call__(self, request: HttpRequest) -> HttpResponse:
            made = super().__call__(request)
            if made.content == b"page 1":
                assert hold.wait(20)
            return made

    maker = Hanging()
    with asking(maker) as ask:
        [hanging] = ask("/fr/", 1)
        assert maker.began.wait(10)
        began = time.monotonic()
        others = ask("/fr/", 2)
        assert {page.result(10) for page in others} <= {"page 2", "page 3"}
        assert 0.1 < time.monotonic() - began < 5
        hold.set()
        assert hanging.result(10) == "page 1"


def test_nobody_waits_for_what_is_not_kept_again(process: PageStore) -> None:
    maker = Maker()
    maker.status = 404
    with asking(maker) as ask:
        [gone] = ask("/fr/gone/", 1)
        assert gone.result(10) == "page 1"
        maker.may_end.clear()
        pages = ask("/fr/gone/")
        for _ in range(100):
            if maker.made == 1 + READERS:
                break
            time.sleep(0.05)
        assert maker.made == 1 + READERS, "all make it at once"
        maker.may_end.set()
        assert len({page.result(10) for page in pages}) == READERS


def test_one_that_fails_lets_the_others_go(process: PageStore) -> None:
    class Failing(Maker):
        def __call__(self, request: HttpRequest) -> HttpResponse:
            made = super().__call__(request)
            if made.content == b"page 1":
                raise ZeroDivisionError
            return made

    maker = Failing()
    with asking(maker) as ask:
        maker.may_end.clear()
        [failing] = ask("/fr/", 1)
        assert maker.began.wait(10)
        others = ask("/fr/", 2)
        maker.may_end.set()
        with pytest.raises(ZeroDivisionError):
            failing.result(10)
        for page in others:
            assert page.result(10).startswith("page")


def test_who_comes_once_the_database_is_away_waits_for_no_filler(
    process: PageStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It will fail, or its answer not be kept; when the database is back, the others wait for one again."""
    monkeypatch.setattr(module, "LONGEST_WAIT", 60.0)

    def away(now: float) -> object:
        raise OperationalError

    maker = Maker()
    maker.may_end.clear()
    with asking(maker) as ask:
        [filling] = ask("/fr/", 1)
        assert maker.began.wait(10)
        monkeypatch.setattr(process._notes, "read", away)
        assert not process.look()
        others = ask("/fr/", READERS - 1)
        for _ in range(100):
            if maker.made == READERS:
                break
            time.sleep(0.05)
        assert maker.made == READERS, "all make it at once"
        maker.may_end.set()
        assert len({page.result(10) for page in (filling, *others)}) == READERS
    assert len(process) == 0
    assert not middleware.fills._unkept


def test_that_the_site_could_not_answer_says_nothing_of_an_address(process: PageStore) -> None:
    maker = Maker()
    key = middleware.key_of(RequestFactory().get("/fr/"))
    assert key is not None
    with asking(maker) as ask:
        for status, is_unkept in ((503, False), (404, True), (503, True), (200, False)):
            maker.status = status
            [page] = ask("/fr/", 1)
            page.result(10)
            assert middleware.fills.is_unkept(key) is is_unkept, status


@pytest.mark.parametrize("is_dropped", [False, True])
def test_after_an_hour_others_take_the_old_one_unless_something_changed_it(
    process: PageStore, monkeypatch: pytest.MonkeyPatch, is_dropped: bool
) -> None:
    maker = Maker()
    with asking(maker) as ask:
        [page] = ask("/fr/", 1)
        assert page.result(10) == "page 1"
        later = timezone.now() + LONGEST + timedelta(seconds=5)
        monkeypatch.setattr("fedcms.core.page_cache.store.timezone.now", lambda: later)
        maker.began.clear()
        maker.may_end.clear()
        [fresh] = ask("/fr/", 1)
        assert maker.began.wait(10)
        if is_dropped:
            with process._lock:
                process._drop(frozenset({"t:wagtailcore_site"}))
        others = ask("/fr/", 2)
        if not is_dropped:
            assert {page.result(10) for page in others} == {"page 1"}
        maker.may_end.set()
        assert fresh.result(10) == "page 2"
        if is_dropped:
            assert "page 1" not in {page.result(10) for page in others}


def test_no_old_one_is_answered_past_a_moment_of_the_clock(process: PageStore) -> None:
    process.look()
    process.keep("a\n", answer("page:1"), process.number())
    kept = process.get("a\n")
    assert kept is not None
    assert kept.stale_until == kept.until == kept.end
