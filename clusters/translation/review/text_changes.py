"""What changed between two wordings of a text, word by word."""

import difflib
import re
from typing import Literal, NamedTuple

from wagtail_localize.strings import StringValue

# Words with what sits upon their letters, runs of spaces, and each other sign alone.
_TOKEN = re.compile(r"[\w\u0300-\u036f\u064b-\u0652\u0670]+|\s+|.", re.DOTALL)


class Piece(NamedTuple):
    """A part of a text, and what became of it."""

    kind: Literal["same", "added", "removed"]
    text: str


def changes(before: str, now: str) -> list[Piece]:
    """How a text became another one, word by word."""
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
    """A string of wagtail-localize as one reads it, without its markup."""
    return str(StringValue(data).render_text())
