"""Looks up words in a database engine's table of words, as far as visible documents have them."""

# Names of tables come from `Tables.of`, which checks them; values are always parameters.
# ruff: noqa: S608

from collections.abc import Callable, Mapping, Sequence

from django.db.backends.utils import CursorWrapper

from search.language import forms, stem_key, surface_key

from .analysis import clean
from .expansion import Node, Phrase
from .spelling import CANDIDATES, allowed_errors, nearest
from .sql import Tables

_LIKE = "(length(word) BETWEEN %s AND %s AND (substr(word, 1, 1) IN (%s, %s) OR substr(word, 2, 3) = %s))"

Holders = Callable[[Sequence[Node]], Mapping[Node, int]]
"""A function that counts the visible documents that have each node, as far as it matters; one statement."""


def _like(word: str, errors: int) -> tuple[int | str, ...]:
    """Returns the parameters of `_LIKE`: words of about the length and letters of `word` (3 letters or more).

    In each, the first letter is the same, or swapped with the second, or the only wrong one of the first four. So the
    database compares all words of the language, but returns few.
    """
    return len(word) - errors, len(word) + errors, word[0], word[1], word[1:4]


class Vocabulary:
    """The folded words of one language that visible documents have, with the spelling to show.

    The table also has words of hidden and of removed documents. Those decide nothing: what is known and what is like
    a word is the same with them and without.
    """

    def __init__(self, cursor: CursorWrapper, tables: Tables, language: str, holders: Holders) -> None:
        """Reads with `cursor`, and asks `holders` which words are visible."""
        self._cursor = cursor
        self._table = tables.words
        self._language = clean(language)
        self._holders = holders
        self._similar: dict[str, dict[str, int]] = {}
        self._spelling: dict[str, str] = {}

    def known(self, words: Sequence[str]) -> set[str]:
        """Returns those of the folded `words` of which a visible document has any form; one statement."""
        stems: dict[str, Node] = {
            word: Phrase((stem_key(found.stem, self._language),))
            for word in words
            if (found := forms(word, self._language))
        }
        holders = self._holders(tuple(stems.values())) if stems else {}
        return {word for word, stem in stems.items() if holders[stem]}

    def similar(self, words: Sequence[str]) -> dict[str, int]:
        """Returns the words of visible documents that are nearest to one of `words`, with how many documents have each.

        Two statements, none for words that were asked for before.
        """
        new = [word for word in dict.fromkeys(words) if word not in self._similar and allowed_errors(word)]
        if new:
            self._look_up(new)
        return {other: number for word in words for other, number in self._similar.get(word, {}).items()}

    def spellings(self, words: Sequence[str]) -> dict[str, str]:
        """Returns how to show each of the folded words, which `similar` returned before."""
        return {word: self._spelling[word] for word in words}

    def _look_up(self, words: Sequence[str]) -> None:
        self._cursor.execute(
            f"SELECT word, spelling FROM {self._table}"
            f" WHERE language = %s AND ({' OR '.join([_LIKE] * len(words))})",
            (self._language, *(value for word in words for value in _like(word, allowed_errors(word)))),
        )
        spelling = {str(row[0]): str(row[1]) for row in self._cursor.fetchall()}
        self._spelling |= spelling
        near = {word: nearest(word, spelling, CANDIDATES) for word in words}
        nodes: dict[str, Node] = {
            other: Phrase((surface_key(other, self._language),))
            for others in near.values()
            for other in others
        }
        holders = self._holders(tuple(nodes.values())) if nodes else {}
        for word, others in near.items():
            self._similar[word] = {other: holders[nodes[other]] for other in others if holders[nodes[other]]}
