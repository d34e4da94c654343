"""Sends what is logged as an error to Sentry: where in the code, and of which request; nothing that somebody typed."""

from collections.abc import Mapping
from logging import ERROR, LogRecord
from typing import Any

import sentry_sdk
from django.conf import settings
from django.http import HttpRequest
from django_guid.context import guid
from sentry_sdk.integrations.atexit import AtexitIntegration
from sentry_sdk.integrations.dedupe import DedupeIntegration
from sentry_sdk.integrations.logging import LoggingIntegration, ignore_logger

from fedcms.core.metrics.requests import method_of, what_was_asked

_KEPT = ("event_id", "timestamp", "platform", "level", "logger", "release", "environment", "sdk")
_KEPT_OF_A_FRAME = ("filename", "function", "module", "lineno", "in_app")


# What the sending of traces logs: a server that is away would else be an error a minute.
_UNSENT = ("opentelemetry.exporter.*", "opentelemetry.sdk.*")


def start_errors() -> None:
    """Starts Sentry. It sends from a thread of its own, and drops what waits when nobody takes it.

    Raises `sentry_sdk.utils.BadDsn`.
    """
    for name in _UNSENT:
        ignore_logger(name)
    sentry_sdk.init(
        dsn=settings.SENTRY_DSN,
        environment=settings.SENTRY_ENVIRONMENT,
        release=settings.FEDCMS_RELEASE,
        # The logger alone: Django's errors, the worker's and all others are logged there.
        default_integrations=False,
        auto_enabling_integrations=False,
        integrations=[
            LoggingIntegration(level=None, event_level=ERROR),
            DedupeIntegration(),
            # A process that ends sends what waits, for a second, and says nothing of it.
            AtexitIntegration(callback=lambda *args: None),
        ],
        before_send=without_personal_data,  # type: ignore[arg-type]  # its own type of events is private
        include_local_variables=False,
        max_request_body_size="never",
        max_breadcrumbs=0,
        auto_session_tracking=False,
        send_client_reports=False,
        shutdown_timeout=1,
    )


def without_personal_data(event: Mapping[str, Any], hint: Mapping[str, Any]) -> dict[str, Any]:
    """Returns what is sent of an event: what is listed here, so that nothing new of the package goes out unread.

    Neither the words of an exception, in which databases quote what was typed, nor values of a log line: the log has
    them, under the id of the request. Neither address nor person: the name of the view, or the type of the page.
    """
    sent = {key: event[key] for key in _KEPT if key in event}
    record = hint.get("log_record")
    if isinstance(record, LogRecord):
        sent["logentry"] = {"message": _template(record)}
    if values := (event.get("exception") or {}).get("values"):
        sent["exception"] = {"values": [_exception(value) for value in values]}
    if request_id := guid.get():
        sent["tags"] = {"request_id": request_id}
    request = getattr(record, "request", None)
    if isinstance(request, HttpRequest):
        sent["transaction"] = what_was_asked(request)
        sent["request"] = {"method": method_of(request)}
    return sent


def _template(record: LogRecord) -> str:
    """Returns the words of a log line before its values were put in; of one that has none, where it was logged."""
    if isinstance(record.msg, str) and record.args:
        return record.msg
    return f"{record.module}.{record.funcName}"


def _exception(value: Mapping[str, Any]) -> dict[str, Any]:
    frames = (value.get("stacktrace") or {}).get("frames") or []
    return {
        "type": value.get("type"),
        "module": value.get("module"),
        "mechanism": {"type": "logging", "handled": True},
        "stacktrace": {
            "frames": [{key: frame[key] for key in _KEPT_OF_A_FRAME if key in frame} for frame in frames]
        },
    }
