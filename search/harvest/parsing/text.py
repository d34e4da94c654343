"""Cleans foreign texts and dates: no markup, no control characters, limited length, aware dates."""

import contextlib
import html
import json
import re
from datetime import UTC, date, datetime, tzinfo
from email.message import Message

import nh3
from django.utils.dateparse import parse_date, parse_datetime

TITLE = 250
SUMMARY = 500
PLACE = 80
# How much of a text is cleaned: more would be cut off later anyway.
_LONGEST_INPUT = 20_000
_MOST_PASSES = 5
_WINDOWS = "cp1252"
_BLOCK_ENDS = re.compile(r"(?i)(</(?:p|div|li|h[1-6]|tr|td|blockquote|figcaption)>|<br\s*/?>)")
# Control characters, marks that change the direction of the text after them, and halves of surrogate pairs.
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
_FIRST_YEAR, _LAST_YEAR = 1970, 2100


def decoded(body: bytes, content_type: str) -> str:
    """Decodes a format that demands UTF-8, and survives when the bytes are something else.

    Then it tries UTF-16 or UTF-32 by the first bytes, the charset that the server declares, and last Windows-1252.
    """
    with contextlib.suppress(UnicodeDecodeError):
        return body.decode(json.detect_encoding(body), "surrogatepass")
    header = Message()
    header["Content-Type"] = content_type
    with contextlib.suppress(LookupError, ValueError):
        return body.decode(header.get_content_charset(_WINDOWS))
    return body.decode(_WINDOWS, "replace")


def plain_text(markup: object, limit: int) -> str:
    """Returns the words of HTML or text, at most `limit` characters, cut between words with an ellipsis.

    Cleaned until nothing changes: many feeds escape their markup twice, and escaped markup must not come back as
    markup. Returns "" for anything but a string.
    """
    if not isinstance(markup, str):
        return ""
    text = _UNSEEN.sub("", markup[:_LONGEST_INPUT])
    for _pass in range(_MOST_PASSES):
        before = text
        text = _UNSEEN.sub("", html.unescape(nh3.clean(_BLOCK_ENDS.sub(r"\1 ", text), tags=set())))
        if text == before:
            break
    return cut(" ".join(text.split()), limit)


def cut(text: str, limit: int) -> str:
    """Returns a text of at most `limit` characters, cut between words with an ellipsis."""
    if len(text) <= limit:
        return text
    shorter = text[: limit - 1]
    at_word = shorter.rsplit(" ", 1)[0] if " " in shorter[limit // 2 :] else shorter
    return at_word.rstrip(" ,;:.–-") + "…"


def title_or_beginning(title: str, summary: str) -> str:
    """Returns the title, or the beginning of the summary without one."""
    return title or cut(summary, 90)


def possible(moment: datetime | None) -> datetime | None:
    """Returns the moment in UTC, or None when its year cannot be right (before 1971 or after 2099)."""
    if moment is None or not _FIRST_YEAR < moment.year < _LAST_YEAR:
        return None
    return moment.astimezone(UTC)


def moment_of(value: object, zone: tzinfo) -> datetime | None:
    """Parses an ISO 8601 date or moment; returns it in UTC, None if unreadable. A day is its beginning in `zone`."""
    if not isinstance(value, str):
        return None
    text = value.strip()[:40]
    try:
        moment = parse_datetime(text)
        if moment is None:
            day = parse_date(text)
            moment = start_of(day, zone) if day else None
    except ValueError:
        return None
    if moment is not None and moment.tzinfo is None:
        moment = moment.replace(tzinfo=zone)
    return possible(moment)


def start_of(day: date, zone: tzinfo) -> datetime:
    """Returns the first moment of a day in `zone`."""
    return datetime(day.year, day.month, day.day, tzinfo=zone)
