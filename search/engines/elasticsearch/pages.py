"""Asks Elasticsearch for a page of a search, and reads its answers."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from search.engines import questions, ranking
from search.engines.documents import Hit, SearchRequest, SearchResult
from search.engines.elasticsearch import query as dsl
from search.engines.elasticsearch.asking import ask
from search.engines.elasticsearch.deadline import Deadline
from search.engines.elasticsearch.mapping import Source
from search.engines.expansion import LanguageQuery, Node
from search.engines.facets import facet_counts
from search.engines.highlighting import Highlighter


def bodies_of(
    queries: Sequence[LanguageQuery],
    counted: Sequence[LanguageQuery],
    request: SearchRequest,
    known: Mapping[str, Sequence[Node]] | None = None,
) -> Sequence[Mapping[str, object]]:
    """Returns the searches of a page: its hits, and its facets if any are asked for. `known` as for `read`."""
    page = dsl.page(queries, request, known)
    return (page, dsl.facets(counted, request, relaxed=known is not None)) if request.facets else (page,)


def read(
    answers: Sequence[Mapping[str, Any]],
    queries: Sequence[LanguageQuery],
    request: SearchRequest,
    known: Mapping[str, Sequence[Node]] | None = None,
) -> SearchResult:
    """Returns the page of hits and the facets; some words were enough when `known` is given (`complete_first`)."""
    answer, *others = answers
    highlighters = {query.language: Highlighter(query) for query in queries}
    hits = []
    for found in answer["hits"]["hits"]:
        source = cast(Source, found["_source"])
        language = next(iter(source["language"]), "")
        highlighter = highlighters[language]
        marked = highlighter.mark(source["title"])
        passage = highlighter.passage(source["summary"], source["body"])
        score = float(found["_score"] or 0.0)
        first = known is None or score >= ranking.COMPLETE
        hits.append(Hit(source["id"], language, score, marked, passage, first))
    counts = _facet_counts_of(others[0]) if others else {}
    return SearchResult(tuple(hits), answer["hits"]["total"]["value"], facet_counts(counts, request))


def _facet_counts_of(answer: Mapping[str, Any]) -> dict[str, int]:
    """Returns how many documents have each `name=value`, as the answer to a request with `facets` says."""
    return {
        f"{name}={bucket['key']}": bucket["doc_count"]
        for together in answer.get("aggregations", {}).values()
        for name, values in together.items()
        if name != "doc_count"
        for bucket in values["buckets"]
    }


def full_matches(
    deadline: Deadline,
    alias: str,
    queries: Sequence[LanguageQuery],
    request: SearchRequest,
    *,
    relaxed: bool = False,
) -> int:
    """Returns how many documents have all words (enough, when `relaxed`) whatever is filtered by, up to `ENOUGH`."""
    (answer,) = ask(deadline, alias, dsl.full_matches(queries, request, relaxed=relaxed))
    return int(answer["hits"]["total"]["value"])


def falls_short(
    deadline: Deadline,
    alias: str,
    found: SearchResult,
    queries: Sequence[LanguageQuery],
    request: SearchRequest,
    enough: int,
) -> bool:
    """Returns whether less than `enough` have the words needed, whatever is filtered by, and fewer may be needed.

    Filters only narrow one and the same set (`questions.counts_full_matches`). Costs a request where there are any.
    """
    if found.total >= enough or not questions.may_be_eased(queries):
        return False
    if not questions.is_narrowed(request):
        return True
    return full_matches(deadline, alias, queries, request, relaxed=True) < enough
