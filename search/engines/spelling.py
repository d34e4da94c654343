"""Finds the known word nearest to a misspelt one."""

from collections.abc import Iterable

from rapidfuzz import process
from rapidfuzz.distance import OSA


def allowed_errors(word: str) -> int:
    """Returns how many letters may be wrong: 0 in a word of one or two letters, 1 in up to five, 2 in a longer one."""
    if len(word) < 3:
        return 0
    return 1 if len(word) < 6 else 2


def nearest(word: str, known: Iterable[str], count: int = 3) -> list[str]:
    """Returns the `count` known words nearest to `word`, nearest first. All words are folded.

    Errors are letters to add, drop, change or swap with a neighbour ("optimal string alignment"). Of equals, the word
    with the same first letter comes first, then the one of the same length.
    """
    found = process.extract(
        word, set(known), scorer=OSA.distance, score_cutoff=allowed_errors(word), limit=None
    )
    ranked = sorted(
        (errors, other[:1] != word[:1], abs(len(other) - len(word)), other)
        for other, errors, _index in found
        if errors
    )
    return [other for *_, other in ranked[:count]]
