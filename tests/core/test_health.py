"""What watches the site is told whether it lives, whether it is ready, and which part is not well."""

import shutil
from datetime import timedelta
from typing import cast

import pytest
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult, get_date_max
from pytest_django import Settings

from fedcms.core.lanes import Lane
from fedcms.core.models import LaneBeat
from fedcms.core.tasks.beats import beat
from tests.core.test_server_errors import Said, ask, without_database

pytestmark = pytest.mark.django_db

Parts = dict[str, dict[str, object]]


def ready() -> tuple[int, str, Parts]:
    response = Client().get("/health/ready")
    assert "no-store" in response["Cache-Control"]
    answer = response.json()
    return response.status_code, answer["status"], answer["parts"]


def ill(parts: Parts) -> set[str]:
    return {name for name, state in parts.items() if not state["ok"]}


def waiting_task(**fields: object) -> DBTaskResult:  # type: ignore[type-arg]
    return DBTaskResult.objects.create(
        **{
            "task_path": "fedcms.core.mail.deliver",
            "args_kwargs": {"args": [], "kwargs": {}},
            "queue_name": "mail",
            "backend_name": "background",
            "run_after": get_date_max(),
            "priority": 0,
            **fields,
        }
    )


def test_all_parts_are_well_while_a_worker_works() -> None:
    beat(Lane)
    waiting_task()
    assert ready()[:2] == (200, "ready")
    assert set(ready()[2]) == {"database", "media", "worker", "queue", "search"}


def test_a_lane_in_which_nobody_works_is_named_and_pages_go_on() -> None:
    beat(lane for lane in Lane if lane is not Lane.HARVEST)
    status, word, parts = ready()
    assert (status, word, ill(parts)) == (200, "degraded", {"worker"})
    assert parts["worker"]["says"] == "Nobody works in the lanes harvest."
    beat(Lane)
    LaneBeat.objects.filter(lane="mail").update(beat_at=timezone.now() - timedelta(seconds=61))
    assert parts["worker"]["says"] != ready()[2]["worker"]["says"] == "Nobody works in the lanes mail."
    LaneBeat.objects.filter(lane="mail").update(beat_at=timezone.now() - timedelta(seconds=50))
    assert ready()[1] == "ready"


def test_a_task_that_waits_long_is_told_and_one_that_is_not_due_is_not() -> None:
    beat(Lane)
    task = waiting_task(run_after=timezone.now() + timedelta(hours=1))
    DBTaskResult.objects.filter(pk=task.pk).update(enqueued_at=timezone.now() - timedelta(hours=9))
    assert ready()[1] == "ready"
    DBTaskResult.objects.filter(pk=task.pk).update(run_after=timezone.now() - timedelta(minutes=16))
    assert ready()[2]["queue"] == {"ok": False, "says": "A task has waited for 16 minutes."}
    DBTaskResult.objects.filter(pk=task.pk).update(run_after=get_date_max())
    assert ready()[2]["queue"]["says"] == "A task has waited for 540 minutes."


def test_without_the_database_it_lives_and_is_not_ready() -> None:
    live, not_ready = cast(
        tuple[Said, Said], without_database(lambda: (ask("/health/live"), ask("/health/ready")))
    )
    assert (live.status, live.text) == (200, "live\n")
    assert not_ready.status == 503
    assert '"not ready"' in not_ready.text
    assert "The database does not answer." in not_ready.text
    assert "127.0.0.1" not in not_ready.text
    assert "nowhere" not in not_ready.text


def test_a_full_disk_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    beat(Lane)

    class Full:
        free = 1000

    monkeypatch.setattr(shutil, "disk_usage", lambda place: Full)
    status, word, parts = ready()
    assert (status, word, ill(parts)) == (200, "degraded", {"media"})


def test_a_monitor_inside_is_not_sent_to_https(settings: Settings) -> None:
    settings.SECURE_SSL_REDIRECT = True
    assert Client().get("/health/live").status_code == 200
    assert Client().get("/robots.txt").status_code == 301


def test_nothing_is_posted_there() -> None:
    assert Client().post("/health/ready").status_code == 405
