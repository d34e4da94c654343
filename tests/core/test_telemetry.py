"""Errors go to Sentry and traces to OpenTelemetry where it is asked: nothing personal, and nobody waits for them."""

import gzip
import logging
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec as really_find

import brotli
import pytest
import sentry_sdk
from django.conf import settings as site
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from fedcms.core.telemetry import packages
from fedcms.core.telemetry.start import start_telemetry
from fedcms.core.telemetry.traces import start_traces
from tests.factories.people import PASSWORD

pytestmark = pytest.mark.django_db

SIGN_IN = "/admin/login/"
SECRET = "a-secret-of-a-link"


class Sink:
    """A telemetry server: it keeps what it gets; while it hangs it answers nobody."""

    def __init__(self) -> None:
        self.got: list[bytes] = []
        self.arrived, self.goes_on = threading.Event(), threading.Event()
        self.goes_on.set()
        sink = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                unpack = {"gzip": gzip.decompress, "br": brotli.decompress}.get(
                    self.headers["Content-Encoding"]
                )
                sink.got.append(unpack(body) if unpack else body)
                sink.arrived.set()
                sink.goes_on.wait(20)
                self.send_response(200)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *args: object) -> None:
                """Says nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.server.server_port}"


@pytest.fixture
def sink() -> Iterator[Sink]:
    sink = Sink()
    yield sink
    sink.goes_on.set()
    sink.server.shutdown()
    sink.server.server_close()


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> None:
    """Signing in fails, with words that quote what was typed."""

    def fail(*args: object) -> None:
        raise ValueError("Key (email)=(nora@people.example) already exists")

    monkeypatch.setattr("fedcms.sign_in.limited_backend.take_try", fail)


@pytest.fixture
def sentry(sink: Sink, settings: object) -> Iterator[None]:
    settings.SENTRY_DSN = f"http://key@{sink.address}/1"  # type: ignore[attr-defined]
    start_telemetry()
    yield
    sink.goes_on.set()
    sentry_sdk.get_client().close(timeout=1)
    sentry_sdk.get_global_scope().set_client(None)


def failed() -> str:
    """Types name and password where signing in fails; returns the id of the request."""
    client = Client(raise_request_exception=False, headers={"user-agent": "Browser-of-Nora"})
    typed = {"username": "nora", "password": PASSWORD, "next": f"/before-publication/{SECRET}/"}
    answer = client.post(f"{SIGN_IN}?next=/before-publication/{SECRET}/", typed)
    assert answer.status_code == 500
    return str(answer["X-Request-ID"])


def test_an_error_is_sent_without_anything_of_the_person(sink: Sink, broken: None, sentry: None) -> None:
    request_id = failed()
    sentry_sdk.flush(5)
    [envelope] = sink.got
    said = envelope.decode()
    for expected in ("ValueError", request_id, "wagtailadmin_login", "limited_backend", site.FEDCMS_RELEASE):
        assert expected in said, said
    for hidden in ("nora", PASSWORD, SECRET, "Browser-of", "cookie", "127.0.0.1", "next=", "already exists"):
        assert hidden not in said.lower(), said


def test_nobody_waits_for_a_server_that_hangs(
    sink: Sink, broken: None, sentry: None, settings: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", f"http://{sink.address}")
    middleware = ["fedcms.core.telemetry.traces.trace_requests", *site.MIDDLEWARE]
    settings.MIDDLEWARE = middleware  # type: ignore[attr-defined]
    provider = start_traces()
    sink.goes_on.clear()
    failed()
    assert sink.arrived.wait(5), "the server has it, and does not answer"
    began = time.monotonic()
    for _ in range(3):
        failed()
    assert Client().get("/health/live").status_code == 200
    assert time.monotonic() - began < 15
    sink.goes_on.set()
    provider.force_flush()
    provider.shutdown()
    [spans] = [each for each in sink.got if b"fedcms.asked" in each]
    assert b"POST wagtailadmin_login" in spans
    assert b"http.response.status_code" in spans
    assert SECRET.encode() not in spans
    assert b"nora" not in spans


def test_what_is_asked_for_and_not_installed_is_said(
    settings: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert packages.telemetry_has_its_packages(None) == []
    settings.SENTRY_DSN = "https://key@sentry.example/1"  # type: ignore[attr-defined]
    settings.OTEL_EXPORTER_OTLP_ENDPOINT = "https://otel.example"  # type: ignore[attr-defined]
    assert packages.telemetry_has_its_packages(None) == []

    def find(name: str) -> object:
        if name.startswith("opentelemetry"):
            raise ModuleNotFoundError
        return None if name == "sentry_sdk" else really_find(name)

    monkeypatch.setattr(packages, "find_spec", find)
    found = packages.telemetry_has_its_packages(None)
    assert [error.id for error in found] == ["fedcms.E010"] * 2
    assert "requirements/observability.txt" in str(found[0].hint)
    monkeypatch.undo()
    settings.SENTRY_DSN = "https://sentry.example/a-key"  # type: ignore[attr-defined]
    settings.OTEL_EXPORTER_OTLP_ENDPOINT = ""  # type: ignore[attr-defined]
    [said] = packages.telemetry_has_its_packages(None)
    assert (said.id, said.is_serious()) == ("fedcms.E010", False)
    assert "SENTRY_DSN is no DSN" in said.msg
    assert "a-key" not in said.msg
    start_telemetry()
    assert not sentry_sdk.get_client().is_active()
    monkeypatch.setattr(packages, "find_spec", find)
    settings.OTEL_EXPORTER_OTLP_ENDPOINT = "https://otel.example"  # type: ignore[attr-defined]
    with pytest.raises(ImproperlyConfigured, match=r"SENTRY_DSN is set.*requirements/observability.txt"):
        start_telemetry()


LAST_WORDS = """
import logging
from django.conf import settings
settings.configure(SENTRY_DSN={dsn!r}, SENTRY_ENVIRONMENT="test", FEDCMS_RELEASE="1")
from fedcms.core.telemetry.errors import start_errors
start_errors()
logging.getLogger("fedcms").error("the last words")
"""


def test_the_last_errors_of_a_process_are_sent_and_a_server_that_hangs_holds_none(sink: Sink) -> None:
    ended: list[float] = []
    for _ in range(2):
        began = time.monotonic()
        code = LAST_WORDS.format(dsn=f"http://key@{sink.address}/1")
        done = subprocess.run(  # the project's own words
            [sys.executable, "-c", code], check=True, capture_output=True, timeout=20
        )
        ended.append(time.monotonic() - began)
        assert b"Sentry is attempting" not in done.stderr
        assert sink.arrived.wait(1)
        sink.goes_on.clear()
    assert len(sink.got) == 2
    assert ended[1] - ended[0] < 10


def test_a_server_of_traces_that_is_away_is_no_error(sink: Sink, sentry: None) -> None:
    for name in (
        "opentelemetry.exporter.otlp.proto.http.trace_exporter",
        "opentelemetry.sdk._shared_internal",
    ):
        logging.getLogger(name).error("Failed to export")
    sentry_sdk.flush(5)
    assert sink.got == []
