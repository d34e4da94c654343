"""Reads what the door's page and devices send: words to search, and reports of who is there."""

import json
from datetime import UTC, datetime, timedelta

from django.utils import timezone

from events.signup.door.presence import MOST_REPORTS, Report

LONGEST_BODY = 200_000
LONGEST_CODE = 20
LONGEST_WORDS = 100
LONGEST_ON_THE_WAY = timedelta(minutes=2)
"""The longest that reports take to reach us; a larger difference means that the device's clock was set."""


class InvalidReports(ValueError):
    """What was sent is no list of reports."""


def _number(value: object) -> int | float:
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise InvalidReports
    return value


def _moment(value: object) -> datetime:
    """Returns a moment of JavaScript's clock (milliseconds)."""
    try:
        return datetime.fromtimestamp(_number(value) / 1000, UTC)
    except (OverflowError, OSError, ValueError) as error:
        raise InvalidReports from error


def reports_in(body: bytes) -> list[Report]:
    """Returns the reports that a device sends. Raises `InvalidReports`.

    Its clock may be wrong: it says what time it has (`sent`), by which its moments are corrected, and how far ours
    is ahead of it (`ahead`, milliseconds) by the last list that it got, as reports may be on their way for seconds.
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
    offset = _offset(timezone.now() - _moment(data.get("sent")), data.get("ahead"))
    return [_report(row, offset) for row in rows]


def _offset(on_arrival: timedelta, ahead: object) -> timedelta:
    """Returns how far our clock is ahead. Both measures are late by a way to us: the smaller one is nearer."""
    if ahead is None:
        return on_arrival
    try:
        from_list = timedelta(milliseconds=_number(ahead))
    except (OverflowError, ValueError) as error:
        raise InvalidReports from error
    return from_list if timedelta(0) < on_arrival - from_list <= LONGEST_ON_THE_WAY else on_arrival


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
