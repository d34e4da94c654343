"""The base of both database engines; `sqlite` and `postgresql` write their own SQL."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial

from django.db.backends.utils import CursorWrapper
from django.utils import timezone

from . import questions, typing_errors
from .analysis import clean
from .answers import Answer, hits_of
from .correction import correct
from .database_statements import DatabaseStatements
from .documents import (
    MAX_PAGE_SIZE,
    Concept,
    SearchRequest,
    SearchResult,
    Suggestion,
)
from .expansion import LanguageQuery
from .facets import facet_counts
from .highlighting import Highlighter
from .labels import Thesaurus
from .query import ParsedQuery
from .rarity import Rarity
from .some_words import SomeWords
from .sql import (
    Sql,
    Tables,
    among_statement,
    exists_statement,
    suggest_statement,
)
from .vocabulary import Vocabulary


class DatabaseEngine(DatabaseStatements):
    """A search engine in a database, behind a Django connection. It writes within the caller's transaction."""

    def search(self, index: str, request: SearchRequest) -> SearchResult:
        """Answers a search with two statements: one for hits and total, one for facets; more when few have all."""
        parsed = questions.read(request.query, request, self._thesaurus)
        if parsed.unanswerable:
            return SearchResult((), 0, facet_counts({}, request))
        suggestion: str | None = None
        relaxed: Rarity | None = None
        filled = False
        with self._reading(index) as (cursor, tables):
            filters = self._filters(tables, request.all_filters())
            languages = questions.searched_languages(request)
            queries: Sequence[LanguageQuery] = self._expand(parsed, request.read_in, languages)
            counted: Sequence[LanguageQuery] = queries
            if "language" in request.facets:
                counted = self._expand(parsed, request.read_in, questions.counted_languages(request))
            vocabulary = self._vocabulary(cursor, tables, request)
            answer = Answer()
            if not parsed.sentence:
                answer = self._answer(cursor, tables, (queries, counted), filters, request)
            complete = everywhere = answer.total
            if questions.counts_full_matches(parsed, queries, request, complete):
                everywhere = self._full_matches(cursor, tables, queries, filters, request)
            if questions.wants_more(parsed, queries, request, everywhere):
                tolerant = None if everywhere else vocabulary
                several = self._several(cursor, tables, (queries, counted), tolerant, request)
                enough = questions.enough_of_a_step(parsed, request)
                found, step, filled = self._some_words(cursor, tables, several, filters, request, enough)
                if step:
                    # Where nothing passes the filters, facets count by the words that are enough, as their links do.
                    relaxed, queries, counted, answer = step.rarity, step.queries, step.counted, found
            if questions.wants_correction(parsed, request, everywhere):
                suggestion = self._correct(cursor, tables, parsed, filters, request, vocabulary)
            counts = answer.counts
            if counts is None:
                counts = self._facet_values(cursor, tables, counted, filters, request, relaxed)
        return SearchResult(
            hits_of(answer.rows, queries, relaxed=relaxed is not None),
            answer.total,
            facet_counts(counts, request),
            bool(relaxed and answer.total and not complete),
            suggestion,
            complete=complete,
            filled=filled,
            counted=partial(self._found_among, index, counted, filters, request, relaxed),
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

    def _several(
        self,
        cursor: CursorWrapper,
        tables: Tables,
        queries: tuple[Sequence[LanguageQuery], Sequence[LanguageQuery]],
        vocabulary: Vocabulary | None,
        request: SearchRequest,
    ) -> SomeWords:
        """Returns the search for some of the words. Words that nothing has are matched by those of `vocabulary`."""
        now = request.now.timestamp()
        several = SomeWords(*queries, self._rarity(cursor, tables, *queries, now))
        return several if vocabulary is None else self._tolerant(cursor, tables, several, vocabulary, now)

    def _some_words(
        self,
        cursor: CursorWrapper,
        tables: Tables,
        several: SomeWords,
        filters: Mapping[str, Sql],
        request: SearchRequest,
        enough: int,
    ) -> tuple[Answer, SomeWords | None, bool]:
        """Returns what has some of the words, the step that found it or looked last, and whether it filled a page.

        No step where there are none.

        Fewer words are enough where less than `enough` documents have more, whatever is filtered by: filters only
        narrow one and the same set (`questions.counts_full_matches`), so that facets count what their links find.
        """
        found, seen, filled = Answer(), None, False
        for step in several.steps():
            filled = found.total > 0
            found, seen = self._looked_for(cursor, tables, step, filters, request)
            if found.total >= enough or not questions.may_be_eased(step.queries):
                break
            if questions.is_narrowed(request):
                numbers = (
                    self._full_matches(cursor, tables, look.queries, filters, request, look.rarity)
                    for look in step.looks()
                )
                if next(filter(None, numbers), 0) >= enough:
                    break
        return found, seen, filled

    def _looked_for(
        self,
        cursor: CursorWrapper,
        tables: Tables,
        step: SomeWords,
        filters: Mapping[str, Sql],
        request: SearchRequest,
    ) -> tuple[Answer, SomeWords]:
        """Returns what a step finds, and by which of its looks: the first, where none finds anything."""
        first: tuple[Answer, SomeWords] | None = None
        for look in step.looks():
            answer = self._answer(cursor, tables, (look.queries, look.counted), filters, request, look.rarity)
            if answer.total:
                return answer, look
            first = first or (answer, look)
        return first or (Answer(), step)

    def _found_among(
        self,
        index: str,
        queries: Sequence[LanguageQuery],
        filters: Mapping[str, Sql],
        request: SearchRequest,
        relaxed: Rarity | None,
        ids: Sequence[str],
    ) -> frozenset[str]:
        """Returns which of some documents the words of a search find; of a relaxed one, among its candidates."""
        with self._reading(index) as (cursor, tables):
            asked = self._relaxed(tables, relaxed, filters, request, counted=True)
            match = self._restricted(tables, self._match(tables, queries, asked), request)
            cleaned = [clean(identifier) for identifier in ids]
            statement = among_statement(match, cleaned, request.now.timestamp())
            return frozenset(str(row[0]) for row in self._rows(cursor, statement))

    def _tolerant(
        self, cursor: CursorWrapper, tables: Tables, several: SomeWords, vocabulary: Vocabulary, now: float
    ) -> SomeWords:
        """Returns the queries in which words that nothing has are matched by similar ones, too, and the new rarity.

        Costs three statements when there are such words: to find similar ones, to see which are visible, and to count
        their forms.
        """
        changed = {}
        for query in several.queries:
            if wrong := typing_errors.misspelt(query, several.rarity.holders):
                documents = several.rarity.documents[query.language]
                tolerant = typing_errors.with_similar(query, wrong, vocabulary, documents)
                if tolerant is not query:
                    changed[query.language] = tolerant
        if not changed:
            return several
        queries, counted = (
            [changed.get(query.language, query) for query in each]
            for each in (several.queries, several.counted)
        )
        return SomeWords(queries, counted, self._rarity(cursor, tables, queries, counted, now))

    def _correct(
        self,
        cursor: CursorWrapper,
        tables: Tables,
        parsed: ParsedQuery,
        filters: Mapping[str, Sql],
        request: SearchRequest,
        words: Vocabulary,
    ) -> str | None:
        def finds(text: str) -> bool:
            query = questions.read(text, request, self._thesaurus)
            queries = self._expand(query, request.read_in, questions.searched_languages(request))
            statement = exists_statement(self._match(tables, queries), filters, request.now.timestamp())
            return bool(self._rows(cursor, statement))

        return correct(parsed, request.language, words, finds, self._thesaurus)
