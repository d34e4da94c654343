"""A Valkey that refuses, an address that is wrong, other settings: no request fails, nothing foreign is read."""

import logging
import runpy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from fedcms.core.page_cache import checks, packing, shared, valkey
from fedcms.core.page_cache.packing import name_of
from fedcms.core.page_cache.valkey import Valkey
from tests.page_cache.valkey_server import running
from tests.served.site import ROOT

KEY = "http\nedtech.example\n\n\n/fr/a/\n"


@pytest.fixture(autouse=True)
def _forgotten() -> Iterator[None]:
    yield
    packing._signing_key.cache_clear()
    shared._server.cache_clear()


def test_one_that_takes_nothing_still_gives_what_it_has(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING, "fedcms.page_cache")
    with running(tmp_path) as server:
        own = Valkey(server.url)
        own.put("a", b"a", 60_000)
        # As where it is full, and nothing is to make room (the policy of who says nothing).
        own._client.config_set("maxmemory", "1")
        for _ in range(3):
            own.put("b", b"b", 60_000)
            assert own.get("a") == b"a"
            own._writes.asked_again_at = 0
        assert [each.getMessage() for each in caplog.records] == [
            "Valkey takes nothing (OutOfMemoryError): each process keeps its own."
        ]
        own._client.config_set("maxmemory", "0")
        own._writes.asked_again_at = 0
        own.put("b", b"b", 60_000)
        assert own.get("b") == b"b"
        assert caplog.records[-1].getMessage() == "Valkey takes what is kept again."


def test_no_more_is_read_than_an_answer_has(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(valkey, "MOST_BYTES", 10)
    with running(tmp_path) as server:
        own = Valkey(server.url)
        own.put("a", b"x" * 100, 60_000)
        assert own.get("a") == b"x" * 10
        assert own.get("nothing") is None


@pytest.mark.parametrize(
    ("url", "is_address"),
    [
        ("valkey://10.0.0.5:6379/0", True),
        ("valkeys://user:p%2Fw@h/0?ssl_ca_certs=/etc/ca.pem", True),
        ("unix:///run/valkey.sock?db=1", True),
        ("redis://[::1]:6379", True),
        ("valkey://h/0?socket_timeout=5", False),
        ("valkey://h/0?foo=1", False),
        ("valkey://h/0?ssl_ca_certs=/a", False),
        ("valkey://h/0?", True),
        ("valkey://h/0?a", False),
        ("valkey://h:abc/0", False),
        ("valkey://:secret?word@h/0", False),
        ("valkey://:secret/word@h/0", False),
        ("valkey://:12/34@h/0", False),
        ("valkey://u:12/34@h/0", False),
        ("valkey://:secret#word@h/0", False),
        ("valkey://[::1", False),
        ("valkey://h/zero", False),
        ("unix:///run/valkey.sock?db=a", False),
        ("valkey://", False),
        ("http://h/", False),
    ],
)
def test_an_address_that_would_not_do_is_said_and_not_asked(
    settings: Settings, url: str, is_address: bool
) -> None:
    settings.FEDCMS_PAGE_CACHE, settings.FEDCMS_PAGE_CACHE_URL = True, url
    found = checks.shared_pages_have_a_place(None)
    assert [each.id for each in found] == ([] if is_address else ["fedcms.E007"])
    assert not any("secret" in str(each) or "word@" in str(each) for each in found)
    assert (shared.shelf() is not None) == is_address


def test_nothing_of_an_address_fails_a_request_nor_is_logged(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Also where the check was not run, and the client knows more or less than it."""
    monkeypatch.setattr(shared, "is_address", bool)
    settings.FEDCMS_PAGE_CACHE_URL = "valkey://:secret@127.0.0.1:1/0?foo=1"
    own = shared.shelf()
    assert own is not None
    assert own.get("a") is None
    settings.FEDCMS_PAGE_CACHE_URL = "valkey://user:secret?word@h/0"
    assert shared.shelf() is None
    assert "(TypeError)" in caplog.text
    assert "(ValueError)" in caplog.text
    assert "secret" not in caplog.text


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("FEDCMS_PEERTUBE_HOSTS", ["video.example"]),
        ("FEDCMS_WEBSUB_HUBS", ("https://hub.example/",)),
        ("FEDCMS_RELEASE", "next"),
    ],
)
def test_what_was_made_with_other_settings_is_not_ours(settings: Settings, setting: str, value: Any) -> None:
    # The first that a test sets hides SETTINGS_MODULE, by which the names would differ in any case.
    settings.FEDCMS_PAGE_CACHE = True
    packing._signing_key.cache_clear()
    was = name_of(KEY)
    setattr(settings, setting, value)
    packing._signing_key.cache_clear()
    assert name_of(KEY) != was


def test_what_a_host_says_of_its_own_way_to_the_database_keeps_it_from_no_other(settings: Settings) -> None:
    settings.FEDCMS_PAGE_CACHE = True
    packing._signing_key.cache_clear()
    was = name_of(KEY)
    settings.FEDCMS_PAGE_CACHE_WHILE_REFUSED = not settings.FEDCMS_PAGE_CACHE_WHILE_REFUSED
    settings.FEDCMS_PAGE_CACHE_DIR = Path("elsewhere")
    settings.FEDCMS_DATABASE_WATCH = not settings.FEDCMS_DATABASE_WATCH
    packing._signing_key.cache_clear()
    assert name_of(KEY) == was


def test_what_was_made_of_a_copy_of_the_database_is_not_ours(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    packing._signing_key.cache_clear()
    was = name_of(KEY)
    monkeypatch.setitem(settings.DATABASES["default"], "HOST", "copy.example")
    packing._signing_key.cache_clear()
    assert name_of(KEY) != was


def test_a_setting_is_written_alike_by_all_processes() -> None:
    """In what order names came, and where an object lies, says nothing."""
    assert packing._plain({"a": 1, "b": {"y", "x"}}) == packing._plain({"b": {"x", "y"}, "a": 1})
    assert packing._plain([object(), print]) == packing._plain([object(), len])
    assert packing._plain({"a": [1]}) != packing._plain({"a": [2]})


def test_blanks_between_addresses_of_proxies_are_none_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FEDCMS_PURGE_URLS", "http://a:1/, http://b:2/, ")
    found = runpy.run_path(str(ROOT / "fedcms" / "settings" / "page_cache.py"))
    assert found["FEDCMS_PURGE_URLS"] == ["http://a:1/", "http://b:2/"]
