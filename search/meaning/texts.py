"""What of an entry is embedded, and how its vector is stored."""

from array import array
from collections.abc import Sequence
from hashlib import sha256

from search.models import SearchEntry

LONGEST = 1_500
"""Characters of a text that are embedded: about what a small model reads, 512 parts of words."""
_LARGEST = 127


def passage_of(entry: SearchEntry) -> str:
    """Returns the text that stands for an entry: title, summary and the first of its body."""
    return "\n".join(filter(None, (entry.title, entry.summary, entry.body)))[:LONGEST]


def digest_of(text: str) -> str:
    """Returns by what a text is known again."""
    return sha256(text.encode()).hexdigest()


def as_bytes(vector: Sequence[float]) -> bytes:
    """Returns a vector with a signed byte a dimension: its direction alone, not its length."""
    scale = _LARGEST / max(map(abs, vector))
    return array("b", [round(number * scale) for number in vector]).tobytes()
