"""Proxies are told what was dropped, twice and until all took it; they hold what can be dropped, to its moment."""

import http.server
import re
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
import urllib3
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.utils import timezone
from pytest_django import Settings
from wagtail.models import Page

from clusters.models import Cluster
from fedcms.core.http.public_answers import EMPTY_FORM, PRIVATE, PUBLIC
from fedcms.core.models import DroppedTags
from fedcms.core.page_cache import proxies, purging
from fedcms.core.page_cache.checks import proxies_hold_what_can_be_dropped
from fedcms.core.page_cache.drops import BY_WORKER
from fedcms.core.page_cache.proxies import HEADER, word_of
from fedcms.core.page_cache.purging import AGAIN, tell_proxies
from fedcms.core.page_cache.store import store
from fedcms.core.shown_tags import page_tag
from tests.test_query_budgets import BUDGETS

# The fixture `site`.
pytest_plugins = ("tests.budget_site",)
pytestmark = pytest.mark.django_db
ARTICLE, FORM = BUDGETS["article"][0], BUDGETS["contact"][0]


class Proxy:
    """A server that takes what it is told, or does not."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.status, self.may_answer = 200, threading.Event()
        self.may_answer.set()
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_BAN(self) -> None:  # the library's name
                outer.may_answer.wait(10)
                outer.told.append(self.headers["X-Fedcms-Tags"])
                self.send_response(outer.status)
                self.send_header("Content-Length", "0")
                self.send_header("Location", "/elsewhere/")
                self.end_headers()

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002
                """Says nothing."""

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def proxy(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Proxy]:
    own = Proxy()
    settings.FEDCMS_PAGE_CACHE, settings.FEDCMS_PURGE_URLS = True, [own.url]
    settings.FEDCMS_SHARED_CACHE_SECONDS = 600
    monkeypatch.setattr(purging, "_proxies", {})
    monkeypatch.setattr(purging, "_TIMEOUT", urllib3.Timeout(connect=0.3, read=0.3))
    ContentType.objects.clear_cache()
    yield own
    own.may_answer.set()
    own.server.shutdown()
    own.server.server_close()


def note(tags: str) -> DroppedTags:
    return DroppedTags.objects.create(tags=tags)


def again() -> None:
    """Nothing waits any more because it failed a moment ago."""
    for known in purging._proxies.values():
        known.not_before = 0


def test_a_note_is_told_twice_and_no_more(proxy: Proxy) -> None:
    note("page:1 menu")
    note(BY_WORKER)
    words = "|".join(sorted((word_of("page:1"), word_of("menu"))))
    assert [tell_proxies(), tell_proxies()] == [1, 0]
    assert proxy.told == [words]
    with time_machine.travel(timezone.now() + AGAIN + timedelta(seconds=1), tick=True):
        note("page:2")
        assert [tell_proxies(), tell_proxies()] == [2, 0]
    assert len(proxy.told) == 2
    with time_machine.travel(timezone.now() + 3 * AGAIN, tick=True):
        assert [tell_proxies(), tell_proxies()] == [1, 0], "the second note, for the second time"
    assert word_of("page:2") in proxy.told[2]


def test_everything_is_one_word_and_many_tags_are_told_in_parts(proxy: Proxy) -> None:
    note("* page:1")
    tell_proxies()
    assert proxy.told == [".*"]
    note(" ".join(f"page:{number}" for number in range(250)))
    tell_proxies()
    assert [len(words.split("|")) for words in proxy.told[1:]] == [100, 100, 50]
    assert all(re.fullmatch(r"[A-Za-z0-9_|-]+", words) for words in proxy.told[1:])


@pytest.mark.parametrize("fault", ["500", "302", "hangs", "is gone"])
def test_one_that_fails_is_told_again_with_pauses(proxy: Proxy, fault: str, settings: Settings) -> None:
    note("page:1")
    if fault == "hangs":
        proxy.may_answer.clear()
    elif fault == "is gone":
        settings.FEDCMS_PURGE_URLS = ["http://127.0.0.1:1/"]
    else:
        proxy.status = int(fault)
    began = time.monotonic()
    assert tell_proxies() == 0
    assert time.monotonic() - began < 3
    told = len(proxy.told)
    assert tell_proxies() == 0
    assert len(proxy.told) == told, "not at once"
    proxy.status = 200
    proxy.may_answer.set()
    settings.FEDCMS_PURGE_URLS = [proxy.url]
    again()
    assert tell_proxies() == 1
    assert proxy.told[-1] == word_of("page:1")


def test_one_that_fails_keeps_no_other_from_being_told(proxy: Proxy, settings: Settings) -> None:
    settings.FEDCMS_PURGE_URLS = ["http://127.0.0.1:1/", proxy.url]
    note("page:1")
    assert tell_proxies() == 0
    assert proxy.told == [word_of("page:1")]


def test_one_that_is_away_makes_another_neither_wait_nor_lose_its_pages(
    proxy: Proxy, settings: Settings
) -> None:
    settings.FEDCMS_PURGE_URLS = ["http://127.0.0.1:1/", proxy.url]
    note("*")
    for _ in range(5):
        tell_proxies()
        again()
    assert proxy.told == [".*"]
    DroppedTags.objects.bulk_create(DroppedTags(tags=f"page:{n}") for n in range(purging.MOST_NOTES + 1))
    tell_proxies()
    assert proxy.told == [".*", ".*"], "more than are named one by one"
    note("page:new")
    for _ in range(5):
        again()
        assert tell_proxies() == 0
    assert proxy.told[2:] == [word_of("page:new")]
    with time_machine.travel(timezone.now() + AGAIN + timedelta(seconds=1), tick=True):
        for _ in range(3):
            again()
            tell_proxies()
    assert proxy.told[3:] == [".*"], "each for the second time"


def test_one_that_comes_back_is_told_what_it_lacks(proxy: Proxy, settings: Settings) -> None:
    other = Proxy()
    try:
        settings.FEDCMS_PURGE_URLS = [proxy.url, other.url]
        other.status = 500
        note("page:1")
        assert tell_proxies() == 0
        other.status = 200
        again()
        assert tell_proxies() == 1
        assert (proxy.told, other.told) == ([word_of("page:1")], [word_of("page:1")] * 2)
        # Another worker, or this one anew: it knows what all took once.
        purging._proxies.clear()
        assert tell_proxies() == 0
    finally:
        other.server.shutdown()
        other.server.server_close()


def test_no_secret_of_an_address_is_logged(proxy: Proxy, caplog: pytest.LogCaptureFixture) -> None:
    own = purging.Proxy("http://who:secret@127.0.0.1:1/token")
    assert not own.tell("a")
    assert "127.0.0.1:1 " in caplog.text
    assert not {"secret", "token"} & set(re.findall(r"\w+", caplog.text))


def test_what_is_older_than_any_copy_is_told_to_nobody(proxy: Proxy) -> None:
    note("page:1")
    DroppedTags.objects.update(noted_at=timezone.now() - timedelta(hours=3))
    assert tell_proxies() == 0


def shared_seconds(path: str = ARTICLE) -> int:
    """For how long a shared cache may hold a page; 0: not at all."""
    found = re.search(r"s-maxage=(\d+)", Client().get(path)["Cache-Control"])
    return int(found[1]) if found else 0


def test_a_page_that_is_kept_may_be_held_with_the_words_that_drop_it(proxy: Proxy, site: Cluster) -> None:
    page = Page.objects.get(url_path=ARTICLE)
    for _made_then_kept in range(2):
        answer = Client().get(ARTICLE)
        assert answer["Cache-Control"].startswith(f"{PUBLIC}, s-maxage=600")
        assert word_of(page_tag(page.pk)) in answer[HEADER].split(" ")
        assert len(answer[HEADER]) <= proxies.LONGEST_HEADER
    known = Client().get(ARTICLE, headers={"If-None-Match": answer["ETag"]})
    assert (known.status_code, known[HEADER]) == (304, answer[HEADER])


def test_what_nobody_could_drop_is_held_by_nobody(
    proxy: Proxy, site: Cluster, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    for path, headers, control in (
        (f"{ARTICLE}?utm_source=a", {}, PUBLIC),
        (ARTICLE, {"Cookie": "sessionid=a"}, PRIVATE),
        (ARTICLE, {"Host": "testserver:8443"}, PUBLIC),
        (FORM, {}, EMPTY_FORM),
    ):
        answer = Client().get(path, headers=headers)
        assert answer["Cache-Control"] == control, path
        assert HEADER not in answer
    monkeypatch.setattr(proxies, "LONGEST_HEADER", 100)
    answer = Client().get(ARTICLE)
    assert (answer["Cache-Control"], HEADER in answer) == (PUBLIC, False)


def test_a_process_that_cannot_read_what_was_dropped_lets_nobody_hold_its_pages(
    proxy: Proxy, site: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A worker on another machine, which has the database, drops it in the proxy meanwhile."""
    assert shared_seconds() == 600
    monkeypatch.setattr(store, "look", lambda **values: False)
    monkeypatch.setattr(store, "_read_at", time.monotonic() - 5)
    assert shared_seconds() == 0
    assert HEADER not in Client().get(ARTICLE)


def test_who_watches_the_site_is_told_that_proxies_are_not(proxy: Proxy) -> None:
    note("page:1")
    note(BY_WORKER)
    DroppedTags.objects.update(noted_at=timezone.now() - timedelta(minutes=3))
    assert purging.is_nobody_told()
    tell_proxies()
    assert not purging.is_nobody_told()
    DroppedTags.objects.update(told_at=timezone.now() - timedelta(minutes=3))
    assert purging.is_nobody_told(), "the second time"


def test_no_shared_cache_holds_a_page_past_a_moment_that_changes_it(proxy: Proxy, site: Cluster) -> None:
    now = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
    with time_machine.travel(now, tick=False):
        store.forget_all()
        Page.objects.filter(url_path=ARTICLE).update(expire_at=now + timedelta(seconds=630))
        control = Client().get(ARTICLE)["Cache-Control"]
        assert control == f"{PUBLIC}, s-maxage=600, stale-while-revalidate=10, stale-if-error=29"
    with time_machine.travel(now + timedelta(seconds=90), tick=False):
        assert Client().get(ARTICLE)["Cache-Control"] == f"{PUBLIC}, s-maxage=539", "less each time"
    store.forget_all()


def test_without_a_proxy_that_is_told_the_moment_holds_too(
    proxy: Proxy, site: Cluster, settings: Settings
) -> None:
    settings.FEDCMS_PURGE_URLS, settings.FEDCMS_SHARED_CACHE_SECONDS = [], 30
    now = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
    with time_machine.travel(now, tick=False):
        store.forget_all()
        Page.objects.filter(url_path=ARTICLE).update(expire_at=now + timedelta(seconds=20))
        assert shared_seconds() == 19
        assert HEADER not in Client().get(ARTICLE)
    store.forget_all()


@pytest.mark.parametrize(
    ("urls", "seconds", "keeps", "found"),
    [
        ([], 30, False, []),
        ([], 600, True, ["fedcms.W009"]),
        (["http://127.0.0.1:6082/"], 600, True, []),
        (["http://127.0.0.1:6082/"], 600, False, ["fedcms.W008"]),
        (["http://127.0.0.1:6082/"], 0, True, ["fedcms.W008"]),
        *(
            ([url], 600, True, ["fedcms.E008"])
            for url in ("127.0.0.1:6082", "http://h:abc/", "http://[", " http://h/", "http://a:b@h/")
        ),
    ],
)
def test_settings_that_do_not_fit_are_said(
    settings: Settings, urls: list[str], seconds: int, keeps: bool, found: list[str]
) -> None:
    settings.FEDCMS_PAGE_CACHE, settings.FEDCMS_PURGE_URLS = keeps, urls
    settings.FEDCMS_SHARED_CACHE_SECONDS = seconds
    assert [message.id for message in proxies_hold_what_can_be_dropped(None)] == found
