"""Rows that a worker claims before it works on them, so that a killed worker loses none.

A row has `state`, `claimed_by` (the name of the worker's liveness lock), `tries` and `next_try_at`.
"""

from typing import TypeVar

from django.conf import settings
from django.db import models
from django.db.models import F
from django.utils import timezone
from django_tasks import TaskContext

from fedcms.core.tasks.liveness_lock import is_alive

ClaimedRow = TypeVar("ClaimedRow", bound=models.Model)


def worker_of(context: TaskContext) -> str:
    """Returns the name of the worker that runs a task; "" for one that runs at once, as in tests."""
    ids = context.task_result.worker_ids
    return str(ids[-1]) if ids else ""


def release_claims(
    claimed: "models.QuerySet[ClaimedRow]", worker_id: str, *, waiting: str, failed: str, **of_failed: object
) -> None:
    """Puts back the rows that a dead worker had claimed, or this one in a batch that failed, behind all others.

    `claimed` are the rows under way; `waiting` and `failed` are their other states, and `of_failed` is written with the
    last. Each time costs a try, so that a row that ends its worker or its batch is given up at last
    (FEDCMS_TASK_TRIES).
    """
    for claimer in set(claimed.values_list("claimed_by", flat=True)):
        if claimer in ("", worker_id) or not is_alive(claimer):
            cut_off = claimed.filter(claimed_by=claimer)
            cut_off.filter(tries__gte=settings.FEDCMS_TASK_TRIES - 1).update(
                state=failed, claimed_by="", **of_failed
            )
            cut_off.update(state=waiting, claimed_by="", tries=F("tries") + 1, next_try_at=timezone.now())
