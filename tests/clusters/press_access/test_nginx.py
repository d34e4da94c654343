"""A real nginx with the access log of the documentation writes no secret, also where it sends the file itself."""

import os
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.served.site import ROOT
from tests.view_counts.nginx_site import MAIN, Nginx, free_port, need_nginx, running

EXAMPLE = ROOT / "docs" / "operations" / "access-log.nginx.conf"
SECRET = "quartzsecretquartzsecretquartzsecretquartzs"
SITE = """
include {example};
server {{
    listen 127.0.0.1:{port};
    access_log {folder}/page-views.log fedcms_access;
    location / {{ proxy_pass {upstream}; proxy_set_header Host $http_host; }}
    location /protected-media/ {{ internal; alias {folder}/media/; }}
}}
"""


class Application(BaseHTTPRequestHandler):
    """Gives files to nginx, as the site does with FEDCMS_ACCEL_REDIRECT, and knows no other page."""

    def do_GET(self) -> None:
        self.send_response(200 if "/documents/" in self.path else 410)
        if "/documents/" in self.path:
            self.send_header("X-Accel-Redirect", "/protected-media/kit.txt")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the library's name
        pass


@pytest.fixture
def upstream() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Application)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def test_the_log_has_every_request_and_no_secret(tmp_path: Path, upstream: str) -> None:
    need_nginx()
    (tmp_path / "media").mkdir()
    (tmp_path / "media" / "kit.txt").write_text("figures")
    port = free_port()
    (tmp_path / "site.conf").write_text(
        SITE.format(example=EXAMPLE, port=port, folder=tmp_path, upstream=upstream)
    )
    (tmp_path / "nginx.conf").write_text(MAIN.format(folder=tmp_path, user=os.environ.get("USER") or "root"))
    with running(tmp_path, port) as nginx:
        ask(nginx)
    log = nginx.log.read_text()
    assert SECRET not in log
    assert log.count('"GET /before-publication/- HTTP/') == 5
    assert '"GET /fr/?q=mot HTTP/1.1" 410 0 "https://other.example" ' in log
    assert len(log.splitlines()) == 6


def ask(nginx: Nginx) -> None:
    """A page, a file that nginx sends, links that were copied badly, and another address."""
    link = f"/before-publication/{SECRET}/7"
    assert nginx.get(f"{link}/") == 410
    assert nginx.get(f"{link}/documents/3/kit.txt") == 200
    assert nginx.get(f"//before-publication/{SECRET}") == 410
    assert nginx.get(f"/Before-Publication/{SECRET}/%3E", Referer=f"{nginx.address}{link}/") == 410
    assert nginx.get(f"/?next={link}/") == 410
    assert nginx.get("/fr/?q=mot", Referer=f"https://other.example{link}/?q={SECRET}") == 410
