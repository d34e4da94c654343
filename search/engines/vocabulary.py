"""Looks up words in a database engine's table of words."""

# Names of tables come from `Tables.of`, which checks them; values are always parameters.
# ruff: noqa: S608

from collections.abc import Sequence

from django.db.backends.utils import CursorWrapper

from .analysis import clean
from .spelling import allowed_errors
from .sql import Tables, placeholders

_LIKE = "(length(word) BETWEEN %s AND %s AND (substr(word, 1, 1) IN (%s, %s) OR substr(word, 2, 3) = %s))"


def _like(word: str, errors: int) -> tuple[int | str, ...]:
    """Returns the parameters of `_LIKE`."""
    return len(word) - errors, len(word) + errors, word[0], word[1], word[1:4]


class Vocabulary:
    """The folded words of one language that an index has learnt, with the spelling to show."""

    def __init__(self, cursor: CursorWrapper, tables: Tables, language: str) -> None:
        """Reads with `cursor`; each method costs one statement."""
        self._cursor = cursor
        self._table = tables.words
        self._language = clean(language)

    def known(self, words: Sequence[str]) -> set[str]:
        """Returns those of the folded `words` that the index has."""
        self._cursor.execute(
            f"SELECT word FROM {self._table} WHERE language = %s AND word IN ({placeholders(words)})",
            (self._language, *words),
        )
        return {str(row[0]) for row in self._cursor.fetchall()}

    def similar_to_all(self, words: Sequence[str]) -> set[str]:
        """Returns known words like any of `words`, as `similar` finds them; one statement."""
        wanted = [(word, allowed_errors(word)) for word in words if allowed_errors(word)]
        if not wanted:
            return set()
        self._cursor.execute(
            f"SELECT word FROM {self._table} WHERE language = %s AND ({' OR '.join([_LIKE] * len(wanted))})",
            (self._language, *(value for word, errors in wanted for value in _like(word, errors))),
        )
        return {str(row[0]) for row in self._cursor.fetchall()}

    def similar(self, word: str, errors: int) -> dict[str, str]:
        """Returns words of about the length and letters of `word` (3 letters or more): folded word -> spelling.

        In each, the first letter is the same, or swapped with the second, or the only wrong one of the first four. So
        the database compares all words of the language, but returns few.
        """
        self._cursor.execute(
            f"SELECT word, spelling FROM {self._table} WHERE language = %s AND {_LIKE}",
            (self._language, *_like(word, errors)),
        )
        return {str(row[0]): str(row[1]) for row in self._cursor.fetchall()}
