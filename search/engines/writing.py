"""How both database engines write documents into their tables."""

# Names of tables come from `Tables.of`, which checks them; values are always parameters.
# ruff: noqa: S608

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import islice
from typing import TypeVar

from django.db.backends.utils import CursorWrapper

from .analysis import AnalysedDocument, clean
from .documents import EntryDocument
from .sql import Tables, unused_profiles
from .storage import DatabaseStorage

BATCH = 200

T = TypeVar("T")

ReadBatch = Callable[[], Sequence[EntryDocument]]
"""A function that reads some documents when called; what it locks stays locked until they are written."""


class DatabaseWriter(DatabaseStorage):
    """The half of a database engine that writes, within the caller's transaction."""

    def create(self, index: str) -> None:
        """Creates the index's tables; drops those of an earlier layout first: they must be filled again."""
        with self._writing(index) as (cursor, tables):
            self._one_at_a_time(cursor, tables)
            if self._is_of_an_earlier_layout(cursor, tables):
                self._drop(cursor, tables)
            for statement in self._definitions(tables):
                cursor.execute(statement)

    def drop(self, index: str) -> None:
        """Removes the index's tables."""
        with self._writing(index) as (cursor, tables):
            self._drop(cursor, tables)

    def index(self, index: str, documents: Iterable[EntryDocument]) -> None:
        """Adds documents, or replaces those of the same id; "did you mean" learns their words."""
        for batch in _batches(documents):
            with self._writing(index) as (cursor, tables):
                self._index(cursor, tables, batch)

    def remove(self, index: str, ids: Iterable[str]) -> None:
        """Removes documents. Their words stay until the next rebuild, but "did you mean" never offers them."""
        with self._writing(index) as (cursor, tables):
            for batch in _batches(ids):
                if known := self._stored(cursor, tables, [clean(identifier) for identifier in batch]):
                    self._delete(cursor, tables, known)

    def rebuild(self, index: str, documents: Iterable[EntryDocument]) -> None:
        """Writes all documents batch by batch, each in its own transaction, then removes those that were not given.

        Searches go on meanwhile, and documents that others add stay. What others change or remove meanwhile may be
        overwritten: use `refill` for an index that others write into.
        """
        self.remove(index, self.refill(index, (partial(tuple, batch) for batch in _batches(documents))))

    def refill(self, index: str, batches: Iterable[ReadBatch]) -> set[str]:
        """Writes batch after batch; returns the ids that were there before and that no batch contained.

        Each batch is read inside the transaction that writes it. Afterwards, "did you mean" offers the words of these
        documents alone.
        """
        before = set(self.ids(index))
        vocabulary: dict[tuple[str, str], str] = {}
        for read_batch in batches:
            with self._writing(index) as (cursor, tables):
                batch = read_batch()
                analysed = self._index(cursor, tables, batch)
            before.difference_update(clean(document.id) for document in batch)
            for entry in analysed:
                for word, spelling in entry.words.items():
                    vocabulary.setdefault((entry.document.language, word), spelling)
        with self._writing(index) as (cursor, tables):
            cursor.execute(f"DELETE FROM {tables.words}")
            words = [
                (clean(language), word, spelling) for (language, word), spelling in sorted(vocabulary.items())
            ]
            for some in _batches(words, 5_000):
                self._learn(cursor, tables, some)
        return before

    def forget_profiles(self, index: str) -> int:
        """Deletes the facet profiles that no entry has any more; returns how many. Others cannot write meanwhile."""
        with self._writing(index) as (cursor, tables):
            statements = unused_profiles(tables)
            cursor.execute(statements[0])
            if not cursor.fetchall()[0][0]:
                return 0
            self._keep_writers_out(cursor, tables)
            cursor.execute(statements[1])
            return int(cursor.rowcount)

    def ids(self, index: str) -> Iterator[str]:
        """Returns the ids of all documents, sorted."""
        with self._reading(index) as (cursor, tables):
            cursor.execute(f"SELECT id FROM {tables.entries} ORDER BY id")
            return iter([str(row[0]) for row in cursor.fetchall()])

    def _index(
        self, cursor: CursorWrapper, tables: Tables, batch: Iterable[EntryDocument]
    ) -> Sequence[AnalysedDocument]:
        analysed = [AnalysedDocument(document) for document in {clean(d.id): d for d in batch}.values()]
        self._write(cursor, tables, analysed)
        words = {
            (entry.document.language, word): spelling
            for entry in analysed
            for word, spelling in entry.words.items()
        }
        self._learn(
            cursor,
            tables,
            [(clean(language), word, spelling) for (language, word), spelling in sorted(words.items())],
        )
        return analysed


def _batches(items: Iterable[T], size: int = BATCH) -> Iterator[list[T]]:
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch
