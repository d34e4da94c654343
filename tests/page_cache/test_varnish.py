"""A real Varnish with the file of the documentation holds pages, and drops those whose tags the worker names."""

import http.client
import os
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from pytest_django import Settings

from fedcms.core.http.public_answers import PUBLIC
from fedcms.core.models import DroppedTags
from fedcms.core.page_cache import purging
from fedcms.core.page_cache.proxies import HEADER, word_of
from fedcms.core.page_cache.purging import tell_proxies
from tests.served.site import ROOT
from tests.view_counts.nginx_site import free_port

pytestmark = pytest.mark.django_db
EXAMPLE = ROOT / "docs" / "operations" / "varnish.vcl"


class Pages(BaseHTTPRequestHandler):
    """The site: says by a number how often it was asked, and by the query what it says of the answer."""

    asked = 0

    def do_GET(self) -> None:
        """Answers what may be held, unless the address says otherwise."""
        type(self).asked += 1
        body = f"{type(self).asked} {self.headers['Host']}".encode()
        path = self.path.partition("?")[0]
        self.send_response(200)
        shared = "" if "private" in path else f"{PUBLIC}, s-maxage=600"
        shared = f"{PUBLIC}, s-maxage=1" if "short" in path else shared
        self.send_header("Cache-Control", shared or "private, no-cache")
        if "untold" not in path and shared:
            self.send_header(HEADER, f"{word_of('menu')} {word_of(f'page:{path}')}")
        self.send_header("X-Page-Key", "key")
        self.send_header("X-Request-ID", "of-the-first")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET  # noqa: N815  # the library's name

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the library's name
        """Says nothing."""


@dataclass
class Varnish:
    """Where it answers readers, and where the worker."""

    port: int
    purge_port: int
    headers: list[dict[str, str]] = field(default_factory=list)

    def get(self, path: str, host: str = "edtech.example", *, purge: bool = False, **headers: str) -> str:
        """Asks as a reader does; returns the body."""
        connection = http.client.HTTPConnection(
            "127.0.0.1", self.purge_port if purge else self.port, timeout=10
        )
        sent = {"Host": host} | {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(sent.pop("Method", "GET"), path, headers=sent)
        answer = connection.getresponse()
        body = answer.read().decode()
        self.headers.append(dict(answer.headers) | {"Status": str(answer.status)})
        connection.close()
        return body

    def is_held(self, path: str, **headers: str) -> bool:
        """Whether a second reader gets what the first got."""
        return self.get(path, **headers) == self.get(path, **headers)


@pytest.fixture(scope="module")
def varnish(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Varnish]:
    program = shutil.which("varnishd", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if program is None:
        pytest.skip("varnishd is not installed (apt install varnish)")
    folder: Path = tmp_path_factory.mktemp("varnish")
    site = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    threading.Thread(target=site.serve_forever, daemon=True).start()
    text = EXAMPLE.read_text(encoding="utf-8")
    assert '.port = "8000";' in text
    (folder / "site.vcl").write_text(text.replace('"8000"', f'"{site.server_address[1]}"'))
    public, purge = free_port(), free_port()
    command = [program, "-F", "-j", "none", "-n", str(folder / "work"), "-f", str(folder / "site.vcl")]
    command += ["-a", f"public=127.0.0.1:{public}", "-a", f"purge=127.0.0.1:{purge}", "-s", "malloc,32m"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        end = time.monotonic() + 30
        while True:
            try:
                socket.create_connection(("127.0.0.1", public), timeout=1).close()
                break
            except OSError:
                assert process.poll() is None, "varnishd ended"
                assert time.monotonic() < end
                time.sleep(0.05)
        yield Varnish(public, purge)
    finally:
        process.terminate()
        process.wait(timeout=20)
        site.shutdown()
        site.server_close()


@pytest.fixture(autouse=True)
def _told(varnish: Varnish, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.FEDCMS_PURGE_URLS = [f"http://127.0.0.1:{varnish.purge_port}/"]
    monkeypatch.setattr(purging, "_proxies", {})


def drop(*tags: str) -> None:
    """As a change does, and the worker after it."""
    DroppedTags.objects.create(tags=" ".join(tags))
    assert tell_proxies() == 1


def test_it_holds_pages_and_drops_those_that_show_a_tag(varnish: Varnish) -> None:
    first, second = varnish.get("/fr/a/"), varnish.get("/fr/b/")
    assert (varnish.get("/fr/a/"), varnish.get("/fr/b/")) == (first, second)
    drop("page:/fr/a/", "page:of-none")
    assert varnish.get("/fr/a/") != first
    assert varnish.get("/fr/b/") == second
    drop("menu")
    assert varnish.get("/fr/b/") != second
    held = varnish.get("/fr/b/")
    drop("*")
    assert varnish.get("/fr/b/") != held


def test_readers_see_nothing_of_what_it_is_told(varnish: Varnish) -> None:
    for _ in range(2):
        varnish.get("/fr/seen/")
        got = varnish.headers[-1]
        assert not got.keys() & {HEADER, "X-Page-Key", "X-Varnish", "Via", "X-Request-ID"}
        assert got["Cache-Control"] == PUBLIC, "a cache before it would hold what is dropped here"


def test_it_holds_what_is_everybodys_alone(varnish: Varnish) -> None:
    assert varnish.is_held("/fr/c/")
    assert varnish.is_held("/fr/c/", Cookie="language=fr")
    for headers in (
        {"Cookie": "sessionid=a"},
        {"Cookie": "language=fr; sessionid=a"},
        {"Cookie": "a=b; language=fr"},
        {"Authorization": "Basic YTpi"},
        {"Method": "POST"},
    ):
        assert not varnish.is_held("/fr/c/", **headers), headers
    assert not varnish.is_held("/fr/private/")
    assert not varnish.is_held("/fr/untold/"), "nobody could drop it"
    assert not varnish.is_held("/admin/")


def test_no_reader_decides_what_another_gets(varnish: Varnish) -> None:
    """Of a host with a port there is no copy; what says another host or scheme changes no copy of others."""
    assert not varnish.is_held("/fr/d/", host="edtech.example:8443")
    of_other = varnish.get("/fr/d/", host="other.example")
    assert "other.example" in of_other
    plain = varnish.get("/fr/d/")
    assert "edtech.example" in plain
    assert varnish.get("/fr/d/", X_Forwarded_Host="evil.example", Forwarded="host=evil.example") == plain
    assert varnish.get("/fr/d/", X_Forwarded_Proto="https") != plain
    assert varnish.get("/fr/d/", X_Forwarded_Proto="gopher") == plain


def test_only_the_worker_drops_and_only_by_its_door(varnish: Varnish) -> None:
    held = varnish.get("/fr/e/")
    varnish.get("/fr/e/", Method="BAN", X_Fedcms_Tags=".*")
    assert varnish.headers[-1]["Status"] == "405"
    assert varnish.get("/fr/e/") == held
    for words in ("(", ".* && obj.ttl > 0s", "a b", ""):
        varnish.get("/", purge=True, Method="BAN", X_Fedcms_Tags=words)
        assert varnish.headers[-1]["Status"] == "400", words
    varnish.get("/fr/e/", purge=True)
    assert varnish.headers[-1]["Status"] == "403", "readers are not served there"
    assert varnish.get("/fr/e/") == held


def test_nothing_is_held_beyond_its_moment(varnish: Varnish) -> None:
    first = varnish.get("/fr/short/")
    assert varnish.get("/fr/short/") == first
    time.sleep(1.3)
    assert varnish.get("/fr/short/") != first, "not even while it asks anew"
