"""Looks up words in a database engine's table of words, as far as visible documents have them."""

# Names of tables come from `Tables.of`, which checks them; values are always parameters.
# ruff: noqa: S608

from collections.abc import Callable, Mapping, Sequence

from django.db.backends.utils import CursorWrapper

from .expansion import Node
from .spelling import allowed_errors
from .sql import Tables, placeholders
from .visible_words import VisibleWords

_LIKE = "(length(word) BETWEEN %s AND %s AND (substr(word, 1, 1) IN (%s, %s) OR substr(word, 2, 3) = %s))"

Holders = Callable[[Sequence[Node]], Mapping[Node, int]]
"""A function that counts the visible documents that have each node, as far as it matters; one statement."""


def _like(word: str, errors: int) -> tuple[int | str, ...]:
    """Returns the parameters of `_LIKE`: words of about the length and letters of `word` (3 letters or more).

    In each, the first letter is the same, or swapped with the second, or the only wrong one of the first four. So the
    database compares all words of the language, but returns few.
    """
    return len(word) - errors, len(word) + errors, word[0], word[1], word[1:4]


class Vocabulary(VisibleWords):
    """The words of one language in the table, with the spelling to show."""

    def __init__(self, cursor: CursorWrapper, tables: Tables, language: str, holders: Holders) -> None:
        """Reads with `cursor`, and asks `holders` which words are visible."""
        super().__init__(language)
        self._cursor = cursor
        self._table = tables.words
        self._holders = holders
        self._spelling: dict[str, str] = {}

    def spellings(self, words: Sequence[str]) -> dict[str, str]:
        """Returns how to show each of the folded words, which `similar` returned before."""
        return {word: self._spelling[word] for word in words}

    def _spelt_like(self, words: Sequence[str], parts: Sequence[str]) -> Mapping[str, str]:
        wanted = [_LIKE] * len(words)
        if parts:
            wanted.append(f"word IN ({placeholders(parts)})")
        like = (value for word in words for value in _like(word, allowed_errors(word)))
        self._cursor.execute(
            f"SELECT word, spelling FROM {self._table} WHERE language = %s AND ({' OR '.join(wanted)})",
            (self._language, *like, *parts),
        )
        spelling = {str(row[0]): str(row[1]) for row in self._cursor.fetchall()}
        self._spelling |= spelling
        return spelling

    def _count(self, nodes: Sequence[Node]) -> Mapping[Node, int]:
        return self._holders(nodes)
