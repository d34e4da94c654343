"""The abstract storage that each database engine implements."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import ClassVar, Final

from django.db import Error, connections, transaction
from django.db.backends.utils import CursorWrapper

from .analysis import ANALYSIS_VERSION, AnalysedDocument
from .candidates import Relaxed
from .documents import Health, SearchRequest
from .errors import SearchUnavailable
from .expansion import LanguageQuery, Node
from .profiles import GROUPS
from .rarity import Rarity
from .sql import Dialect, Match, Sql, Tables, placeholders

VERSION_COLUMN: Final = f"analysis_{ANALYSIS_VERSION}"
"""A column without values, whose name says by which version of the analysis the terms were made."""


class DatabaseStorage(ABC):
    """The tables of an index behind the Django connection `alias`: how they are written and searched."""

    name: ClassVar[str]
    dialect: ClassVar[Dialect]

    def __init__(self, alias: str = "default") -> None:
        """Takes the `alias` of the Django database."""
        self.alias = alias

    def health(self) -> Health:
        """Asks the database for its version; never raises."""
        try:
            with connections[self.alias].cursor() as cursor:
                cursor.execute("SELECT " + ("version()" if self.name == "postgresql" else "sqlite_version()"))
                row = cursor.fetchone()
        except Error as error:
            return Health(self.name, ok=False, detail=str(error))
        return Health(self.name, ok=True, detail=str(row[0]) if row else "")

    @abstractmethod
    def _definitions(self, tables: Tables) -> Sequence[str]:
        """Returns the statements that create the tables where they are missing."""

    def _one_at_a_time(self, cursor: CursorWrapper, tables: Tables) -> None:  # noqa: B027 (nothing to wait for is normal)
        """Waits while another process creates these tables; does nothing where a database lets only one write."""

    def _keep_writers_out(self, cursor: CursorWrapper, tables: Tables) -> None:  # noqa: B027 (the same)
        """Locks out other writers of entries until this transaction ends; does nothing where only one can write."""

    @abstractmethod
    def _write(self, cursor: CursorWrapper, tables: Tables, documents: Sequence[AnalysedDocument]) -> None:
        """Adds or replaces documents, which must have different ids."""

    @abstractmethod
    def _delete(self, cursor: CursorWrapper, tables: Tables, ids: Sequence[str]) -> None:
        """Deletes documents."""

    @abstractmethod
    def _learn(self, cursor: CursorWrapper, tables: Tables, words: Sequence[tuple[str, str, str]]) -> None:
        """Adds rows of (language, word, spelling), except for words that the language has already."""

    @abstractmethod
    def _match(
        self, tables: Tables, queries: Sequence[LanguageQuery], relaxed: Relaxed | None = None
    ) -> Match:
        """Returns how to find documents that answer the query of their language: all words, or enough if `relaxed`."""

    @abstractmethod
    def _rarity(
        self,
        cursor: CursorWrapper,
        tables: Tables,
        queries: Sequence[LanguageQuery],
        counted: Sequence[LanguageQuery],
        now: float,
    ) -> Rarity:
        """Returns how rare the words of `queries` are. One statement, two when very many documents have a word.

        Words that only documents have that are not visible at `now` (seconds since 1970) are 0. The words of
        `counted`, by which nothing is ranked, must be in it, but may be 0.
        """

    @abstractmethod
    def _holders(
        self, cursor: CursorWrapper, tables: Tables, nodes: Sequence[Node], now: float
    ) -> Mapping[Node, int]:
        """Returns how many documents that are visible at `now` have each node, counting no further than matters."""

    @abstractmethod
    def _match_titles(self, tables: Tables, query: LanguageQuery) -> Match:
        """Returns how to find the documents whose title answers the query."""

    @abstractmethod
    def _has_any(self, tables: Tables, facet: str, values: Sequence[str]) -> Sql:
        """Returns the condition that the entry `e` has one of these values of a facet."""

    @abstractmethod
    def _without(self, tables: Tables, request: SearchRequest) -> tuple[Sql, ...]:
        """Returns the conditions that leave out the clusters and documents that the request names."""

    def _rows(self, cursor: CursorWrapper, statement: Sql) -> Sequence[tuple[object, ...]]:
        """Runs a statement of a search and returns its rows."""
        cursor.execute(statement.text, statement.params)
        found: list[tuple[object, ...]] = cursor.fetchall()
        return found

    def _stored(self, cursor: CursorWrapper, tables: Tables, ids: Sequence[str]) -> list[str]:
        """Returns those of `ids` that the index has.

        Checked before deleting, since each save of a draft asks to remove an entry that was never there.
        """
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

    def _is_of_an_earlier_layout(self, cursor: CursorWrapper, tables: Tables) -> bool:
        introspection = connections[self.alias].introspection
        if tables.entries not in introspection.table_names(cursor):
            return False
        columns = {column.name for column in introspection.get_table_description(cursor, tables.entries)}
        return not columns.issuperset((*GROUPS, "names", VERSION_COLUMN))

    def _drop(self, cursor: CursorWrapper, tables: Tables) -> None:
        for table in (tables.terms, tables.entries, tables.profiles, tables.words):
            cursor.execute(f"DROP TABLE IF EXISTS {table}")
