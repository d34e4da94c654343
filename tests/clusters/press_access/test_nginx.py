"""A real nginx with the access log of the documentation writes no secret, also where it sends the file itself."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

import pytest

from tests.served.site import ROOT
from tests.view_counts.nginx_site import (
    MAIN,
    Nginx,
    Upstream,
    free_port,
    need_nginx,
    running,
    upstream_of,
)

EXAMPLE = ROOT / "docs" / "operations" / "access-log.nginx.conf"
SECRET = "quartzsecretquartzsecretquartzsecretquartzs"
SITE = """
include {example};
server {{
    listen 127.0.0.1:{port};
    access_log {folder}/page-views.log fedcms_access;
    access_log {folder}/access.json fedcms_access_json;
    location / {{
        proxy_pass {upstream}; proxy_set_header Host $http_host; proxy_set_header X-Request-ID $request_id;
    }}
    location /protected-media/ {{ internal; alias {folder}/media/; }}
}}
"""


class Application(Upstream):
    """Gives files to nginx, as the site does with FEDCMS_ACCEL_REDIRECT, and knows no other page."""

    asked: ClassVar[list[str | None]] = []

    def answered(self) -> tuple[int, dict[str, str]]:
        if "/documents/" in self.path:
            return 200, {"X-Accel-Redirect": "/protected-media/kit.txt"}
        self.asked.append(self.headers["X-Request-ID"])
        return 410, {}


@pytest.fixture
def upstream() -> Iterator[str]:
    with upstream_of(Application) as address:
        yield address


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
    as_json = (tmp_path / "access.json").read_text()
    assert SECRET not in as_json
    lines = [json.loads(line) for line in as_json.splitlines()]
    assert [line["status"] for line in lines] == [410, 200, 410, 410, 410, 410]
    assert [line["request_id"] for line in lines if line["status"] == 410] == [
        asked for asked in Application.asked if asked
    ]


def ask(nginx: Nginx) -> None:
    """A page, a file that nginx sends, links that were copied badly, and another address."""
    link = f"/before-publication/{SECRET}/7"
    assert nginx.get(f"{link}/") == 410
    assert nginx.get(f"{link}/documents/3/kit.txt") == 200
    assert nginx.get(f"//before-publication/{SECRET}") == 410
    assert nginx.get(f"/Before-Publication/{SECRET}/%3E", Referer=f"{nginx.address}{link}/") == 410
    assert nginx.get(f"/?next={link}/") == 410
    assert nginx.get("/fr/?q=mot", Referer=f"https://other.example{link}/?q={SECRET}") == 410
