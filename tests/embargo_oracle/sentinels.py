"""The words under embargo: each names the text that it stands in, and whether the moment opens it."""

import re

from tests.admin_walk.stage import SECRET, secret

DUE = "due"
_WORD = re.compile(rf"{SECRET}[-\w]*", re.IGNORECASE)
_OPENED = f"{SECRET}-{DUE}-"


def due(spot: str) -> str:
    """A text that is public from the moment on, with the bait by which a search finds it."""
    return secret(f"{DUE}-{spot}")


def words_in(text: str) -> set[str]:
    """All words under embargo that a text contains, whichever of them the moment opens."""
    return {word.lower() for word in _WORD.findall(text)}


def is_opened(word: str) -> bool:
    """Whether the moment opens a word; drafts, comments and the like stay hidden after it."""
    return word.startswith(_OPENED)
