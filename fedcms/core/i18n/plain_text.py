"""Cleans texts for feeds and calendars: removes control characters and extra spaces."""

import re

# What XML 1.0 has no place for (iCalendar forbids the same controls); a form lets an editor paste most of it.
_NOT_TEXT = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\x7f-\x84\x86-\x9f]")
_NEWLINES = re.compile(r"\r\n?|[\x85\u2028\u2029]")
_SPACES = re.compile(r"\s+")


def clean_text(text: object) -> str:
    """The text with line feeds as its only line breaks, without control characters."""
    return _NOT_TEXT.sub("", _NEWLINES.sub("\n", str(text))).replace("\t", " ").strip()


def clean_line(text: object) -> str:
    """The same on one line: titles, names, places."""
    return _SPACES.sub(" ", clean_text(text))
