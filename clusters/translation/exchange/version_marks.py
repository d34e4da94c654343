"""Marks each exported text with its version, so that an import sees later corrections."""

import re
from collections.abc import Iterable
from contextlib import suppress
from hashlib import blake2s

from clusters.translation.exchange.inline_codes import Broken, canonical

_MARK = re.compile(r"fedcms:[0-9a-f]{16}(?:-new)?")
_SPACE = re.compile(r"[ \t\r\n]+")


def mark_of(data: str, *, is_new: bool = False) -> str:
    """Returns the mark (a digest) of a stored translation. An empty text has one, too.

    Changes of white space, which translation tools make, do not change it. `is_new`: the page does not exist in the
    language yet.
    """
    with suppress(Broken):
        data = canonical(data)
    said = _SPACE.sub(" ", data).strip(" ").encode("utf-8", "surrogatepass")
    return f"fedcms:{blake2s(said, digest_size=8).hexdigest()}{'-new' if is_new else ''}"


def was_there(marks: Iterable[str]) -> bool:
    """Returns whether the page existed in the language when the file was made; `False` if the file does not say."""
    return any(mark and not mark.endswith("-new") for mark in marks)


def mark_in(notes: str) -> str:
    """Returns the mark that is in the notes of a text; "" if a tool lost it."""
    found = _MARK.search(notes)
    return found[0] if found else ""
