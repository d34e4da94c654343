"""Tasks that can be stopped at a chosen point, so that a test can kill their worker exactly there."""

import os
import time
from collections.abc import Sequence
from pathlib import Path

from django.db import connection, transaction
from django_tasks import TaskResult, task

from fedcms.core.changes.outbox import Change


def folder() -> Path:
    """Where the test looks for what was reached and begun."""
    return Path(os.environ["WORKER_TEST_FOLDER"])


def reach(point: str) -> None:
    """Notes that the point was reached, and stays there for good when the test asked for it."""
    (folder() / f"reached-{point}").touch()
    if os.environ.get("WORKER_TEST_HOLD") == point:
        time.sleep(300)


def note_run(name: str) -> None:
    """One line for each time that a task began, whatever becomes of its transaction."""
    with (folder() / "runs").open("a") as file:
        file.write(f"{name}\n")


@task(backend="background")
def tally(job: str, seconds: float = 0.0) -> bool:
    """Writes one row for a job, once, as every task here should: it looks and writes in one transaction.

    `seconds` is how long it takes on any machine, half of it before and half of it inside its transaction:
    a fast machine would else have done them all before the first kill comes.
    """
    note_run(job)
    time.sleep(seconds / 2)
    reach("before")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM tally WHERE job = %s", [job])
        if cursor.fetchone():
            return False
        cursor.execute("INSERT INTO tally (job) VALUES (%s)", [job])
        time.sleep(seconds / 2)
        reach("inside")
    reach("after")
    return True


@task(backend="background")
def careless_tally(job: str, seconds: float) -> None:
    """Writes a row each time it runs, without a look: only a queue that runs it once keeps it honest."""
    note_run(job)
    time.sleep(seconds)
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO tally (job) VALUES (%s)", [job])


@task(backend="background")
def stumble(job: str, times: int) -> str:
    """Fails so many times, then succeeds."""
    note_run(job)
    runs = (folder() / "runs").read_text().splitlines().count(job)
    if runs <= times:
        raise RuntimeError(f"stumbled at run {runs}")
    return "done"


def hear(changes: Sequence[Change]) -> None:
    """A subscriber: one row for each change of a page, however often it is told."""
    for change in changes:
        job = f"{change.reason} {change.address or change.address_before}"
        note_run(f"heard {job}")
        reach("before the row")
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM tally WHERE job = %s", [job])
            if not cursor.fetchone():
                cursor.execute("INSERT INTO tally (job) VALUES (%s)", [job])
            reach("in the row's transaction")
        reach("after the row")


def say_that_tasks_are_made(task_result: TaskResult[object], **kwargs: object) -> None:
    """In the transaction in which the worker turns events into tasks."""
    if "fedcms.core.changes" in task_result.task.module_path:
        reach("while tasks are made")
