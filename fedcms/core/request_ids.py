"""The id of a request: from whom it is taken, and how the tasks that the request asks for keep it."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django_guid.context import guid
from django_tasks_db.models import DBTaskResult

KEY = "request_id"
"""Beside the arguments in a task's row. django-tasks reads `args` and `kwargs` alone."""

_HEADER = "HTTP_X_REQUEST_ID"
# A UUID, or the same without dashes, as nginx's $request_id.
_ID = re.compile(r"[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII)


def ids_of_proxies(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware before django-guid's: an id is taken from a proxy alone, and only as long as an id is.

    Otherwise strangers would choose under which id they are in the log, or fill it: django-guid takes whatever Python
    reads as a UUID.
    """

    def answer(request: HttpRequest) -> HttpResponseBase:
        sent = request.META.get(_HEADER)
        if sent is not None and not (settings.FEDCMS_PROXIES and _ID.fullmatch(sent)):
            del request.META[_HEADER]
        return get_response(request)

    return answer


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
