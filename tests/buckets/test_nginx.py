"""A real nginx fetches files of a bucket by signed addresses, and says of them what the site said."""

import os
import re
import signal
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from tests.buckets.server import BUCKET, BucketServer
from tests.media.test_nginx import SENT, SITE
from tests.served.site import ROOT
from tests.view_counts.nginx_site import MAIN, Nginx, free_port, need_nginx, running

EXAMPLE = ROOT / "docs" / "operations" / "media-bucket.nginx.conf"
NAME = "Rapport d'été (1).pdf"
CONTENT = bytes(range(256)) * 1000


class Application(BaseHTTPRequestHandler):
    """Says, as the site does, who may have a file and where it is."""

    told: str = ""

    def do_GET(self) -> None:
        if BUCKET in self.path:
            # As a bucket that is elsewhere.
            self.send_response(307)
            self.send_header("Location", f"https://elsewhere.example{self.path}")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        self.send_response(200)
        headers = SENT | {
            "Content-Type": "application/pdf",
            "Content-Disposition": 'attachment; filename="Rapport.pdf"',
            "X-Accel-Redirect": self.told,
            "Content-Length": "0",
        }
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    do_HEAD = do_GET  # noqa: N815  # as the standard library has it

    def log_message(self, *arguments: object) -> None:
        """Says nothing."""


@pytest.fixture
def nginx(bucket: BucketServer, tmp_path: Path) -> Iterator[Nginx]:
    """Runs before an application whose file is in the bucket."""
    need_nginx()
    stored = default_storage.save(f"documents/{NAME}", ContentFile(CONTENT))
    Application.told = f"/protected-media/{default_storage.signed_path(stored)}"
    application = ThreadingHTTPServer(("127.0.0.1", 0), Application)
    Thread(target=application.serve_forever, daemon=True).start()
    text = EXAMPLE.read_text(encoding="utf-8")
    for example, here in (
        ("https://s3.example.org/;", f"{bucket.address}/;"),
        ("Host s3.example.org;", f"Host 127.0.0.1:{bucket.port};"),
    ):
        assert example in text
        text = text.replace(example, here)
    (tmp_path / "media.conf").write_text(text)
    port, upstream = free_port(), f"http://127.0.0.1:{application.server_address[1]}"
    (tmp_path / "site.conf").write_text(SITE.format(port=port, folder=tmp_path, upstream=upstream))
    (tmp_path / "nginx.conf").write_text(MAIN.format(folder=tmp_path, user=os.environ.get("USER") or "root"))
    try:
        with running(tmp_path, port) as found:
            yield found
    finally:
        application.shutdown()
        application.server_close()


def answered(nginx: Nginx, method: str = "GET", **headers: str) -> tuple[int, Message, bytes]:
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(f"{nginx.address}/documents/1/a.pdf", headers=sent, method=method)
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read()


def test_a_file_has_the_headers_of_the_site_and_none_of_the_bucket(nginx: Nginx) -> None:
    status, headers, content = answered(nginx, Cookie="sessionid=secret", Accept_Encoding="gzip")
    assert (status, content) == (200, CONTENT)
    wanted = SENT | {
        "Content-Type": "application/pdf",
        "Content-Disposition": 'attachment; filename="Rapport.pdf"',
    }
    for name, value in wanted.items():
        assert headers.get_all(name) == [value], name
    assert not [name for name in headers if name.lower().startswith(("x-amz", "x-accel"))]
    assert headers["Content-Length"] == str(len(CONTENT))


def test_what_the_bucket_says_of_the_type_is_not_passed_on(nginx: Nginx, bucket: BucketServer) -> None:
    (key,) = bucket.keys
    bucket.client.put_object(Bucket=BUCKET, Key=key, Body=CONTENT, ContentType="text/html")
    assert answered(nginx)[1].get_all("Content-Type") == ["application/pdf"]


def test_a_part_or_nothing_is_sent_to_who_asks_for_it(nginx: Nginx) -> None:
    _status, headers, _content = answered(nginx)
    status, part, content = answered(nginx, Range="bytes=10-19")
    assert (status, content) == (206, CONTENT[10:20])
    assert part["Content-Range"] == f"bytes 10-19/{len(CONTENT)}"
    assert answered(nginx, If_None_Match=headers["ETag"])[0] == 304
    status, _headers, content = answered(nginx, Range="bytes=9999999-")
    assert (status, b"Amz" in content, b"Resource" in content) == (416, False, False)
    status, head, content = answered(nginx, "HEAD")
    assert (status, head["Content-Length"], content) == (200, str(len(CONTENT)), b"")


def test_a_file_that_is_gone_is_404_and_says_no_address(nginx: Nginx, bucket: BucketServer) -> None:
    (key,) = bucket.keys
    bucket.client.delete_object(Bucket=BUCKET, Key=key)
    status, headers, content = answered(nginx)
    assert status == 404
    assert b"X-Amz" not in content
    assert "text/html" in headers["Content-Type"]


@pytest.mark.parametrize("is_elsewhere", [False, True])
def test_a_bucket_that_is_away_or_elsewhere_is_503(
    nginx: Nginx, bucket: BucketServer, is_elsewhere: bool
) -> None:
    conf, site = nginx.folder / "media.conf", (nginx.folder / "site.conf").read_text()
    (upstream,) = re.findall(r"proxy_pass (http://127\.0\.0\.1:\d+);", site)
    other = upstream if is_elsewhere else f"http://127.0.0.1:{free_port()}"
    conf.write_text(conf.read_text().replace(f"{bucket.address}/;", f"{other}/;"))
    nginx.process.send_signal(signal.SIGHUP)
    # For a moment after the first new answer, the old process of nginx takes connections, too.
    deadline, in_a_row = time.monotonic() + 20, 0
    while in_a_row < 5 and time.monotonic() < deadline:
        in_a_row = 0 if answered(nginx)[0] == 200 else in_a_row + 1
        time.sleep(0.1)
    status, headers, content = answered(nginx)
    assert (status, headers["Retry-After"], headers["Cache-Control"]) == (503, "30", "no-store")
    assert b"X-Amz" not in content
    assert "Location" not in headers


def test_nobody_asks_for_a_signed_address(nginx: Nginx) -> None:
    assert nginx.get(Application.told) == 404
