"""Metrics are for who has the token; they tell how long answers took by type of page, and what waits."""

import os
import re
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from fedcms.core.lanes import Lane
from fedcms.core.metrics.process_files import remove_files_of_dead
from fedcms.core.metrics.requests import request_seconds
from fedcms.core.models import OutgoingMail
from fedcms.core.tasks.beats import beat
from tests.core.test_health import waiting_task

TOKEN = "a-long-token"  # of this test alone


def read(token: str = TOKEN) -> str:
    response = Client().get("/metrics", headers={"authorization": f"Bearer {token}"})
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def with_token(settings: Settings, tmp_path: Path) -> None:
    settings.FEDCMS_METRICS_TOKEN = TOKEN
    settings.FEDCMS_METRICS_DIR = tmp_path


@pytest.mark.django_db
@pytest.mark.parametrize("sent", [{}, {"authorization": "Bearer another"}, {"authorization": TOKEN}])
def test_without_the_token_there_is_no_such_address(with_token: None, sent: dict[str, str]) -> None:
    assert Client().get("/metrics", headers=sent).status_code == 404


@pytest.mark.django_db
def test_where_no_token_is_set_an_empty_one_does_not_open_it() -> None:
    assert Client().get("/metrics", headers={"authorization": "Bearer "}).status_code == 404


@pytest.mark.django_db
def test_what_waits_is_told_by_lane(with_token: None) -> None:
    beat([Lane.MAIL])
    for number in range(3):
        task = waiting_task()
        DBTaskResult.objects.filter(pk=task.pk).update(enqueued_at=timezone.now() - timedelta(minutes=number))
    waiting_task(run_after=timezone.now() + timedelta(hours=1))
    OutgoingMail.objects.create(content={})
    said = read()
    assert 'fedcms_tasks_waiting{lane="mail"} 3.0' in said
    assert 'fedcms_tasks_waiting{lane="harvest"} 0.0' in said
    assert re.search(r'fedcms_oldest_task_seconds\{lane="mail"\} 12\d\.', said)
    assert "fedcms_mails_stored 1.0" in said
    assert 'fedcms_part_up{part="database"} 1.0' in said
    assert 'fedcms_part_up{part="worker"} 0.0' in said
    assert re.search(r'fedcms_lane_silence_seconds\{lane="mail"\} \d', said)
    assert 'fedcms_lane_silence_seconds{lane="publication"} +Inf' in said


@pytest.mark.django_db
def test_more_rows_cost_no_query_more(with_token: None) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            read()
        return len(asked)

    read()
    before = queries()
    for _number in range(20):
        waiting_task()
    assert queries() == before < 40


@pytest.mark.django_db
def test_the_dashboard_shows_what_there_is(with_token: None) -> None:
    beat(Lane)
    dashboard = (Path(__file__).resolve().parents[2] / "docs/operations/grafana.json").read_text()
    shown = set(re.findall(r"\bfedcms_\w+", dashboard))
    told = {line.split()[2] for line in read().splitlines() if line.startswith("# TYPE")}
    histogram = {f"{request_seconds._name}_{part}" for part in ("count", "bucket")}
    assert shown == (told | histogram) - {request_seconds._name}


SERVE = """
import django
django.setup()
from django.conf import settings
from django.test import Client
client = Client()
assert "fedcms.core.metrics.requests.count_requests" == settings.MIDDLEWARE[0]
for path in {paths!r}:
    client.get(path)
client.generic("BREW", "/robots.txt")
"""


def test_two_processes_count_together_and_no_address_is_a_label(tmp_path: Path) -> None:
    """Each process writes a file of its own; what is asked is named by its view, never by its address."""
    environment = os.environ | {
        "FEDCMS_METRICS_TOKEN": TOKEN,
        "FEDCMS_METRICS_DIR": str(tmp_path),
        "DATABASE_URL": "sqlite:///:memory:",
    }
    paths = ["/health/live", "/health/live", "/robots.txt?secret=1"]
    for _process in range(2):
        subprocess.run(
            [sys.executable, "-W", "ignore", "-c", SERVE.format(paths=paths)], env=environment, check=True
        )
    from prometheus_client import CollectorRegistry, generate_latest  # noqa: PLC0415
    from prometheus_client.multiprocess import MultiProcessCollector  # noqa: PLC0415

    registry = CollectorRegistry()
    MultiProcessCollector(registry, path=str(tmp_path))
    said = generate_latest(registry).decode()
    assert 'fedcms_request_seconds_count{asked="health_live",method="GET",status="200"} 4.0' in said
    assert 'asked="robots_txt",method="other"' in said
    assert "secret" not in said
    assert remove_files_of_dead(tmp_path) == 2
    assert remove_files_of_dead(tmp_path / "nowhere") == 0
