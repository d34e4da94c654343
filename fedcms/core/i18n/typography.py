"""Keeps short compounds in one piece: a name such as "Île-de-France" is not to be cut at its hyphens."""

import re
from functools import lru_cache

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

# A longer one could be wider than a phone with large letters: it may still break.
LONGEST_UNBROKEN = 16
_COMPOUND = re.compile(r"(?<![\w-])[^\W_]+(?:-[^\W_]+)+(?![\w-])")


@lru_cache(maxsize=2048)
def unbroken(text: str) -> SafeString:
    """Returns a plain text as HTML in which short words with hyphens stay on one line.

    Their letters stay as they are, so that they are found, copied and read aloud like everywhere.
    """
    parts, end = [], 0
    for found in _COMPOUND.finditer(text):
        if len(found[0]) <= LONGEST_UNBROKEN:
            parts += [
                conditional_escape(text[end : found.start()]),
                format_html('<span class="nowrap">{}</span>', found[0]),
            ]
            end = found.end()
    return mark_safe("".join([*parts, conditional_escape(text[end:])]))  # noqa: S308  # each part is escaped
