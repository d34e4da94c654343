"""Writes the requests of a search in Elasticsearch's query language."""

from collections.abc import Iterable, Mapping, Sequence

from search.engines import ranking
from search.engines.documents import SearchRequest, Sort
from search.engines.elasticsearch.clauses import has_any, having, render, visible
from search.engines.elasticsearch.mapping import NAMES_FIELD, TITLE_FIELDS
from search.engines.elasticsearch.ordering import Clause, coming_first, newest_first, order
from search.engines.expansion import LanguageQuery, Node, alternatives_of
from search.engines.name_keys import asked_key

# The most values of a facet that are counted: more than there are clusters, topics or years.
_MAX_VALUES = 1_000


def _repeated(clause: Clause, times: int) -> Clause:
    """Returns the clause with its score multiplied by how many `times` the query says it."""
    return {"bool": {"must": [clause], "boost": times}} if times > 1 else clause


def _discounted(node: Node, query: LanguageQuery) -> Clause:
    """Returns the clause of a word, of which similar words are worth less than the word itself."""
    forms = list(alternatives_of(node))
    if query.discounts.keys().isdisjoint(forms):
        return render(node)
    worth = [(render(form), query.discounts.get(form, 1.0)) for form in forms]
    return {"dis_max": {"queries": [{"bool": {"must": [clause], "boost": share}} for clause, share in worth]}}


def _is_relaxed(query: LanguageQuery, *, relaxed: bool) -> bool:
    return relaxed and len(query.words) > 1


def _wanted(query: LanguageQuery, *, relaxed: bool) -> Clause:
    """Returns the clause for what answers a query, scored by its words."""
    if not _is_relaxed(query, relaxed=relaxed):
        return {"bool": {"must": [render(node) for node in query.wanted]}}
    return {
        "bool": {
            "must": [render(node) for node in query.phrases],
            # Lucene already adds up the scores of the words in a phrase, so the phrase gets no further weight.
            "should": [
                *(_repeated(_discounted(node, query), query.said.get(node, 1)) for node in query.words),
                *({"constant_score": {"filter": clause, "boost": 0}} for clause in _again(query)),
            ],
            "minimum_should_match": query.needed,
        }
    }


def _answering(query: LanguageQuery, *, relaxed: bool) -> Clause:
    """Returns the clause for what answers a query, without scores: in a third of the time that scoring takes."""
    if not _is_relaxed(query, relaxed=relaxed):
        return {"bool": {"filter": [having(node) for node in query.wanted]}}
    return {
        "bool": {
            "filter": [having(node) for node in query.phrases],
            "should": [*(having(node) for node in query.words), *_again(query)],
            "minimum_should_match": query.needed,
        }
    }


def _again(query: LanguageQuery) -> list[Clause]:
    """Returns the clauses that repeat decisive words, each as often as it counts for further words needed."""
    return [having(node) for node in query.words for _ in range(query.worth(node) - 1)]


def match(
    queries: Sequence[LanguageQuery],
    now: float,
    *,
    relaxed: bool = False,
    is_scored: bool = False,
    filters: Iterable[Clause] = (),
) -> Clause:
    """Returns the clause for visible documents that answer the query of their language, and pass all filters.

    Without scores it is found in a third of the time.
    """
    wanted: list[Clause] = []
    for query in queries:
        if query.wanted and is_scored:
            wanted.append(_wanted(query, relaxed=relaxed))
        elif query.wanted:
            wanted.append({"constant_score": {"filter": _answering(query, relaxed=relaxed), "boost": 0}})
    excluded = [having(node) for query in queries for node in query.excluded]
    found: Clause = {"filter": [*visible(now), *filters], "must_not": excluded}
    if wanted:
        found["must"] = [{"bool": {"should": wanted, "minimum_should_match": 1}}]
    return {"bool": found}


def lifted(clause: Clause, now: float) -> Clause:
    """Returns the clause with higher scores for documents that are recent or in the future (see `ranking`).

    The score of a document of now is raised by `recency_lift`, that of one a half-life old by half as much. In
    between, the databases use a hyperbola and Elasticsearch an exponential, since it needs no script.
    """
    past: Clause = {
        "exp": {"date": {"origin": now, "scale": ranking.recency_half_life(), "decay": 0.5}},
        "filter": {"range": {"date": {"lte": now}}},
        "weight": ranking.recency_lift(),
    }
    future: Clause = {"filter": {"range": {"date": {"gt": now}}}, "weight": ranking.recency_lift()}
    always: Clause = {"filter": {"match_all": {}}, "weight": 1}
    functions = [past, future, always]
    return {
        "function_score": {
            "query": clause,
            "functions": functions,
            "score_mode": "sum",
            "boost_mode": "multiply",
        }
    }


def named(clause: Clause, request: SearchRequest) -> Clause:
    """Returns the clause with higher scores for documents of which one name is exactly what was typed."""
    key = asked_key(request)
    if not key:
        return clause
    exactly: Clause = {"filter": {"term": {NAMES_FIELD: key}}, "weight": ranking.NAMED}
    return {"function_score": {"query": clause, "functions": [exactly], "boost_mode": "multiply"}}


def _first(clause: Clause, complete: Iterable[Sequence[Node]]) -> Clause:
    """Returns the clause with documents that have all nodes of one of the lists before all others."""
    every: list[Clause] = [
        {"bool": {"filter": [having(node) for node in nodes]}} for nodes in complete if nodes
    ]
    if not every:
        return clause
    whole: Clause = {"bool": {"should": every, "minimum_should_match": 1}}
    bonus: Clause = {"constant_score": {"filter": whole, "boost": ranking.COMPLETE}}
    return {"bool": {"must": [clause], "should": [bonus]}}


