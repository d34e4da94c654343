"""The base of both database engines; `sqlite` and `postgresql` write their own SQL."""

# Names of tables come from `Tables.of`, which checks them; values are always parameters.
# ruff: noqa: S608

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from itertools import islice
from typing import TypeVar

from django.db.backends.utils import CursorWrapper
from django.utils import timezone

from . import questions, typing_errors
from .analysis import AnalysedDocument, clean
from .answers import Answer, hits_of
from .correction import correct
from .documents import (
    MAX_PAGE_SIZE,
    Concept,
    EntryDocument,
    SearchRequest,
    SearchResult,
    Suggestion,
)
from .expansion import LanguageQuery, expand
from .facets import facet_counts
from .highlighting import Highlighter
from .labels import Thesaurus
from .query import ParsedQuery
from .rarity import Rarity
from .some_words import SomeWords
from .sql import (
    Match,
    Sql,
    Tables,
    exists_statement,
    facets_statement,
    page_statement,
    suggest_statement,
    unused_profiles,
)
from .storage import DatabaseStorage
from .vocabulary import Vocabulary

BATCH = 200

T = TypeVar("T")

ReadBatch = Callable[[], Sequence[EntryDocument]]
"""A function that reads some documents when called; what it locks stays locked until they are written."""


class DatabaseEngine(DatabaseStorage):
    """A search engine in a database, behind a Django connection. It writes within the caller's transaction."""

    def __init__(self, alias: str = "default") -> None:
        """Takes the `alias` of the Django database."""
        super().__init__(alias)
        self._thesaurus = Thesaurus()

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

    def search(self, index: str, request: SearchRequest) -> SearchResult:
        """Answers a search with two statements: one for hits and total, one for facets; more when few have all."""
        parsed = questions.read(request.query, request, self._thesaurus)
        if parsed.unanswerable:
            return SearchResult((), 0, facet_counts({}, request))
        suggestion: str | None = None
        relaxed: Rarity | None = None
        with self._reading(index) as (cursor, tables):
            filters = self._filters(tables, request.all_filters())
            languages = questions.searched_languages(request)
            queries: Sequence[LanguageQuery] = self._expand(parsed, request.read_in, languages)
            counted: Sequence[LanguageQuery] = queries
            if "language" in request.facets:
                counted = self._expand(parsed, request.read_in, questions.counted_languages(request))
            answer = Answer()
            if not parsed.sentence:
                answer = self._answer(cursor, tables, (queries, counted), filters, request)
            complete = answer.total
            if questions.wants_more(parsed, queries, request, complete):
                several = SomeWords(queries, counted, self._rarity(cursor, tables, queries, counted))
                if not complete:
                    several = self._tolerant(cursor, tables, several)
                queries = several.queries
                for step in several.steps():
                    among = (step.queries, step.counted)
                    found = self._answer(cursor, tables, among, filters, request, step.rarity)
                    if found.total:
                        relaxed, answer, counted = step.rarity, found, step.counted
                        break
            if questions.wants_correction(parsed, request, complete):
                suggestion = self._correct(cursor, tables, parsed, filters, request)
            counts = answer.counts or {}
            if request.facets and answer.counts is None:
                match = self._restricted(tables, self._match(tables, counted, relaxed), request)
                statement = facets_statement(tables, self.dialect, match, filters, request.now.timestamp())
                counts = {str(value): int(str(count)) for value, count in self._rows(cursor, statement)}
        return SearchResult(
            hits_of(answer.rows, queries),
            answer.total,
            facet_counts(counts, request),
            bool(relaxed and not complete),
            suggestion,
            complete=complete,
        )

    def suggest(
        self, index: str, prefix: str, language: str, limit: int = 8, *, now: datetime | None = None
    ) -> tuple[Suggestion, ...]:
        """Returns titles that have all words typed, the last one unfinished; the kinds alternate. One statement."""
        query = questions.title_query(prefix, language)
        if query is None:
            return ()
        moment = (now or timezone.now()).timestamp()
        with self._reading(index) as (cursor, tables):
            language_test = self._has_any(tables, "language", [language])
            match = self._match_titles(tables, query)
            statement = suggest_statement(match, language_test, moment, min(max(limit, 1), MAX_PAGE_SIZE))
            rows = self._rows(cursor, statement)
        highlighter = Highlighter(query)
        return tuple(
            Suggestion(str(row[0]), str(row[1]), highlighter.mark(str(row[1])), str(row[2]), str(row[3]))
            for row in rows
        )

    def set_thesaurus(self, concepts: Iterable[Concept]) -> None:
        """Replaces the thesaurus of this process, from its next search on."""
        self._thesaurus = Thesaurus(concepts)

    # What both database engines share.

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

    def _filters(self, tables: Tables, filters: Mapping[str, Sequence[str]]) -> dict[str, Sql]:
        return {name: self._has_any(tables, name, values) for name, values in filters.items()}

    def _restricted(self, tables: Tables, match: Match, request: SearchRequest) -> Match:
        return replace(match, conditions=(*match.conditions, *self._without(tables, request)))

    def _expand(self, parsed: ParsedQuery, typed_in: str, languages: Iterable[str]) -> list[LanguageQuery]:
        return [expand(parsed, typed_in, language, self._thesaurus) for language in languages]

    def _answer(
        self,
        cursor: CursorWrapper,
        tables: Tables,
        queries: tuple[Sequence[LanguageQuery], Sequence[LanguageQuery]],
        filters: Mapping[str, Sql],
        request: SearchRequest,
        relaxed: Rarity | None = None,
    ) -> Answer:
        """Returns the page of hits. The first of `queries` find the hits, the second count the facets."""
        match = self._restricted(tables, self._match(tables, queries[0], relaxed), request)
        statement = page_statement(tables, self.dialect, match, filters, request)
        return Answer.from_rows(self._rows(cursor, statement))

    def _tolerant(self, cursor: CursorWrapper, tables: Tables, several: SomeWords) -> SomeWords:
        """Returns the queries in which words that nothing has are matched by similar ones, too, and the new rarity.

        Costs two statements when there are such words: to find similar ones, and to count them.
        """
        changed = {}
        for query in several.queries:
            if wrong := typing_errors.misspelt(query, several.rarity.holders):
                vocabulary = Vocabulary(cursor, tables, query.language)
                changed[query.language] = typing_errors.with_similar(query, wrong, vocabulary)
        if not changed:
            return several
        queries, counted = (
            [changed.get(query.language, query) for query in each]
            for each in (several.queries, several.counted)
        )
        return SomeWords(queries, counted, self._rarity(cursor, tables, queries, counted))

    def _correct(
        self,
        cursor: CursorWrapper,
        tables: Tables,
        parsed: ParsedQuery,
        filters: Mapping[str, Sql],
        request: SearchRequest,
    ) -> str | None:
        def finds(text: str) -> bool:
            query = questions.read(text, request, self._thesaurus)
            queries = self._expand(query, request.read_in, questions.searched_languages(request))
            statement = exists_statement(self._match(tables, queries), filters, request.now.timestamp())
            return bool(self._rows(cursor, statement))

        words = Vocabulary(cursor, tables, request.language)
        return correct(parsed, request.language, words, finds, self._thesaurus)


def _batches(items: Iterable[T], size: int = BATCH) -> Iterator[list[T]]:
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch
