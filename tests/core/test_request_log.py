"""One id leads from an answer to the log of the web, of the worker and the search server; an outage fills no disk."""

import json
import logging
import os
import subprocess
import sys
import threading
import uuid
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.test import Client
from django_guid.context import guid
from django_guid.log_filters import CorrelationId
from django_tasks_db.models import DBTaskResult
from elasticsearch import Elasticsearch
from pytest_django import Settings

from fedcms.core.lanes import Lane
from fedcms.core.logs import repeated_lines
from fedcms.core.logs.json_lines import JsonLines
from fedcms.core.logs.repeated_lines import RepeatedLines
from fedcms.core.tasks import queue
from fedcms.core.tasks.worker import run_task
from fedcms.media.tasks import render_image
from fedcms.settings.base import TASKS
from fedcms.sign_in.second_factor.middleware import SecondFactorMiddleware
from search.engines.elasticsearch.deadline import Deadline

SECRET = "quartzsecretquartzsecretquartzsecret"
ASK = f"""
import django; django.setup()
from django.test import Client
answer = Client(raise_request_exception=False).get(
    "/before-publication/{SECRET}/7/", headers={{"X-Request-ID": "%s"}})
print(answer.status_code, answer["X-Request-ID"])
"""


@pytest.fixture
def request_id() -> Iterator[str]:
    token = guid.set(uuid.uuid4().hex)
    yield str(guid.get())
    guid.reset(token)


@pytest.fixture
def queued(settings: Settings) -> None:
    """The site's own queue, which tests do without elsewhere."""
    settings.TASKS = TASKS


def record_of(message: str, *args: object, **extra: object) -> logging.LogRecord:
    record = logging.LogRecord("fedcms.essai", logging.WARNING, "essai.py", 1, message, args, None)
    vars(record).update(extra)
    return record


def test_a_line_of_json_says_which_request_failed_and_no_secret() -> None:
    asked = str(uuid.uuid4())
    environment = {**os.environ, "FEDCMS_LOG_FORMAT": "json", "DATABASE_URL": "sqlite:////nowhere/db.sqlite3"}
    environment["FEDCMS_PROXIES"] = "1"
    run = subprocess.run(
        [sys.executable, "-c", ASK % asked], capture_output=True, text=True, env=environment, check=True
    )
    assert run.stdout.split() == ["503", asked]
    lines = [json.loads(line) for line in run.stderr.splitlines() if line.startswith("{")]
    failed = [line for line in lines if line["logger"] == "django.request"]
    assert [(line["level"], line["request_id"], line["status_code"]) for line in failed] == [
        ("ERROR", asked, 503)
    ]
    assert "OperationalError" in failed[0]["error"]
    assert failed[0]["at"].endswith("+00:00")
    assert SECRET not in run.stderr


def test_a_line_has_nothing_that_packages_add() -> None:
    line = json.loads(JsonLines().format(record_of("Fait : %s", "là", request="<WSGIRequest>", user="nora")))
    assert set(line) == {"at", "level", "logger", "message", "process"}
    assert line["message"] == "Fait : là"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "sent", ["", "1; rm", "<b>", "é", "9" * 500, "-" * 3000 + "a" * 32, "urn:uuid:" + "a" * 32]
)
def test_an_id_that_is_none_is_replaced(sent: str, settings: Settings) -> None:
    settings.FEDCMS_PROXIES = 1
    answer = Client().get("/health/live", headers={"X-Request-ID": sent})
    assert uuid.UUID(answer["X-Request-ID"])
    assert answer["X-Request-ID"] != sent


@pytest.mark.django_db
@pytest.mark.parametrize(("proxies", "is_taken"), [(None, False), (0, False), (1, True)])
def test_an_id_is_taken_from_a_proxy_alone(settings: Settings, proxies: int | None, is_taken: bool) -> None:
    settings.FEDCMS_PROXIES = proxies
    sent = uuid.uuid4().hex
    answer = Client().get("/health/live", headers={"X-Request-ID": sent})
    assert (answer["X-Request-ID"] == sent) is is_taken


