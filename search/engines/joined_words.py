"""Splits a word that two words may have become where nobody typed the space between them."""

from collections.abc import Iterator, Mapping, Sequence

from search.language import fold

from .analysis import is_suggestable

Parts = tuple[str, str]
"""The two folded words that a word may be split into, in the order typed."""


def ways_apart(word: str, language: str) -> Iterator[Parts]:
    """Yields each way to split a folded word into two that both say something.

    A stop word is as often the beginning of a word with another meaning ("désinformation", "inaccessible").
    """
    if not is_suggestable(word, language):
        return
    for place in range(1, len(word)):
        parts = word[:place], word[place:]
        if all(is_suggestable(part, language) for part in parts):
            yield parts


def parts_of(words: Sequence[str], language: str) -> list[str]:
    """Returns each part of any way to split the folded words."""
    return list(dict.fromkeys(part for word in words for way in ways_apart(word, language) for part in way))


def likeliest(word: str, language: str, holders: Mapping[str, int]) -> Parts | None:
    """Returns the two words that a folded word most likely is, None when no split has words that documents have.

    `holders` is how many documents have each part. The more documents have both parts, the likelier they are (their
    product). Of equals, the longer first word.
    """

    def likelihood(parts: Parts) -> int:
        return holders.get(parts[0], 0) * holders.get(parts[1], 0)

    ways = ways_apart(word, language)
    best = max(ways, key=lambda parts: (likelihood(parts), len(parts[0])), default=None)
    return best if best and likelihood(best) else None


def with_space(typed: str, parts: Parts) -> str:
    """Returns a word as it was typed, with a space where its folded spelling is split into `parts`.

    Folding may change how many letters a word has ("œ"), and leaves out marks that belong to the letter before them.
    """
    for place in range(len(typed) - 1, 0, -1):
        if fold(typed[:place]) == parts[0] and fold(typed[place:]) == parts[1]:
            return f"{typed[:place]} {typed[place:]}"
    return " ".join(parts)
