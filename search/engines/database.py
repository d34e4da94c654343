"""The engine that both databases share: what to do; `sqlite` and `postgresql` know how to say it."""

# Names of tables come from `Tables.of`, which checks them; values are always parameters.
# ruff: noqa: S608

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import islice
from typing import TypeVar

from django.db import Error, connections
from django.db.backends.utils import CursorWrapper
from django.utils import timezone

from .analysis import AnalysedDocument, clean
from .correction import correct
from .documents import (
    MAX_PAGE_SIZE,
    Concept,
    EntryDocument,
    Health,
    Hit,
    SearchRequest,
    SearchResult,
    Suggestion,
)
from .expansion import LanguageQuery, Thesaurus, expand
from .facets import facet_counts
from .highlighting import Highlighter
from .query import ParsedQuery, parse
from .questions import counted_languages, searched_languages, title_query, wants_correction
from .rarity import Rarity
from .sql import (
    Match,
    Sql,
    Tables,
    exists_statement,
    facets_statement,
    page_statement,
    suggest_statement,
)
from .storage import DatabaseStorage
from .vocabulary import Vocabulary

BATCH = 200

T = TypeVar("T")


class DatabaseEngine(DatabaseStorage):
    """A search engine behind a Django connection. Writes belong to the caller's transaction."""

    def __init__(self, alias: str = "default") -> None:
        """`alias` names the Django database."""
        super().__init__(alias)
        self._thesaurus = Thesaurus()

    def create(self, index: str) -> None:
        """Makes the index's tables where they are not."""
        with self._writing(index) as (cursor, tables):
            for statement in self._definitions(tables):
                cursor.execute(statement)

    def drop(self, index: str) -> None:
        """Removes the index's tables."""
        with self._writing(index) as (cursor, tables):
            for table in (tables.terms, tables.words, tables.entries):
                cursor.execute(f"DROP TABLE IF EXISTS {table}")

    def index(self, index: str, documents: Iterable[EntryDocument]) -> None:
        """Adds or replaces documents, and learns their words."""
        for batch in _batches(documents):
            with self._writing(index) as (cursor, tables):
                self._index(cursor, tables, batch)

    def remove(self, index: str, ids: Iterable[str]) -> None:
        """Takes documents out. Their words stay until the next rebuild, and are suggested to nobody."""
        with self._writing(index) as (cursor, tables):
            for batch in _batches(ids):
                self._delete(cursor, tables, [clean(identifier) for identifier in batch])

    def rebuild(self, index: str, documents: Iterable[EntryDocument]) -> None:
        """Replaces batch after batch, each in a transaction, then takes out what was not given.

        Searches and publications go on meanwhile; what a publication adds meanwhile stays.
        """
        before = set(self.ids(index))
        vocabulary: dict[tuple[str, str], str] = {}
        for batch in _batches(documents):
            with self._writing(index) as (cursor, tables):
                analysed = self._index(cursor, tables, batch)
            before.difference_update(clean(document.id) for document in batch)
            for entry in analysed:
                for word, spelling in entry.words().items():
                    vocabulary.setdefault((entry.document.language, word), spelling)
        self.remove(index, before)
        with self._writing(index) as (cursor, tables):
            cursor.execute(f"DELETE FROM {tables.words}")
            words = [
                (clean(language), word, spelling) for (language, word), spelling in sorted(vocabulary.items())
            ]
            for some in _batches(words, 5_000):
                self._learn(cursor, tables, some)

    def ids(self, index: str) -> Iterator[str]:
        """All ids in order."""
        with self._reading(index) as (cursor, tables):
            cursor.execute(f"SELECT id FROM {tables.entries} ORDER BY id")
            return iter([str(row[0]) for row in cursor.fetchall()])

    def search(self, index: str, request: SearchRequest) -> SearchResult:
        """Two statements: hits with their total, and all facets. When nothing was found, a few more."""
        parsed = parse(request.query, request.language, prefix_last=request.prefix_last)
        if parsed.unanswerable:
            return SearchResult((), 0, facet_counts({}, request))
        filters = self._filters(request.all_filters())
        suggestion: str | None = None
        relaxed: Rarity | None = None
        with self._reading(index) as (cursor, tables):
            queries = self._expand(parsed, request.language, searched_languages(request))
            counted = queries
            if "language" in request.facets:
                counted = self._expand(parsed, request.language, counted_languages(request))
            total, hits = 0, list[Hit]()
            if not parsed.sentence:
                total, hits = self._page(cursor, tables, queries, filters, request)
            if not total and any(len(query.words) > 1 for query in queries):
                rarity = self._rarity(cursor, tables, queries, counted)
                total, hits = self._page(cursor, tables, queries, filters, request, rarity)
                relaxed = rarity if total else None
            if wants_correction(parsed, request, total, relaxed=relaxed is not None):
                suggestion = self._correct(cursor, tables, parsed, filters, request)
            counts: dict[str, int] = {}
            if request.facets:
                match = self._restricted(self._match(tables, counted, relaxed), request)
                counts = dict(
                    _pairs(cursor, facets_statement(self.dialect, match, filters, request.now.timestamp()))
                )
        return SearchResult(
            tuple(hits), total, facet_counts(counts, request), relaxed is not None, suggestion
        )

    def suggest(
        self, index: str, prefix: str, language: str, limit: int = 8, *, now: datetime | None = None
    ) -> tuple[Suggestion, ...]:
        """Titles that have all words typed, the last one unfinished; the kinds take turns. One statement."""
        query = title_query(prefix, language)
        if query is None:
            return ()
        moment = (now or timezone.now()).timestamp()
        language_test = self._has_any([f"language={clean(language)}"])
        with self._reading(index) as (cursor, tables):
            match = self._match_titles(tables, query)
            statement = suggest_statement(match, language_test, moment, min(max(limit, 1), MAX_PAGE_SIZE))
            cursor.execute(statement.text, statement.params)
            rows = cursor.fetchall()
        highlighter = Highlighter(query)
        return tuple(
            Suggestion(str(row[0]), str(row[1]), highlighter.mark(str(row[1])), str(row[2]), str(row[3]))
            for row in rows
        )

    def health(self) -> Health:
        """Asks the database for its version."""
        try:
            with connections[self.alias].cursor() as cursor:
                cursor.execute("SELECT " + ("version()" if self.name == "postgresql" else "sqlite_version()"))
                row = cursor.fetchone()
        except Error as error:
            return Health(self.name, ok=False, detail=str(error))
        return Health(self.name, ok=True, detail=str(row[0]) if row else "")

    def set_thesaurus(self, concepts: Iterable[Concept]) -> None:
        """Takes effect with the next search of this process."""
        self._thesaurus = Thesaurus(concepts)

    # How the shared parts work.

    def _index(
        self, cursor: CursorWrapper, tables: Tables, batch: Iterable[EntryDocument]
    ) -> Sequence[AnalysedDocument]:
        analysed = [AnalysedDocument(document) for document in {clean(d.id): d for d in batch}.values()]
        self._write(cursor, tables, analysed)
        words = {
            (entry.document.language, word): spelling
            for entry in analysed
            for word, spelling in entry.words().items()
        }
        self._learn(
            cursor,
            tables,
            [(clean(language), word, spelling) for (language, word), spelling in sorted(words.items())],
        )
        return analysed

    def _filters(self, filters: Mapping[str, Sequence[str]]) -> dict[str, Sql]:
        return {
            name: self._has_any([f"{name}={clean(value)}" for value in values])
            for name, values in filters.items()
        }

    def _restricted(self, match: Match, request: SearchRequest) -> Match:
        return replace(match, conditions=(*match.conditions, *self._without(request)))

    def _expand(self, parsed: ParsedQuery, typed_in: str, languages: Iterable[str]) -> list[LanguageQuery]:
        return [expand(parsed, typed_in, language, self._thesaurus) for language in languages]

    def _page(
        self,
        cursor: CursorWrapper,
        tables: Tables,
        queries: Sequence[LanguageQuery],
        filters: Mapping[str, Sql],
        request: SearchRequest,
        relaxed: Rarity | None = None,
    ) -> tuple[int, list[Hit]]:
        match = self._restricted(self._match(tables, queries, relaxed), request)
        statement = page_statement(tables, self.dialect, match, filters, request)
        cursor.execute(statement.text, statement.params)
        rows = cursor.fetchall()
        highlighters = {query.language: Highlighter(query) for query in queries}
        hits = []
        for _, identifier, score, language, title, summary, body in rows:
            if identifier is not None:
                highlighter = highlighters[str(language)]
                marked = highlighter.mark(str(title))
                passage = highlighter.passage(str(summary), str(body))
                hits.append(Hit(str(identifier), str(language), float(score), marked, passage))
        return int(rows[0][0]), hits

    def _correct(
        self,
        cursor: CursorWrapper,
        tables: Tables,
        parsed: ParsedQuery,
        filters: Mapping[str, Sql],
        request: SearchRequest,
    ) -> str | None:
        def finds(text: str) -> bool:
            query = parse(text, request.language, prefix_last=request.prefix_last)
            queries = self._expand(query, request.language, searched_languages(request))
            statement = exists_statement(self._match(tables, queries), filters, request.now.timestamp())
            cursor.execute(statement.text, statement.params)
            return cursor.fetchone() is not None

        return correct(parsed, request.language, Vocabulary(cursor, tables, request.language), finds)


def _batches(items: Iterable[T], size: int = BATCH) -> Iterator[list[T]]:
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch


def _pairs(cursor: CursorWrapper, statement: Sql) -> list[tuple[str, int]]:
    cursor.execute(statement.text, statement.params)
    return [(str(value), int(count)) for value, count in cursor.fetchall()]
