"""Splits a word that two words may have become where nobody typed the space between them."""

from collections.abc import Iterator, Mapping, Sequence

from search.language import fold, is_stop_word

from .analysis import is_suggestable

Parts = tuple[str, str]
"""The two folded words that a word may be split into, in the order typed."""

# A shorter word is too like others to be taken for two.
SHORTEST = 5


def ways_apart(word: str, language: str) -> Iterator[Parts]:
    """Yields each way to split a folded word into two words: both may be suggested, or one is a stop word."""
    if len(word) < SHORTEST or not is_suggestable(word, language):
        return
    for place in range(1, len(word)):
        parts = word[:place], word[place:]
        telling = [part for part in parts if not is_stop_word(part, language)]
        if telling and all(is_suggestable(part, language) for part in telling):
            yield parts


def telling_parts(words: Sequence[str], language: str) -> list[str]:
    """Returns each part of any way to split the folded words that is no stop word."""
    parts = (part for word in words for way in ways_apart(word, language) for part in way)
    return [part for part in dict.fromkeys(parts) if not is_stop_word(part, language)]


def likeliest(word: str, language: str, holders: Mapping[str, int]) -> Parts | None:
    """Returns the two words that a folded word most likely is, None when no split has words that documents have.

    `holders` is how many documents have each part that is no stop word. The more documents have both parts, the
    likelier they are (their product); a stop word is taken to be as frequent as the most frequent of the others. Of
    equals, the longer first word.
    """
    ways = list(ways_apart(word, language))
    frequent = max((holders.get(part, 0) for parts in ways for part in parts), default=0)

    def likelihood(parts: Parts) -> int:
        first, second = (frequent if is_stop_word(part, language) else holders.get(part, 0) for part in parts)
        return first * second

    best = max(ways, key=lambda parts: (likelihood(parts), len(parts[0])), default=None)
    return best if best and likelihood(best) else None


def with_space(typed: str, parts: Parts) -> str:
    """Returns a word as it was typed, with a space where its folded spelling is split into `parts`.

    Folding may change how many letters a word has ("œ").
    """
    for place in range(1, len(typed)):
        if fold(typed[:place]) == parts[0] and fold(typed[place:]) == parts[1]:
            return f"{typed[:place]} {typed[place:]}"
    return " ".join(parts)