def holders(nodes: Sequence[Node], languages: Sequence[str], now: float) -> Clause:
    """Returns the request that counts visible documents: of each node, and of each language, by its place."""
    counted: Clause = {str(place): {"filter": having(node)} for place, node in enumerate(nodes)}
    counted |= {
        f"language{place}": {"filter": has_any("language", [language])}
        for place, language in enumerate(languages)
    }
    return {
        "size": 0,
        "track_total_hits": False,
        "query": {"bool": {"filter": visible(now)}},
        "aggs": counted,
    }


def facets(counted: Sequence[LanguageQuery], request: SearchRequest, *, relaxed: bool) -> Clause:
    """Returns the request that counts the values of facets. Each ignores its own filter and obeys all others.

    Not one request with the hits: the server would score each document that is only counted. Facets that obey the same
    filters are counted together, since each aggregation looks at each document found.
    """
    filters = _filters(request)
    aggregations: dict[str, Clause] = {}
    for own in ("", *filters):
        names = [name for name in request.facets if name == own or (not own and name not in filters)]
        others = [clause for other, clause in filters.items() if other != own]
        if names:
            aggregations[f"but {own}" if own else "all"] = {
                "filter": {"bool": {"filter": others}},
                "aggs": {name: {"terms": {"field": name, "size": _MAX_VALUES}} for name in names},
            }
    found = _without(match(counted, request.now.timestamp(), relaxed=relaxed), request)
    return {
        "query": {"bool": {"filter": [found]}},
        "size": 0,
        "track_total_hits": False,
        "aggs": aggregations,
    }


def page(
    queries: Sequence[LanguageQuery],
    request: SearchRequest,
    complete: Mapping[str, Sequence[Node]] | None = None,
) -> Clause:
    """Returns the request for hits and total.

    With `complete`, some of the words are enough; it tells by language what puts a document before those that have
    some (nothing of a language that is not in it).
    """
    now = request.now.timestamp()
    relaxed = complete is not None
    is_scored = request.sort is Sort.RELEVANCE
    filters = _filters(request).values()
    clause = _without(match(queries, now, relaxed=relaxed, is_scored=is_scored, filters=filters), request)
    if request.sort is Sort.RELEVANCE:
        clause = _first(named(lifted(clause, now), request), (complete or {}).values())
    if request.sort is Sort.DATE:
        clause = coming_first(clause, now)
    return {
        "query": clause,
        "sort": order(request.sort),
        "from": request.offset,
        "size": request.page_size,
        "track_total_hits": True,
        "track_scores": request.sort is Sort.RELEVANCE,
        # As it is stored: the server would read and write it anew to leave out the little that nobody needs.
        "_source": True,
    }


def _filters(request: SearchRequest) -> dict[str, Clause]:
    """Returns the clause of each filter by its name, that of the languages searched among them."""
    return {name: has_any(name, values) for name, values in request.all_filters().items()}


def _without(clause: Clause, request: SearchRequest) -> Clause:
    """Returns the clause without the clusters and documents that the request leaves out."""
    left_out = [
        has_any(name, values)
        for name, values in (("cluster", request.without_clusters), ("id", request.without_ids))
        if values
    ]
    return {"bool": {"must": [clause], "must_not": left_out}} if left_out else clause


def among(
    queries: Sequence[LanguageQuery], request: SearchRequest, ids: Sequence[str], *, relaxed: bool
) -> Clause:
    """Returns the request for which of some documents answer, whatever the request filters by."""
    clause = _without(match(queries, request.now.timestamp(), relaxed=relaxed), request)
    languages = has_any("language", [query.language for query in queries])
    return {
        "query": {"bool": {"filter": [has_any("id", ids), languages, clause]}},
        "size": len(ids),
        "track_total_hits": False,
        "_source": False,
        "stored_fields": "_none_",
        "docvalue_fields": ["id"],
    }


def exists(queries: Sequence[LanguageQuery], request: SearchRequest) -> Clause:
    """Returns the request that tells whether any visible document answers."""
    clause = match(queries, request.now.timestamp(), filters=_filters(request).values())
    return {
        "query": {"bool": {"filter": [clause]}},
        "size": 0,
        "track_total_hits": 1,
        "terminate_after": 1,
    }


def full_matches(
    queries: Sequence[LanguageQuery], request: SearchRequest, *, relaxed: bool = False
) -> Clause:
    """Returns the request for how many visible documents have all words whatever it filters by, up to `ENOUGH`.

    With `relaxed`, of those that have enough words.
    """
    clause = match(queries, request.now.timestamp(), relaxed=relaxed)
    language = has_any("language", request.all_filters()["language"])
    return {
        "query": {"bool": {"filter": [clause, language]}},
        "size": 0,
        "track_total_hits": ranking.ENOUGH,
    }


def titles(query: LanguageQuery, now: float, limit: int) -> Clause:
    """Returns the request for suggestions: the newest titles of each kind that have all the words."""
    words: list[Clause] = [render(node, TITLE_FIELDS) for node in query.wanted]
    hits: Clause = {
        "size": limit,
        "sort": newest_first(Sort.DATE),
        "_source": False,
        "stored_fields": "_none_",
        "docvalue_fields": ["id", "title", "url", "date", "kind"],
    }
    return {
        "query": {"bool": {"filter": [*words, has_any("language", [query.language]), *visible(now)]}},
        "size": 0,
        "track_total_hits": False,
        "aggs": {
            "kinds": {
                "terms": {"field": "kind", "missing": "", "size": _MAX_VALUES},
                "aggs": {"newest": {"top_hits": hits}},
            }
        },
    }
