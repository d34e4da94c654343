"""Replays page views in the three ways by which they arrive: what is counted, what should be, and what counting costs.

What a page view costs is the time in the middleware itself, with the writes of the buffer shared out over the views;
behind nginx it is the time of the command that reads the log, which no request waits for.
"""

import http.client
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path

from django.core.cache import cache
from django.core.handlers.base import BaseHandler
from django.core.handlers.wsgi import WSGIHandler
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.db import connections
from django.db.models import Sum
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.test import RequestFactory
from django.test.utils import override_settings

from fedcms.settings import base
from home.view_counts.buffer import buffer
from home.view_counts.checks import INSIDE, OURS
from home.view_counts.middleware import PageViewMiddleware
from home.view_counts.models import PageViewCount
from home.view_counts.nginx_log import count_log
from tests.view_counts.patient_cache import PATIENT

BROWSERS = (
    "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0 Safari/537.36",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 Version/18.6 Mobile/15E148",
)
ROBOT = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"
NOISE = 20
"""After so many views a robot looks, too, and does not count."""
FLUSH = 5_000
CLIENTS = 4
OTHERS = [name for name in base.MIDDLEWARE if name != OURS]


@dataclass(frozen=True)
class Outcome:
    """What came of one way: `added_ms` is a view's."""

    way: str
    views: int
    counted: int
    expected: int
    added_ms: float
    seconds: float


def stored_views() -> int:
    """Returns all views in the database."""
    return PageViewCount.objects.aggregate(total=Sum("views"))["total"] or 0


def headers_of(number: int) -> dict[str, str]:
    """Returns what the browser of a view sends: every third comes from another site, one of forty."""
    sent = {"User-Agent": BROWSERS[number % len(BROWSERS)]}
    return sent | ({} if number % 3 else {"Referer": f"https://site{number % 40}.example/a?b={number}"})


def replay_in_process(way: str, paths: list[str], views: int, *, with_cache: bool) -> Outcome:
    """Sends views through the whole of Django, with its cache middleware or without."""
    inner = _Timed(OTHERS if not with_cache else [PATIENT, *OTHERS, INSIDE[1]])
    middleware, factory = PageViewMiddleware(inner), RequestFactory()
    cache.clear()
    before, began, own = stored_views(), time.perf_counter(), 0.0

    def send(path: str, headers: dict[str, str]) -> None:
        nonlocal own
        request = factory.get(path, headers=headers)
        start, inside = time.perf_counter(), inner.seconds
        response = middleware(request)
        own += time.perf_counter() - start - (inner.seconds - inside)
        if response.status_code != 200:
            raise RuntimeError(f"{path}: {response.status_code}")
        response.close()

    for number, path in enumerate(islice(cycle(paths), views)):
        send(path, headers_of(number))
        if number % NOISE == 0:
            send(path, {"User-Agent": ROBOT})
        if number % FLUSH == FLUSH - 1:
            start = time.perf_counter()
            buffer.flush()
            own += time.perf_counter() - start
    start = time.perf_counter()
    buffer.flush()
    own += time.perf_counter() - start
    return Outcome(
        way, views, stored_views() - before, views, own * 1_000 / views, time.perf_counter() - began
    )


class _Timed:
    """Django with these middlewares, and how long it takes."""

    def __init__(self, names: list[str]) -> None:
        self.seconds = 0.0
        self._handler = BaseHandler()
        with override_settings(MIDDLEWARE=names):
            self._handler.load_middleware()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        start = time.perf_counter()
        response = self._handler.get_response(request)
        self.seconds += time.perf_counter() - start
        return response


def replay_behind_nginx(
    paths: list[str], views: int, address: tuple[str, int], log: Path, is_read: Callable[[], None]
) -> Outcome:
    """Sends views to nginx, by several clients at once; counts what Django made, then the log."""
    before, began = stored_views(), time.perf_counter()

    def send(client: int) -> None:
        connection = http.client.HTTPConnection(*address, timeout=60)
        for number in range(client, views, CLIENTS):
            path = paths[number % len(paths)]
            _ask(connection, path, headers_of(number))
            if number % NOISE == 0:
                _ask(connection, path, {"User-Agent": ROBOT})
        connection.close()

    with ThreadPoolExecutor(CLIENTS) as pool:
        for done in [pool.submit(send, client) for client in range(CLIENTS)]:
            done.result()
    is_read()
    buffer.flush()
    start = time.perf_counter()
    lines = count_log(str(log))
    own = time.perf_counter() - start
    return Outcome(
        "nginx",
        views,
        stored_views() - before,
        views,
        own * 1_000 / max(1, lines),
        time.perf_counter() - began,
    )


def _ask(connection: http.client.HTTPConnection, path: str, headers: dict[str, str]) -> None:
    connection.request("GET", path, headers=headers)
    response = connection.getresponse()
    response.read()
    if response.status != 200:
        raise RuntimeError(f"{path}: {response.status}")


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # its name
        """Says nothing of each request."""


@contextmanager
def application() -> Iterator[str]:
    """Serves the whole site in threads of this process; yields its address."""
    server = ThreadedWSGIServer(("127.0.0.1", 0), _Quiet)
    server.set_app(WSGIHandler())
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        connections.close_all()
