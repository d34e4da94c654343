"""Reads what the door's page and devices send: words to search, and reports of who is there."""

import json
from datetime import UTC, datetime, timedelta

from django.utils import timezone

from events.signup.door.presence import MOST_REPORTS, Report

LONGEST_BODY = 200_000
LONGEST_CODE = 20
LONGEST_WORDS = 100


class InvalidReports(ValueError):
    """What was sent is no list of reports."""


def _moment(value: object) -> datetime:
    """Returns a moment of JavaScript's clock (milliseconds)."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise InvalidReports
    try:
        return datetime.fromtimestamp(value / 1000, UTC)
    except (OverflowError, OSError, ValueError) as error:
        raise InvalidReports from error


def reports_in(body: bytes) -> list[Report]:
    """Returns the reports that a device sends. Raises `InvalidReports`.

    Its clock may be wrong: it says what time it has, by which its moments are corrected.
    """
    try:
        data = json.loads(body) if len(body) <= LONGEST_BODY else None
    except (ValueError, RecursionError) as error:
        raise InvalidReports from error
    if not isinstance(data, dict):
        raise InvalidReports
    rows = data.get("reports")
    if not isinstance(rows, list) or len(rows) > MOST_REPORTS:
        raise InvalidReports
    offset = timezone.now() - _moment(data.get("sent"))
    return [_report(row, offset) for row in rows]


def _report(row: object, offset: timedelta) -> Report:
    if not isinstance(row, dict):
        raise InvalidReports
    code, is_here = row.get("code"), row.get("here")
    if not isinstance(code, str) or len(code) > LONGEST_CODE or not isinstance(is_here, bool):
        raise InvalidReports
    try:
        return Report(code, is_here, _moment(row.get("moment")) + offset)
    except OverflowError as error:
        raise InvalidReports from error
