"""Cleans texts for feeds, calendars and files: removes control characters and extra spaces."""

import re

# Characters that XML 1.0 does not allow (iCalendar forbids the same controls); an editor may paste most of them.
_NOT_TEXT = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\x7f-\x84\x86-\x9f]")
# Word writes a break inside a paragraph as a vertical tab, and one between pages as a form feed.
_NEWLINES = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_SPACES = re.compile(r"\s+")


def without_controls(text: object) -> str:
    """Returns the text without characters that XML refuses, with line feeds as its only line breaks."""
    return _NOT_TEXT.sub("", _NEWLINES.sub("\n", str(text)))


def clean_text(text: object) -> str:
    """Returns the text of `without_controls` without tabs, and without spaces around it."""
    return without_controls(text).replace("\t", " ").strip()


def clean_line(text: object) -> str:
    """Returns the text of `clean_text` on one line: for titles, names and places."""
    return _SPACES.sub(" ", clean_text(text))
