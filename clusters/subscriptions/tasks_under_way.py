"""Asks the queue whether a task waits already, so that a recurring job does not add another."""

from typing import ParamSpec

from django_tasks.base import Task, TaskResultStatus
from django_tasks_db.models import DBTaskResult

Parameters = ParamSpec("Parameters")


def has_ready(task: "Task[Parameters, int]") -> bool:
    """Returns whether a task waits for a worker, or for its next try after a failure. One query."""
    rows = DBTaskResult.objects.filter(task_path=task.module_path, status=TaskResultStatus.READY)
    return bool(rows.exists())
