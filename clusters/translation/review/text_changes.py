"""Finds what changed between two versions of a text, word by word."""

import difflib
import re
from typing import Literal, NamedTuple

from wagtail_localize.strings import StringValue

# Words with the marks of their letters, runs of spaces, and each other character alone.
_TOKEN = re.compile(r"[\w\u0300-\u036f\u064b-\u0652\u0670]+|\s+|.", re.DOTALL)


class Piece(NamedTuple):
    """A part of a text, and whether it is the same, added or removed."""

    kind: Literal["same", "added", "removed"]
    text: str


def changes(before: str, now: str) -> list[Piece]:
    """Returns the parts of two versions of a text, word by word."""
    old, new = _TOKEN.findall(before), _TOKEN.findall(now)
    pieces: list[Piece] = []
    for what, i, j, k, m in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            pieces.append(Piece("same", "".join(new[k:m])))
            continue
        if j > i:
            pieces.append(Piece("removed", "".join(old[i:j])))
        if m > k:
            pieces.append(Piece("added", "".join(new[k:m])))
    return pieces


def readable(data: str) -> str:
    """Returns a string of wagtail-localize as plain text."""
    return str(StringValue(data).render_text())
