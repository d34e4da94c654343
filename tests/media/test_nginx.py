"""A real nginx with the location of the documentation sends files with the headers that protect a reader."""

import os
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.http import HttpResponse

from fedcms.media.views import protect
from tests.served.site import ROOT
from tests.view_counts.nginx_site import (
    MAIN,
    Upstream,
    free_port,
    need_nginx,
    running,
    upstream_of,
)

EXAMPLE = ROOT / "docs" / "operations" / "media.nginx.conf"
SITE = """
server {{
    listen 127.0.0.1:{port};
    location / {{ proxy_pass {upstream}; proxy_set_header Host $http_host; }}
    include {folder}/media.conf;
}}
"""
SENT = {
    "Strict-Transport-Security": "max-age=3600; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Robots-Tag": "noindex",
    **{name: str(value) for name, value in protect(HttpResponse(), cache_control="no-store").items()},
    "Content-Type": "image/png",
}
"""What the application says of a file: its middleware's headers, and those of `fedcms.media.views`."""


class Application(Upstream):
    """Gives a file to nginx, as the site does with FEDCMS_ACCEL_REDIRECT."""

    def answered(self) -> tuple[int, dict[str, str]]:
        return 200, SENT | {"X-Accel-Redirect": "/protected-media/original/a.png"}


@pytest.fixture
def upstream() -> Iterator[str]:
    with upstream_of(Application) as address:
        yield address


def test_a_file_keeps_the_headers_of_the_application(tmp_path: Path, upstream: str) -> None:
    need_nginx()
    (tmp_path / "media" / "original").mkdir(parents=True)
    (tmp_path / "media" / "original" / "a.png").write_bytes(b"pixels")
    text, path = EXAMPLE.read_text(encoding="utf-8"), "/srv/fedcms/var/media/"
    assert path in text
    (tmp_path / "media.conf").write_text(text.replace(path, f"{tmp_path}/media/"))
    port = free_port()
    (tmp_path / "site.conf").write_text(SITE.format(port=port, folder=tmp_path, upstream=upstream))
    (tmp_path / "nginx.conf").write_text(MAIN.format(folder=tmp_path, user=os.environ.get("USER") or "root"))
    with running(tmp_path, port) as nginx:
        with urllib.request.urlopen(f"{nginx.address}/media/original/a.png") as answer:
            assert answer.read() == b"pixels"
            for name, value in SENT.items():
                assert answer.headers.get_all(name) == [value], name
        assert nginx.get("/protected-media/original/a.png") == 404
