"""Finds the known word nearest to a misspelt one."""

from collections import Counter
from collections.abc import Iterable, Mapping

from rapidfuzz import process
from rapidfuzz.distance import OSA

# How many of the words like a word are looked at: some of them may be of documents that nobody sees.
CANDIDATES = 10
# From so many letters on, one wrong letter is a typing error. In a shorter word it makes another word.
LONG = 6


def allowed_errors(word: str) -> int:
    """Returns how many letters may be wrong: 0 in a word of one or two letters, 1 in up to five, 2 in a longer one."""
    if len(word) < 3:
        return 0
    return 1 if len(word) < LONG else 2


def distance(word: str, other: str) -> int:
    """Returns how many errors lead from one word to the other: letters to add, drop, change or swap."""
    return int(OSA.distance(word, other))


def _plausible(word: str, other: str, errors: int) -> bool:
    """Returns whether a person who means `other` may have typed `word`.

    With an error in five letters or fewer, or two in fewer than eight, a letter is missing, too many or in another
    place, but none is a wrong one: "Lille" is not "ville", "élu" not "eau", nor "Londres" "longues".
    """
    if (len(word) >= LONG and errors < 2) or len(word) > 7:
        return True
    typed, meant = Counter(word), Counter(other)
    return typed <= meant or meant <= typed


def nearest(
    word: str, known: Iterable[str], count: int = 3, *, holders: Mapping[str, int] | None = None
) -> list[str]:
    """Returns the `count` known words nearest to `word`, nearest first. All words are folded.

    Errors are letters to add, drop, change or swap with a neighbour ("optimal string alignment"). Of equals, the word
    with the same first letter comes first, then the one of the same length, then, by `holders`, the one that
    more documents have.
    """
    counts = holders or {}
    found = process.extract(
        word, set(known), scorer=OSA.distance, score_cutoff=allowed_errors(word), limit=None
    )
    ranked = sorted(
        (errors, other[:1] != word[:1], abs(len(other) - len(word)), -counts.get(other, 0), other)
        for other, errors, _index in found
        if errors and _plausible(word, other, round(errors))
    )
    return [other for *_, other in ranked[:count]]
