"""Which words of a query visible documents have, and which of theirs are like one, for all engines."""

from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping, Sequence

from search.language import forms, stem_key, surface_key

from .analysis import clean, is_suggestable
from .expansion import Node, Phrase
from .joined_words import Parts, likeliest, parts_of
from .spelling import CANDIDATES, allowed_errors, distance, nearest


class VisibleWords(ABC):
    """The folded words of one language that visible documents have.

    An index also has words of hidden and of removed documents. Those decide nothing: what is known and what is like a
    word is the same with them and without.
    """

    def __init__(self, language: str) -> None:
        """Knows nothing yet of what is like any word."""
        self._language = clean(language)
        self._similar: dict[str, dict[str, int]] = {}
        self._joined: dict[str, Parts | None] = {}

    def known(self, words: Sequence[str]) -> set[str]:
        """Returns those of the folded `words` of which a visible document has any form; one statement or request."""
        stems: dict[str, Node] = {
            word: Phrase((stem_key(found.stem, self._language),))
            for word in words
            if (found := forms(word, self._language))
        }
        holders = self._count(tuple(stems.values())) if stems else {}
        return {word for word, stem in stems.items() if holders[stem]}

    def similar(self, words: Sequence[str]) -> dict[str, int]:
        """Returns the words of visible documents that are nearest to one of `words`, with how many documents have each.

        Two statements or requests, none for words that were asked for before.
        """
        self._look_up(words)
        return {other: number for word in words for other, number in self._similar[word].items()}

    def joined(self, words: Sequence[str]) -> dict[str, Parts]:
        """Returns, for those of `words` that are rather two words without their space than misspelt, the likeliest two.

        A space left out is one error: where a known word is one other error away, that word is as likely. Visible
        documents have each of the two in the spelling typed. Costs as `similar`, and nothing after it.
        """
        self._look_up(words)
        return {word: parts for word in words if (parts := self._joined[word])}

    def _look_up(self, words: Sequence[str]) -> None:
        """Remembers what is like each of `words`, and which two words it may be."""
        new = [word for word in dict.fromkeys(words) if word not in self._similar]
        self._similar |= {word: {} for word in new}
        self._joined |= dict.fromkeys(new)
        mistyped = [word for word in new if allowed_errors(word)]
        if not mistyped:
            return
        parts = parts_of(mistyped, self._language)
        likely = self._spelt_like(mistyped, parts)
        near = {word: nearest(word, likely, CANDIDATES) for word in mistyped}
        others = (
            *(other for several in near.values() for other in several),
            *(p for p in parts if p in likely),
        )
        nodes: dict[str, Node] = {other: Phrase((surface_key(other, self._language),)) for other in others}
        counted = self._count(tuple(nodes.values())) if nodes else {}
        holders = {other: counted[node] for other, node in nodes.items()}
        for word, several in near.items():
            self._similar[word] = {other: holders[other] for other in several if holders[other]}
            if not self._is_one_error_away(word):
                self._joined[word] = likeliest(word, self._language, holders)

    def _is_one_error_away(self, word: str) -> bool:
        known = [other for other in self._similar[word] if is_suggestable(other, self._language)]
        return any(distance(word, other) == 1 for other in nearest(word, known, 1))

    @abstractmethod
    def _spelt_like(self, words: Sequence[str], parts: Sequence[str]) -> Collection[str]:
        """Returns the words of the index that may be meant by one of `words`, of hidden documents, too.

        Of `parts`, it returns those that the index has, or those that visible documents have.
        """

    @abstractmethod
    def _count(self, nodes: Sequence[Node]) -> Mapping[Node, int]:
        """Returns how many visible documents have each node, as far as it matters."""
