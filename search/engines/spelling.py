"""Finds the known word nearest to a misspelt one."""

from collections.abc import Iterable

from rapidfuzz import process
from rapidfuzz.distance import OSA


def allowed_errors(word: str) -> int:
    """One wrong letter in a short word, two in a longer one; a word of two letters is not corrected."""
    if len(word) < 3:
        return 0
    return 1 if len(word) < 6 else 2


def nearest(word: str, known: Iterable[str], count: int = 3) -> list[str]:
    """The `count` nearest of the known words, nearest first.

    Errors are letters to add, drop, change or swap with a neighbour ("optimal string alignment"). On a tie, the one
    with the same first letter, then with the same length. All are folded.
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
