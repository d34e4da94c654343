"""The search engine in Elasticsearch 9: one alias an index, the project's own terms, no scripts."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from django.utils import timezone
from elasticsearch import ApiError, TransportError

from search.engines import questions, typing_errors
from search.engines.correction import correct
from search.engines.documents import (
    MAX_PAGE_SIZE,
    Concept,
    Health,
    SearchRequest,
    SearchResult,
    Suggestion,
)
from search.engines.elasticsearch import query as dsl
from search.engines.elasticsearch.asking import ask, several, with_headers
from search.engines.elasticsearch.deadline import Deadline, TimeIsUpError
from search.engines.elasticsearch.inspection import ElasticInspection
from search.engines.elasticsearch.ordering import complete_first
from search.engines.elasticsearch.pages import bodies_of, falls_short, full_matches, read
from search.engines.elasticsearch.titles import suggestions_of
from search.engines.elasticsearch.vectors import FILTER_PATH, Comparison, counting, counts_of
from search.engines.elasticsearch.vocabulary import ElasticVocabulary
from search.engines.expansion import LanguageQuery, Node, expand
from search.engines.facets import facet_counts
from search.engines.labels import Thesaurus
from search.engines.query import ParsedQuery
from search.engines.vector_space import Neighbourhood, VectorSpace


def _counted(queries: Sequence[LanguageQuery]) -> tuple[list[Node], list[str]]:
    """Returns the words and languages of which a search may want to know how many documents have them."""
    words = dict.fromkeys(word for query in queries for word in query.words)
    return list(words), [query.language for query in queries]


class ElasticsearchEngine(ElasticInspection):
    """The engine in Elasticsearch. It writes outside of any transaction, so `search.entries.outbox` feeds it.

    `url` may contain a user and a password. All names of indices and aliases on the server begin with `prefix`.
    Seconds: `timeout` is the limit of a search, `write_timeout` that of everything else.
    """

    def __init__(
        self,
        url: str,
        *,
        prefix: str = "fedcms",
        timeout: float = 0.25,
        write_timeout: float = 30,
        space: VectorSpace | None = None,
    ) -> None:
        """Sets up the client; opens no connection yet. With `space`, its indices have the vectors of that space."""
        super().__init__(url, prefix=prefix, timeout=timeout, write_timeout=write_timeout, space=space)
        self._vectors_known: dict[str, dict[str, int]] = {}
        self._timeout = timeout
        self._thesaurus = Thesaurus()

    def search(self, index: str, request: SearchRequest) -> SearchResult:
        """Answers a search with one request; a few more when few documents have all words.

        With the first it also asks how many have each word where that will be wanted if none has all.
        """
        parsed = questions.read(request.query, request, self._thesaurus)
        if parsed.unanswerable:
            return SearchResult((), 0, facet_counts({}, request))
        alias = self._alias(index)
        languages = questions.searched_languages(request)
        queries: Sequence[LanguageQuery] = self._expand(parsed, request.read_in, languages)
        counted = queries
        if "language" in request.facets:
            counted = self._expand(parsed, request.read_in, questions.counted_languages(request))
        suggestion: str | None = None
        deadline = Deadline(self._quick, self._timeout)
        vocabulary = ElasticVocabulary(deadline, alias, request.read_in, request.now.timestamp())
        with self._asking(index):
            result, unknown = SearchResult((), 0, {}), frozenset[Node]()
            counted_by: Sequence[LanguageQuery] = counted
            some_words = filled = False
            # The words of a whole sentence are optional from the start.
            if not parsed.sentence:
                # Another part of a search that is known to find something asks for it if it must.
                is_first = not (request.offset or request.without_clusters or request.without_ids)
                maybe_more = is_first and questions.wants_more(parsed, queries, request, complete=0)
                bodies = bodies_of(queries, counted, request)
                told = vocabulary if maybe_more else None
                answers = self._first_page(deadline, alias, bodies, queries, told)
                result = read(answers, queries, request)
            complete = everywhere = result.total
            if questions.counts_full_matches(parsed, queries, request, complete):
                everywhere = full_matches(deadline, alias, queries, request)
            if questions.wants_more(parsed, queries, request, everywhere):
                if not everywhere:
                    queries, counted, unknown = self._tolerant(queries, counted, vocabulary)
                known = complete_first(queries, unknown)
                some_words, enough = True, questions.enough_of_a_step(parsed, request)
                for place, (found_by, counted_by) in enumerate(questions.steps(queries, counted)):
                    filled = place > 0 and result.total > 0
                    answers = ask(deadline, alias, *bodies_of(found_by, counted_by, request, known))
                    result = read(answers, found_by, request, known)
                    if not falls_short(deadline, alias, result, found_by, request, enough):
                        break
            if questions.wants_correction(parsed, request, everywhere):
                with suppress(TimeIsUpError):
                    suggestion = self._correct(deadline, alias, parsed, request, vocabulary)
        relaxed = result.total > 0 and not complete
        counted_among = partial(self._found_among, index, counted_by, request, some_words)
        return replace(
            result,
            relaxed=relaxed,
            did_you_mean=suggestion,
            complete=complete,
            filled=filled,
            counted=counted_among,
        )

    def suggest(
        self, index: str, prefix: str, language: str, limit: int = 8, *, now: datetime | None = None
    ) -> tuple[Suggestion, ...]:
        """Returns titles that have all words typed, the last one unfinished; the kinds alternate. Costs one request."""
        query = questions.title_query(prefix, language)
        if query is None:
            return ()
        limit = min(max(limit, 1), MAX_PAGE_SIZE)
        body = dsl.titles(query, (now or timezone.now()).timestamp(), limit)
        with self._asking(index):
            answer = self._quick.search(index=self._alias(index), **body)  # type: ignore[arg-type]
        return suggestions_of(answer.body, query, limit)

    def neighbourhoods(
        self, index: str, vector: bytes, number: int, *, now: datetime | None = None
    ) -> dict[str, Neighbourhood]:
        """Returns the visible documents nearest to a vector, by language; nothing where the index has no vectors.

        Costs a request; two more when the number of vectors was not known, or is another. Raises `SearchUnavailable`.
        """
        alias = self._vector_alias(index)
        if alias is None:
            return {}
        moment = (now or timezone.now()).timestamp()
        deadline = Deadline(self._quick, self._timeout)
        with self._asking(index):
            counts = self._vectors_known.get(alias) or counts_of(
                deadline.client().search(index=alias, ignore_unavailable=True, **counting())  # type: ignore[arg-type]
            )
            if not counts:
                return {}
            comparison = Comparison(vector, counts, moment, number)
            responses = self._compared(deadline, alias, comparison)
            counts = self._vectors_known[alias] = counts_of(responses[0])
            if counts and not comparison.fits(counts):
                comparison = replace(comparison, counts=counts)
                responses = self._compared(deadline, alias, comparison)
                if not comparison.fits(counts_of(responses[0])):
                    return {}  # many come or go just now: their samples would be of no known size
        return comparison.read(responses)

    def _compared(
        self, deadline: Deadline, alias: str, comparison: Comparison
    ) -> Sequence[Mapping[str, Any]]:
        searches = comparison.searches()
        return several(deadline, alias, searches, filter_path=FILTER_PATH)

    def health(self) -> Health:
        """Asks the server for its version; never raises."""
        try:
            answer = self._quick.info()
        except (ApiError, TransportError) as error:
            return Health(self.name, ok=False, detail=str(error))
        return Health(self.name, ok=True, detail=str(answer["version"]["number"]))

    def set_thesaurus(self, concepts: Iterable[Concept]) -> None:
        """Replaces the thesaurus of this process, from its next search on."""
        self._thesaurus = Thesaurus(concepts)

    # Steps of a search.

    def _first_page(
        self,
        deadline: Deadline,
        alias: str,
        bodies: Sequence[Mapping[str, object]],
        queries: Sequence[LanguageQuery],
        vocabulary: ElasticVocabulary | None,
    ) -> Sequence[Mapping[str, Any]]:
        """Returns the server's answers; with a `vocabulary`, it learns with them how many have each word.

        Where it cannot be told of these now, it asks again when they are wanted.
        """
        words, languages = _counted(queries)
        if not (words and vocabulary):
            return ask(deadline, alias, *bodies)
        searches = with_headers([*bodies, vocabulary.counting(words, languages)])
        *answers, counts = several(deadline, alias, searches, needed=len(bodies))
        if "error" not in counts:
            vocabulary.learn(words, languages, counts)
        return answers

    def _expand(self, parsed: ParsedQuery, typed_in: str, languages: Iterable[str]) -> list[LanguageQuery]:
        return [expand(parsed, typed_in, language, self._thesaurus) for language in languages]

    def _tolerant(
        self,
        queries: Sequence[LanguageQuery],
        counted: Sequence[LanguageQuery],
        vocabulary: ElasticVocabulary,
    ) -> tuple[Sequence[LanguageQuery], Sequence[LanguageQuery], frozenset[Node]]:
        """Returns the queries in which words that nothing has are matched by similar ones, and the words still unknown.

        Costs a request unless the first page has asked, and two more where there are such words.
        """
        words, languages = _counted(queries)
        if not words:
            return queries, counted, frozenset()
        holders, documents = vocabulary.holders(words, languages)
        changed = {}
        for query in queries:
            if wrong := typing_errors.misspelt(query, holders):
                similar = typing_errors.with_similar(query, wrong, vocabulary, documents[query.language])
                changed[query.language] = similar
        asked, among = ([changed.get(query.language, query) for query in each] for each in (queries, counted))
        return asked, among, frozenset(word for word, number in holders.items() if not number)

    def _found_among(
        self,
        index: str,
        queries: Sequence[LanguageQuery],
        request: SearchRequest,
        some_words: bool,  # given by partial
        ids: Sequence[str],
    ) -> frozenset[str]:
        """Returns which of some documents the words of a search find. Costs a request."""
        body = dsl.among(queries, request, ids, relaxed=some_words)
        with self._asking(index):
            (answer,) = ask(Deadline(self._quick, self._timeout), self._alias(index), body)
        return frozenset(str(hit["fields"]["id"][0]) for hit in answer["hits"]["hits"])

    def _correct(
        self,
        deadline: Deadline,
        alias: str,
        parsed: ParsedQuery,
        request: SearchRequest,
        words: ElasticVocabulary,
    ) -> str | None:
        def finds(text: str) -> bool:
            query = questions.read(text, request, self._thesaurus)
            queries = self._expand(query, request.read_in, questions.searched_languages(request))
            (answer,) = ask(deadline, alias, dsl.exists(queries, request))
            return bool(answer["hits"]["total"]["value"])

        return correct(parsed, request.language, words, finds, self._thesaurus)
