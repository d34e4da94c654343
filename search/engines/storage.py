"""The abstract storage that each database engine implements."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import ClassVar

from django.db import Error, connections, transaction
from django.db.backends.utils import CursorWrapper

from .analysis import AnalysedDocument
from .documents import SearchRequest
from .errors import SearchUnavailable
from .expansion import LanguageQuery
from .rarity import Rarity
from .sql import Dialect, Match, Sql, Tables, placeholders


class DatabaseStorage(ABC):
    """Tables of an index behind the Django connection `alias`: how to write them, and how to find in them."""

    name: ClassVar[str]
    dialect: ClassVar[Dialect]

    def __init__(self, alias: str = "default") -> None:
        """`alias` names the Django database."""
        self.alias = alias

    @abstractmethod
    def _definitions(self, tables: Tables) -> Sequence[str]:
        """Statements that make the tables where they are not."""

    def _one_at_a_time(self, cursor: CursorWrapper, tables: Tables) -> None:  # noqa: B027 (nothing to wait for is normal)
        """Waits until no other process makes these tables, where a database lets two try at once."""

    def _keep_writers_out(self, cursor: CursorWrapper, tables: Tables) -> None:  # noqa: B027 (the same)
        """Until this transaction ends, nobody else writes entries; where a database lets two write at once."""

    @abstractmethod
    def _write(self, cursor: CursorWrapper, tables: Tables, documents: Sequence[AnalysedDocument]) -> None:
        """Adds or replaces documents; no id is there twice."""

    @abstractmethod
    def _delete(self, cursor: CursorWrapper, tables: Tables, ids: Sequence[str]) -> None:
        """Takes documents out."""

    @abstractmethod
    def _learn(self, cursor: CursorWrapper, tables: Tables, words: Sequence[tuple[str, str, str]]) -> None:
        """Adds (language, word, spelling) where language and word are not known yet."""

    @abstractmethod
    def _match(
        self, tables: Tables, queries: Sequence[LanguageQuery], relaxed: Rarity | None = None
    ) -> Match:
        """How to find the documents that answer the query of their language: with all words, or `relaxed` with most."""

    @abstractmethod
    def _rarity(
        self,
        cursor: CursorWrapper,
        tables: Tables,
        queries: Sequence[LanguageQuery],
        counted: Sequence[LanguageQuery],
    ) -> Rarity:
        """How rare the words of `queries` are. One statement, two where very many documents hold a word.

        The words of `counted`, in which nothing is ranked, need only be there.
        """

    @abstractmethod
    def _match_titles(self, tables: Tables, query: LanguageQuery) -> Match:
        """How to find the documents whose title answers the query."""

    @abstractmethod
    def _has_any(self, tables: Tables, facet: str, values: Sequence[str]) -> Sql:
        """Whether the entry `e` has one of these values of a facet."""

    @abstractmethod
    def _without(self, tables: Tables, request: SearchRequest) -> tuple[Sql, ...]:
        """The conditions by which documents are left out, as the request asks."""

    def _rows(self, cursor: CursorWrapper, statement: Sql) -> Sequence[tuple[object, ...]]:
        """What a statement of a search finds."""
        cursor.execute(statement.text, statement.params)
        found: list[tuple[object, ...]] = cursor.fetchall()
        return found

    def _stored(self, cursor: CursorWrapper, tables: Tables, ids: Sequence[str]) -> list[str]:
        """Those of `ids` that the index has: each save of a draft asks to remove what was never there."""
        # `Tables.of` checked the name.
        cursor.execute(f"SELECT id FROM {tables.entries} WHERE id IN ({placeholders(ids)})", ids)  # noqa: S608
        return [str(row[0]) for row in cursor.fetchall()]

    @contextmanager
    def _reading(self, index: str) -> Iterator[tuple[CursorWrapper, Tables]]:
        tables = Tables.of(index)
        try:
            with connections[self.alias].cursor() as cursor:
                yield cursor, tables
        except Error as error:
            raise SearchUnavailable(f"{self.name}, index {index!r}: {error}") from error

    @contextmanager
    def _writing(self, index: str) -> Iterator[tuple[CursorWrapper, Tables]]:
        with self._reading(index) as (cursor, tables), transaction.atomic(using=self.alias, savepoint=False):
            yield cursor, tables
