"""Formats a record of the log as one line of JSON, in UTC, with the request that it is about."""

import logging

from pythonjsonlogger.json import JsonFormatter

KNOWN = frozenset(
    {"at", "level", "logger", "message", "request_id", "process", "status_code", "error", "stack"}
)
"""The only members of a line: whatever else a package adds to its records (a request, a person) stays out."""


class JsonLines(JsonFormatter):
    """One object a line: `at` (ISO 8601, UTC), `level`, `logger`, `message`, `process`, and what there is of the rest.

    `request_id` is that of the request that is answered, or that asked for the task; `status_code` that of the answer;
    `error` the traceback.
    """

    def __init__(self) -> None:
        """Sets up the members; there is nothing to choose."""
        super().__init__(
            "%(levelname)s %(name)s %(message)s %(process)d %(request_id)s",
            rename_fields={
                "levelname": "level",
                "name": "logger",
                "exc_info": "error",
                "stack_info": "stack",
            },
            timestamp="at",
        )

    def add_fields(
        self, log_data: dict[str, object], record: logging.LogRecord, message_dict: dict[str, object]
    ) -> None:
        """Fills a line with the known members that are not empty."""
        super().add_fields(log_data, record, message_dict)
        for name in list(log_data):
            if name not in KNOWN or log_data[name] in (None, ""):
                del log_data[name]
