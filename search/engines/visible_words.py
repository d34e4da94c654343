"""Which words of a query visible documents have, and which of theirs are like one, for all engines."""

from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping, Sequence

from search.language import forms, stem_key, surface_key

from .analysis import clean
from .expansion import Node, Phrase
from .spelling import CANDIDATES, allowed_errors, nearest


class VisibleWords(ABC):
    """The folded words of one language that visible documents have.

    An index also has words of hidden and of removed documents. Those decide nothing: what is known and what is like a
    word is the same with them and without.
    """

    def __init__(self, language: str) -> None:
        """Knows nothing yet of what is like any word."""
        self._language = clean(language)
        self._similar: dict[str, dict[str, int]] = {}

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
        new = [word for word in dict.fromkeys(words) if word not in self._similar and allowed_errors(word)]
        if new:
            self._look_up(new)
        return {other: number for word in words for other, number in self._similar.get(word, {}).items()}

    def _look_up(self, words: Sequence[str]) -> None:
        likely = self._spelt_like(words)
        near = {word: nearest(word, likely, CANDIDATES) for word in words}
        nodes: dict[str, Node] = {
            other: Phrase((surface_key(other, self._language),))
            for others in near.values()
            for other in others
        }
        holders = self._count(tuple(nodes.values())) if nodes else {}
        for word, others in near.items():
            self._similar[word] = {other: holders[nodes[other]] for other in others if holders[nodes[other]]}

    @abstractmethod
    def _spelt_like(self, words: Sequence[str]) -> Collection[str]:
        """Returns the words of the index that may be meant by one of `words`, of hidden documents, too."""

    @abstractmethod
    def _count(self, nodes: Sequence[Node]) -> Mapping[Node, int]:
        """Returns how many visible documents have each node, as far as it matters."""
