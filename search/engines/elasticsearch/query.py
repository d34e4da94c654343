"""Translates an expanded query to Elasticsearch's query language."""

from collections.abc import Iterable, Mapping, Sequence

from search.engines import ranking
from search.engines.analysis import clean
from search.engines.documents import SearchRequest, Sort
from search.engines.elasticsearch.mapping import NAMES_FIELD, PLACED_FIELDS, SPELLINGS_FIELD, TITLE_FIELDS
from search.engines.elasticsearch.ordering import Clause, coming_first, newest_first, order, unless
from search.engines.expansion import AnyOf, LanguageQuery, Node, Phrase, alternatives_of
from search.engines.name_keys import asked_key

_WEIGHTS = {
    "title_terms": ranking.TITLE,
    "title_more": ranking.TITLE,
    "summary_terms": ranking.SUMMARY,
    "keywords_terms": ranking.KEYWORDS,
    "body_terms": ranking.BODY,
    SPELLINGS_FIELD: ranking.BODY,
}
# The most values of a facet that are counted: more than there are clusters, topics or years.
_MAX_VALUES = 1_000
# The most words that the unfinished end of a phrase (as in `e-learn`) may stand for; Lucene refuses too many.
_MAX_EXPANSIONS = 500


def render(node: Node, fields: Sequence[str] = tuple(_WEIGHTS)) -> Clause:
    """Returns the clause that looks for a node of the query in `fields`."""
    if isinstance(node, Phrase):
        return _phrase(node, fields)
    rendered = [render(child, fields) for child in node.nodes]
    if isinstance(node, AnyOf):
        # Only the best-scoring form of a word counts: having many forms of it is no advantage.
        return {"dis_max": {"queries": rendered}}
    return {"bool": {"must": rendered}}


def _phrase(phrase: Phrase, fields: Sequence[str]) -> Clause:
    weighted = [f"{field}^{_WEIGHTS[field]}" for field in fields]
    if len(phrase.terms) == 1:
        (term,) = phrase.terms
        if phrase.prefix:
            return {"dis_max": {"queries": [{"prefix": {field: {"value": term}}} for field in fields]}}
        return {"combined_fields": {"query": term, "fields": weighted}}
    placed = [f"{field}^{_WEIGHTS[field]}" for field in fields if field in PLACED_FIELDS]
    words: Clause = {"query": " ".join(phrase.terms), "fields": placed, "type": "phrase"}
    if phrase.prefix:
        words |= {"type": "phrase_prefix", "max_expansions": _MAX_EXPANSIONS}
    return {"multi_match": words}


def has_any(name: str, values: Iterable[str]) -> Clause:
    """Returns the clause for documents with any of these values of a facet."""
    return {"terms": {name: [clean(value) for value in values]}}


def visible(now: float) -> list[Clause]:
    """Returns the clauses for documents that are visible at `now` (seconds since 1970)."""
    return [
        unless({"range": {"visible_from": {"gt": now}}}),
        unless({"range": {"visible_until": {"lte": now}}}),
    ]


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


def _wanted(query: LanguageQuery, *, relaxed: bool) -> Clause:
    if not relaxed or len(query.words) < 2:
        return {"bool": {"must": [render(node) for node in query.wanted]}}
    # A decisive word counts for several of the words needed: it is repeated as often, without a score.
    again = [
        {"constant_score": {"filter": render(node), "boost": 0}}
        for node in query.words
        for _ in range(query.worth(node) - 1)
    ]
    return {
        "bool": {
            "must": [render(node) for node in query.phrases],
            # Lucene already adds up the scores of the words in a phrase, so the phrase gets no further weight.
            "should": [
                *(_repeated(_discounted(node, query), query.said.get(node, 1)) for node in query.words),
                *again,
            ],
            "minimum_should_match": query.needed,
        }
    }


def match(queries: Sequence[LanguageQuery], now: float, *, relaxed: bool = False) -> Clause:
    """Returns the clause for visible documents that answer the query of their language, scored by their words."""
    wanted = [_wanted(query, relaxed=relaxed) for query in queries if query.wanted]
    excluded = [render(node) for query in queries for node in query.excluded]
    found: Clause = {"filter": visible(now), "must_not": excluded}
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
        {"bool": {"filter": [render(node) for node in nodes]}} for nodes in complete if nodes
    ]
    if not every:
        return clause
    whole: Clause = {"bool": {"should": every, "minimum_should_match": 1}}
    bonus: Clause = {"constant_score": {"filter": whole, "boost": ranking.COMPLETE}}
    return {"bool": {"must": [clause], "should": [bonus]}}


def holders(nodes: Sequence[Node], languages: Sequence[str], now: float) -> Clause:
    """Returns the request that counts visible documents: of each node, and of each language, by its place."""
    counted: Clause = {str(place): {"filter": render(node)} for place, node in enumerate(nodes)}
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


def facets(names: Sequence[str], filters: Mapping[str, Clause]) -> Clause:
    """Returns the aggregations that count values of facets. Each facet ignores its own filter and obeys all others."""
    counted: Clause = {}
    for name in names:
        others = [clause for other, clause in filters.items() if other != name]
        values = {"terms": {"field": name, "size": _MAX_VALUES}}
        counted[name] = {"filter": {"bool": {"filter": others}}, "aggs": {"values": values}}
    return counted


def page(
    queries: Sequence[LanguageQuery],
    counted: Sequence[LanguageQuery],
    request: SearchRequest,
    complete: Mapping[str, Sequence[Node]] | None = None,
) -> Clause:
    """Returns the request for hits, total and facets. Languages that are only in `counted` have no hits.

    With `complete`, some of the words are enough; it tells by language what puts a document before those that have
    some (nothing of a language that is not in it).
    """
    now = request.now.timestamp()
    filters = {name: has_any(name, values) for name, values in request.all_filters().items()}
    known = {query.language for query in queries}
    everything = [*queries, *(query for query in counted if query.language not in known)]
    relaxed = complete is not None
    clause = _without(match(everything if request.facets else queries, now, relaxed=relaxed), request)
    if request.sort is Sort.RELEVANCE:
        clause = _first(named(lifted(clause, now), request), (complete or {}).values())
    if request.sort is Sort.DATE:
        clause = coming_first(clause, now)
    body: Clause = {
        "query": clause,
        "post_filter": {"bool": {"filter": list(filters.values())}},
        "sort": order(request.sort),
        "from": request.offset,
        "size": request.page_size,
        "track_total_hits": True,
        "track_scores": request.sort is Sort.RELEVANCE,
        "_source": ["id", "language", "title", "summary", "body"],
    }
    if request.facets:
        body["aggs"] = facets(request.facets, filters)
    return body


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
    filters = [has_any(name, values) for name, values in request.all_filters().items()]
    clause = match(queries, request.now.timestamp())
    return {
        "query": {"bool": {"filter": [clause, *filters]}},
        "size": 0,
        "track_total_hits": 1,
        "terminate_after": 1,
    }


def full_matches(queries: Sequence[LanguageQuery], request: SearchRequest) -> Clause:
    """Returns the request for how many visible documents have all words whatever it filters by, up to `ENOUGH`."""
    clause = match(queries, request.now.timestamp())
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
