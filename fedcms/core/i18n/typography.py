"""Keeps short compounds in one piece: a name such as "Île-de-France" is not to be cut at its hyphens."""

import re
from functools import lru_cache

from django.utils.html import escape
from django.utils.safestring import SafeData, SafeString, mark_safe

from fedcms.core.i18n.tag_pieces import tag_pieces

# A longer one could be wider than a phone with large letters: it may still break.
LONGEST_UNBROKEN = 16
# With the isolates that hold it apart in a line of another direction, which belong to its word.
_COMPOUND = re.compile(r"(?<![\w-])[\u2066-\u2068]?[^\W_]+(?:-[^\W_]+)+\u2069?(?![\w-])")


def unbroken(text: str) -> SafeString:
    """Returns a text as HTML in which short words with hyphens stay on one line; of safe HTML, the text between tags.

    Their letters stay as they are, so that they are found, copied and read aloud like everywhere.
    """
    if not isinstance(text, SafeData):
        return _of_plain(text)
    pieces = [piece if is_tag else _of_html(piece) for is_tag, piece in tag_pieces(text)]
    return mark_safe("".join(pieces))  # noqa: S308  # safe before, and of what was added


@lru_cache(maxsize=2048)
def _of_plain(text: str) -> SafeString:
    return mark_safe(_of_html(escape(text)))  # noqa: S308  # escaped


def _of_html(text: str) -> str:
    def kept(found: re.Match[str]) -> str:
        return f'<span class="nowrap">{found[0]}</span>' if len(found[0]) <= LONGEST_UNBROKEN else found[0]

    return _COMPOUND.sub(kept, text)
