"""The durable queue of background tasks: claim, finish, retry, give up, and requeue tasks of dead workers.

The rows are those of django-tasks-db, which knows neither retries nor dead workers. Every change of state here is one
transaction that checks the state again, so that two workers never hold one task.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from traceback import format_exception

from django.conf import settings
from django.db import transaction
from django.db.models import Case, F, Min, QuerySet, When
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks.utils import normalize_json
from django_tasks_db.models import DBTaskResult, get_date_max

from fedcms.core.lanes import Lane
from fedcms.core.models import TaskFailure

TaskRow = DBTaskResult[..., object]

BACKEND = "background"
KNOWN_QUEUES = frozenset(lane.value for lane in Lane)
# A task that crashed its worker more often than this is retried with longer and longer pauses, so that others run.
FREE_CRASHES = 3
# What was not put off has waited since it was written; the rest since its next try was due.
DUE_SINCE = Case(When(run_after=get_date_max(), then=F("enqueued_at")), default=F("run_after"))
LONGEST_WAIT = timedelta(hours=6)

logger = logging.getLogger("fedcms.tasks")


def backoff(tries: int) -> timedelta:
    """Returns how long to wait after so many failed tries (1 or more): tripled each time, `LONGEST_WAIT` at most."""
    return min(timedelta(seconds=settings.FEDCMS_TASK_BACKOFF * 3 ** min(tries - 1, 20)), LONGEST_WAIT)


def tasks_of(lane: Lane, tasks: "QuerySet[TaskRow]") -> "QuerySet[TaskRow]":
    """Returns those of `tasks` that the lane runs. Tasks of an unknown queue run in `DEFAULT`, so that none is lost."""
    if lane is Lane.DEFAULT:
        return tasks.exclude(queue_name__in=[other.value for other in Lane if other is not lane])
    return tasks.filter(queue_name=lane.value)


def _due(lane: Lane) -> "QuerySet[TaskRow]":
    return tasks_of(lane, DBTaskResult.objects.ready().filter(backend_name=BACKEND))


def has_due(lane: Lane) -> bool:
    """Returns whether the lane has a due task. Takes no write lock, since most of the time there is none."""
    return _due(lane).exists()


def oldest_due() -> datetime | None:
    """Returns since when the oldest due task of all lanes has waited: its own moment, or that of its next try."""
    due = DBTaskResult.objects.ready().filter(backend_name=BACKEND)
    oldest: datetime | None = due.aggregate(oldest=Min(DUE_SINCE))["oldest"]
    return oldest


def claim(worker_id: str, lane: Lane) -> TaskRow | None:
    """Claims the most urgent due task of the lane for this worker; returns it, or None when nothing is due."""
    with transaction.atomic():
        result = _due(lane).select_for_update(skip_locked=True).first()
        if result is not None:
            if (
                result.queue_name not in KNOWN_QUEUES
            ):  # django-tasks runs no task of a queue that settings do not list
                result.queue_name = lane.value
                result.save(update_fields=["queue_name"])
            result.claim(worker_id)
    return result


def _held(result: TaskRow, worker_id: str) -> TaskRow | None:
    """Locks and returns the task's row if this worker still holds the task, else None."""
    row: TaskRow | None = (
        DBTaskResult.objects.select_for_update().filter(pk=result.pk, status=TaskResultStatus.RUNNING).first()
    )
    return row if row is not None and row.worker_ids[-1:] == [worker_id] else None


@transaction.atomic
def finish(result: TaskRow, worker_id: str, value: object) -> bool:
    """Records success; returns False if the worker no longer held the task. `TypeError` if `value` is no JSON."""
    row = _held(result, worker_id)
    if row is None:
        logger.error("Task %s (%s) was taken from worker %s.", result.pk, result.task_path, worker_id)
        return False
    row.set_successful(normalize_json(value))
    return True


@transaction.atomic
def fail(result: TaskRow, worker_id: str, error: Exception) -> datetime | None:
    """Records a failed try; returns when the task is tried again, None when it is given up or no longer held."""
    row = _held(result, worker_id)
    if row is None:
        logger.error("Task %s (%s) was taken from worker %s.", result.pk, result.task_path, worker_id)
        return None
    TaskFailure.objects.create(task=row, traceback="".join(format_exception(error)))
    tries = TaskFailure.objects.filter(task=row).count()
    if tries >= settings.FEDCMS_TASK_TRIES:
        row.set_failed(error)
        logger.error("Task %s (%s) is given up after %s tries.", row.pk, row.task_path, tries, exc_info=error)
        return None
    run_after = timezone.now() + backoff(tries)
    _put_back(row, run_after)
    logger.warning(
        "Task %s (%s) failed at try %s, next at %s.", row.pk, row.task_path, tries, run_after, exc_info=error
    )
    return run_after


def requeue_orphans(is_alive: Callable[[str], bool], lane: Lane) -> int:
    """Makes the lane's tasks that dead workers had claimed ready again; returns how many.

    A killed worker is not the task's fault: it does not count as a failed try, and never makes the task be given up. A
    task that kills its worker each time (memory, a crash in C) is retried with longer and longer pauses, and logged
    each time.
    """
    running = tasks_of(lane, DBTaskResult.objects.running().filter(backend_name=BACKEND))
    orphans = [row for row in running if not (row.worker_ids and is_alive(row.worker_ids[-1]))]
    return sum(_requeue(row) for row in orphans)


@transaction.atomic
def _requeue(orphan: TaskRow) -> bool:
    row = _held(orphan, orphan.worker_ids[-1]) if orphan.worker_ids else None
    if row is None:  # another worker has requeued it
        return False
    crashes = len(row.worker_ids) - TaskFailure.objects.filter(task=row).count()
    pause = backoff(crashes - FREE_CRASHES) if crashes > FREE_CRASHES else timedelta(0)
    _put_back(row, timezone.now() + pause)
    logger.warning(
        "Task %s (%s): its worker %s is gone (%s so far); ready again.",
        row.pk,
        row.task_path,
        row.worker_ids[-1],
        crashes,
    )
    return True


def _put_back(row: TaskRow, run_after: datetime) -> None:
    row.status = TaskResultStatus.READY
    row.started_at = None
    row.run_after = run_after
    row.save(update_fields=["status", "started_at", "run_after"])


def retry_given_up(task_ids: list[str] | None = None) -> int:
    """Makes given-up tasks ready again, with their count of tries reset: all, or those named; returns how many."""
    given_up = DBTaskResult.objects.failed().filter(backend_name=BACKEND)
    if task_ids is not None:
        given_up = given_up.filter(pk__in=task_ids)
    with transaction.atomic():
        rows = list(given_up.select_for_update())
        TaskFailure.objects.filter(task__in=rows).delete()
        for row in rows:
            row.worker_ids = []
            row.finished_at = None
            row.save(update_fields=["worker_ids", "finished_at"])
            _put_back(row, timezone.now())
    return len(rows)


def prune() -> int:
    """Deletes old tasks (FEDCMS_TASK_KEEP_DAYS; if given up, FEDCMS_TASK_KEEP_FAILED_DAYS); returns how many."""
    now = timezone.now()
    done = DBTaskResult.objects.successful().filter(
        backend_name=BACKEND, finished_at__lt=now - timedelta(days=settings.FEDCMS_TASK_KEEP_DAYS)
    )
    given_up = DBTaskResult.objects.failed().filter(
        backend_name=BACKEND, finished_at__lt=now - timedelta(days=settings.FEDCMS_TASK_KEEP_FAILED_DAYS)
    )
    return sum(rows.delete()[1].get(DBTaskResult._meta.label, 0) for rows in (done, given_up))