@pytest.mark.django_db
def test_who_reads_an_error_can_say_which(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object) -> None:
        raise ValueError

    monkeypatch.setattr(SecondFactorMiddleware, "process_view", fail)
    client = Client(raise_request_exception=False)
    page = client.get("/fr/search/")
    assert page.status_code == 500
    assert page["X-Request-ID"] in page.content.decode()
    api = client.get("/api/v1/events/")
    assert api.json()["request_id"] == api["X-Request-ID"] != page["X-Request-ID"]


@pytest.mark.django_db
def test_a_task_and_what_it_asks_for_belong_to_the_request(
    request_id: str, queued: None, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    render_image.enqueue(image_id=0)
    row = DBTaskResult.objects.get()
    guid.set("somebody else's")

    def fail(task: object, **kwargs: object) -> None:
        render_image.enqueue(image_id=1)
        raise ValueError

    monkeypatch.setattr(type(row.task), "call", fail)
    caplog.handler.addFilter(CorrelationId("request_id"))
    claimed = queue.claim("essai", Lane.FOLLOWERS)
    assert claimed is not None
    run_task(claimed, "essai")
    assert [vars(each)["request_id"] for each in caplog.records if each.name == "fedcms.tasks"] == [
        request_id
    ]
    assert guid.get() == "somebody else's"
    newer = DBTaskResult.objects.exclude(pk=row.pk).get()
    assert newer.args_kwargs == {"args": [], "kwargs": {"image_id": 1}, "request_id": request_id}


@pytest.mark.django_db
def test_a_task_that_no_request_asked_for_has_no_id(queued: None) -> None:
    render_image.enqueue(image_id=0)
    assert DBTaskResult.objects.get().args_kwargs == {"args": [], "kwargs": {"image_id": 0}}


def test_an_outage_writes_so_many_lines_a_minute_and_says_how_many_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = [100.0]
    monkeypatch.setattr(repeated_lines.time, "monotonic", lambda: now[0])
    bound = RepeatedLines()
    other = record_of("Something else", lineno=2)
    assert [bound.filter(record_of("Away: %s", number)) for number in range(100)].count(True) == 20
    assert bound.filter(other), "each place has its own count"
    now[0] += 59.9
    assert not bound.filter(record_of("Away: %s", 100))
    now[0] += 0.1
    again = record_of("Away: %s", 101)
    assert bound.filter(again)
    assert again.getMessage() == "Away: 101 (81 more like this were left out.)"
    quiet = record_of("Something else", lineno=2)
    assert bound.filter(quiet)
    assert quiet.getMessage() == "Something else"


def error_of(raising: Callable[[], object]) -> logging.LogRecord:
    try:
        raising()
    except Exception:  # noqa: BLE001  # whatever it is, it is logged
        return record_of("%s: %s", "Internal Server Error", "/fr/", exc_info=sys.exc_info(), status_code=500)
    raise AssertionError


def test_one_error_hides_no_other_and_invented_words_make_no_place() -> None:
    bound = RepeatedLines()

    def one_error() -> logging.LogRecord:
        return error_of(lambda: int("a"))

    for _time in range(50):
        bound.filter(one_error())
    assert bound.filter(error_of(lambda: 1 / 0))
    assert not bound.filter(one_error())
    passed = [
        bound.filter(record_of(f"Invalid HTTP_HOST header: 'x{number}.example'")) for number in range(3000)
    ]
    assert passed.count(True) == 20


def test_the_search_server_is_told_the_id(request_id: str) -> None:
    told: list[str | None] = []

    class Server(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            told.append(self.headers.get("X-Opaque-Id"))
            self.send_response(200)
            for name, value in (("X-Elastic-Product", "Elasticsearch"), ("Content-Type", "application/json")):
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(b"{}")

    with ThreadingHTTPServer(("127.0.0.1", 0), Server) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        with Elasticsearch(f"http://127.0.0.1:{server.server_port}") as client:
            Deadline(client, 30).client().info()
            guid.set(None)
            Deadline(client, 30).client().info()
        server.shutdown()
    assert told == [request_id, None]
