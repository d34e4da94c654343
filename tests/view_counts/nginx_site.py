"""The site behind a real nginx, with the configuration that docs/operations gives."""

import json
import os
import shutil
import socket
import subprocess
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.served.site import ROOT, Site

EXAMPLE = ROOT / "docs" / "operations" / "page-views.nginx.conf"
BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
NOTHING_IS_A_ROBOT = "map $http_user_agent $fedcms_is_robot { default 0; }"
"""A map of robots that has none, where they are not what is tested."""
# As Debian has it, and with what page-views.md adds.
MAIN = """
daemon off;
user {user};
pid {folder}/nginx.pid;
error_log {folder}/nginx-error.log;
pcre_jit on;
worker_processes 1;
events {{ worker_connections 256; }}
http {{
    sendfile on;
    tcp_nopush on;
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/site.conf;
}}
"""


def _program() -> str | None:
    return shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")


def has_nginx() -> bool:
    """Whether nginx is installed."""
    return _program() is not None


def need_nginx() -> None:
    """Skips a test when nginx is not installed; with REQUIRE_SERVICES=1 that is a failure (tests/selection.py)."""
    if not has_nginx():
        pytest.skip("nginx is not installed (apt install nginx-light)")


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


def configuration(folder: Path, port: int, upstream: str, robots: str) -> None:
    """Writes nginx's files into a folder; the example's numbered lines get paths of this machine."""
    (folder / "robots.conf").write_text(robots)
    text = EXAMPLE.read_text(encoding="utf-8")
    for example, here in (
        ("/etc/nginx/fedcms-robots.conf;", f"{folder}/robots.conf;"),
        ("/var/cache/nginx/fedcms ", f"{folder}/cache "),
        ("listen 127.0.0.1:8080;", f"listen 127.0.0.1:{port};"),
        ("/var/log/nginx/fedcms-page-views.log ", f"{folder}/page-views.log "),
        ("proxy_pass http://127.0.0.1:8000;", f"proxy_pass {upstream};"),
    ):
        assert example in text, example
        text = text.replace(example, here)
    (folder / "site.conf").write_text(text)
    (folder / "nginx.conf").write_text(MAIN.format(folder=folder, user=os.environ.get("USER") or "root"))


@dataclass
class Nginx:
    """A running nginx in a folder; `sent` has what each request got from the cache, or not."""

    address: str
    folder: Path
    process: "subprocess.Popen[bytes]"
    headers: list[dict[str, str]] = field(default_factory=list)

    @property
    def log(self) -> Path:
        """The log of page views."""
        return self.folder / "page-views.log"

    def get(self, path: str, method: str = "GET", **headers: str) -> int:
        """Asks as a browser does; returns the status. An empty header is not sent."""
        sent = {"User-Agent": BROWSER} | {name.replace("_", "-"): value for name, value in headers.items()}
        request = urllib.request.Request(
            self.address + path,
            method=method,
            headers={name: value for name, value in sent.items() if value},
        )
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                answer.read()
                self.headers.append(dict(answer.headers))
                return int(answer.status)
        except urllib.error.HTTPError as error:
            self.headers.append(dict(error.headers))
            return error.code


@contextmanager
def behind_nginx(upstream: str, robots: str, folder: Path) -> Iterator[Nginx]:
    """Runs nginx before the server at an address until the end of the block; `robots` is its map of them."""
    port = free_port()
    configuration(folder, port, upstream, robots)
    with running(folder, port) as nginx:
        yield nginx


@contextmanager
def running(folder: Path, port: int) -> Iterator[Nginx]:
    """Runs nginx with the files of a folder, which listens on a port, until the end of the block."""
    process = subprocess.Popen([_program() or "nginx", "-p", str(folder), "-c", str(folder / "nginx.conf")])
    try:
        end = time.monotonic() + 20
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                errors = folder / "nginx-error.log"
                assert process.poll() is None, errors.read_text() if errors.exists() else "nginx ended"
                assert time.monotonic() < end
                time.sleep(0.05)
        yield Nginx(f"http://127.0.0.1:{port}", folder, process)
    finally:
        process.terminate()
        process.wait(timeout=20)


def rows_of(site: Site, code: str) -> object:
    """What a piece of Python prints as JSON with the site set up."""
    return json.loads(site.ask(code))


class Upstream(BaseHTTPRequestHandler):
    """Answers without content; what it says to nginx is said by `answered`."""

    def answered(self) -> tuple[int, dict[str, str]]:
        """The status of the answer to this request, and its headers."""
        raise NotImplementedError

    def do_GET(self) -> None:
        """Answers as `answered` says."""
        status, headers = self.answered()
        self.send_response(status)
        for name, value in (headers | {"Content-Length": "0"}).items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the library's name
        """Says nothing."""


@contextmanager
def upstream_of(application: type[Upstream]) -> Iterator[str]:
    """Serves an application behind nginx; yields its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), application)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()
