"""Carries the id of a request into the tasks that it asked for, so that the log tells of both under one id."""

from collections.abc import Iterator
from contextlib import contextmanager

from django_guid.context import guid
from django_tasks_db.models import DBTaskResult

KEY = "request_id"
"""Beside the arguments in a task's row. django-tasks reads `args` and `kwargs` alone."""


def note_request(row: DBTaskResult[..., object]) -> None:
    """Gives a task that is about to be written for the first time the id of the request that asks for it, if any."""
    request_id = guid.get()
    # django-tasks gives a row its moment when it is first written.
    if row.enqueued_at is None and request_id:
        row.args_kwargs = {**row.args_kwargs, KEY: request_id}


@contextmanager
def request_of(row: DBTaskResult[..., object]) -> Iterator[None]:
    """While it lasts, log lines and further tasks are of the request that asked for this task; none is one, too."""
    token = guid.set(row.args_kwargs.get(KEY))
    try:
        yield
    finally:
        guid.reset(token)
