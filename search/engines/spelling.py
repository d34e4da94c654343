"""Finds the known word that a misspelt one was meant to be."""

from collections.abc import Iterable


def allowed_errors(word: str) -> int:
    """One wrong letter in a short word, two in a longer one; a word of two letters is not corrected."""
    if len(word) < 3:
        return 0
    return 1 if len(word) < 6 else 2


def distance(left: str, right: str, limit: int) -> int:
    """Letters to add, drop, change or swap to make `right` of `left`; `limit + 1` for more.

    The restricted Damerau-Levenshtein distance ("optimal string alignment"), swaps between neighbours only.
    """
    if abs(len(left) - len(right)) > limit:
        return limit + 1
    before: list[int] = []
    previous = list(range(len(right) + 1))
    for row, letter in enumerate(left, 1):
        current = [row]
        for column, other in enumerate(right, 1):
            cost = min(
                previous[column] + 1,
                current[column - 1] + 1,
                previous[column - 1] + (letter != other),
            )
            if row > 1 and column > 1 and letter == right[column - 2] and left[row - 2] == other:
                cost = min(cost, before[column - 2] + 1)
            current.append(cost)
        if min(current) > limit:
            return limit + 1
        before, previous = previous, current
    return min(previous[-1], limit + 1)


def nearest(word: str, known: Iterable[str], count: int = 3) -> list[str]:
    """The `count` nearest of the known words, nearest first.

    On a tie, the one with the same first letter, then with the same length. All are folded.
    """
    limit = allowed_errors(word)
    ranked = sorted(
        (errors, other[:1] != word[:1], abs(len(other) - len(word)), other)
        for other in set(known)
        if 0 < (errors := distance(word, other, limit)) <= limit
    )
    return [other for *_, other in ranked[:count]]
