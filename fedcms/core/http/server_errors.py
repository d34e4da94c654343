"""Answers requests that failed inside: 503 while database or bucket are away, 507 when a disk is full, else 500.

Django's `handler500`. None of the pages asks the database. Which errors mean what:
https://www.postgresql.org/docs/current/errcodes-appendix.html and https://www.sqlite.org/rescode.html
"""

import errno
import sqlite3
import sys
from collections.abc import Iterator
from http import HTTPStatus

from django.db import Error as DatabaseError
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import loader
from django.utils.cache import add_never_cache_headers
from django_guid.context import guid

from fedcms.core.buckets.errors import BucketAwayError

RETRY_AFTER_SECONDS = 30
"""How long a client waits before it asks again (RFC 9110, 10.2.3): a restart of the database takes less."""
_DISK_FULL = "53100"
# By the first characters of SQLSTATE: no connection, too few resources, a server that stops or starts or ended the
# statement, a deadlock or a conflict, a lock that was not to be had, a standby that takes no writes.
_AWAY = ("08", "53", "57", "40", "55P03", "25006")
_SQLITE_AWAY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY}
_API = "/api/"
_DETAILS = {
    HTTPStatus.SERVICE_UNAVAILABLE: "A part of the site does not answer. Please try again later.",
    HTTPStatus.INSUFFICIENT_STORAGE: "There is no space left on the server. Nothing was stored.",
    HTTPStatus.INTERNAL_SERVER_ERROR: "Something went wrong. The team has been told.",
}


def server_error(request: HttpRequest) -> HttpResponse:
    """Returns the answer to a request whose view raised an exception, which Django has logged.

    It is for no cache, and names the request as the log does, so that people can say which it was. Programs that ask
    the API get JSON, everybody else a page in four languages.
    """
    status = status_of(sys.exc_info()[1])
    response: HttpResponse
    reference = guid.get() or ""
    if request.path_info.startswith(_API):
        response = JsonResponse({"detail": _DETAILS[status], "request_id": reference}, status=status)
    else:
        template = loader.get_template(f"{status.value}.html")
        response = HttpResponse(template.render({"reference": reference}), status=status)
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        response["Retry-After"] = str(RETRY_AFTER_SECONDS)
    add_never_cache_headers(response)
    return response


def status_of(error: BaseException | None) -> HTTPStatus:
    """Returns the status that says what an exception, or one that it was raised from, means for who asked."""
    for each in _with_causes(error):
        if isinstance(each, OSError) and each.errno in (errno.ENOSPC, errno.EDQUOT):
            return HTTPStatus.INSUFFICIENT_STORAGE
        if isinstance(each, BucketAwayError):
            return HTTPStatus.SERVICE_UNAVAILABLE
        if isinstance(each, DatabaseError):
            return _status_of_database_error(each)
    return HTTPStatus.INTERNAL_SERVER_ERROR


def _with_causes(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__


def _status_of_database_error(error: DatabaseError) -> HTTPStatus:
    cause = error.__cause__
    if isinstance(cause, sqlite3.Error):
        # Of an extended code, the last byte is the error.
        code = getattr(cause, "sqlite_errorcode", 0) & 0xFF
        if code == sqlite3.SQLITE_FULL:
            return HTTPStatus.INSUFFICIENT_STORAGE
        return HTTPStatus.SERVICE_UNAVAILABLE if code in _SQLITE_AWAY else HTTPStatus.INTERNAL_SERVER_ERROR
    state: str | None = getattr(cause, "sqlstate", None)
    if state is None:
        is_away = isinstance(error, (OperationalError, InterfaceError))
        return HTTPStatus.SERVICE_UNAVAILABLE if is_away else HTTPStatus.INTERNAL_SERVER_ERROR
    if state == _DISK_FULL:
        return HTTPStatus.INSUFFICIENT_STORAGE
    return HTTPStatus.SERVICE_UNAVAILABLE if state.startswith(_AWAY) else HTTPStatus.INTERNAL_SERVER_ERROR
