"""Translates an expanded query to Elasticsearch's query language."""

from collections.abc import Iterable, Mapping, Sequence

from search.engines import ranking
from search.engines.analysis import clean
from search.engines.documents import SearchRequest, Sort
from search.engines.elasticsearch.mapping import PLACED_FIELDS, SPELLINGS_FIELD, TITLE_FIELDS
from search.engines.expansion import AnyOf, LanguageQuery, Node, Phrase

# A piece of Elasticsearch's query language, as JSON.
Clause = dict[str, object]

_WEIGHTS = {
    "title_terms": ranking.TITLE,
    "title_more": ranking.TITLE,
    "summary_terms": ranking.SUMMARY,
    "keywords_terms": ranking.KEYWORDS,
    "body_terms": ranking.BODY,
    SPELLINGS_FIELD: ranking.BODY,
}
# How many values of a facet are counted: more than there are clusters, topics or years.
_MAX_VALUES = 1_000
# An unfinished word at the end of words joined by hyphens stands for this many at most; Lucene refuses too many.
_MAX_EXPANSIONS = 500


def render(node: Node, fields: Sequence[str] = tuple(_WEIGHTS)) -> Clause:
    """A clause of a query, to be looked for in `fields`."""
    if isinstance(node, Phrase):
        return _phrase(node, fields)
    rendered = [render(child, fields) for child in node.nodes]
    if isinstance(node, AnyOf):
        # The best form of a word counts, not how many forms of it there are.
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
    """Documents with one of these values of a facet."""
    return {"terms": {name: [clean(value) for value in values]}}


def visible(now: float) -> list[Clause]:
    """Documents that are visible at `now`, in seconds since 1970."""
    return [
        _unless({"range": {"visible_from": {"gt": now}}}),
        _unless({"range": {"visible_until": {"lte": now}}}),
    ]


def _unless(clause: Clause) -> Clause:
    return {"bool": {"must_not": [clause]}}


def _repeated(clause: Clause, times: int) -> Clause:
    """A clause that counts as often as it was said."""
    return {"bool": {"must": [clause], "boost": times}} if times > 1 else clause


def _wanted(query: LanguageQuery, *, relaxed: bool) -> Clause:
    if not relaxed or len(query.words) < 2:
        return {"bool": {"must": [render(node) for node in query.wanted]}}
    # What counts for several of the words needed stands there as often, without a score.
    again = [
        {"constant_score": {"filter": render(node), "boost": 0}}
        for node in query.words
        for _ in range(query.worth(node) - 1)
    ]
    return {
        "bool": {
            "must": [render(node) for node in query.phrases],
            # What the words of a passage are worth, Lucene adds up itself.
            "should": [*(_repeated(render(node), query.said.get(node, 1)) for node in query.words), *again],
            "minimum_should_match": query.needed,
        }
    }


def match(queries: Sequence[LanguageQuery], now: float, *, relaxed: bool = False) -> Clause:
    """Visible documents that answer the query of their language, with the score of their words."""
    wanted = [_wanted(query, relaxed=relaxed) for query in queries if query.wanted]
    excluded = [render(node) for query in queries for node in query.excluded]
    found: Clause = {"filter": visible(now), "must_not": excluded}
    if wanted:
        found["must"] = [{"bool": {"should": wanted, "minimum_should_match": 1}}]
    return {"bool": found}


def lifted(clause: Clause, now: float) -> Clause:
    """The same, with what is recent or to come scored higher (see `ranking`).

    The databases halve the lift by a hyperbola, Elasticsearch without scripts by an exponential: both give all of it
    now and half of it after a year.
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


def order(sort: Sort) -> list[Clause]:
    """By relevance or a moment; ties: the newer, then the smaller id."""
    by_date: list[Clause] = [{sort.moment: {"order": "desc", "missing": "_last"}}, {"id": {"order": "asc"}}]
    return [{"_score": {"order": "desc"}}, *by_date] if sort is Sort.RELEVANCE else by_date


def facets(names: Sequence[str], filters: Mapping[str, Clause]) -> Clause:
    """Counts of the values of facets, each without its own filter and with all others."""
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
    *,
    relaxed: bool,
) -> Clause:
    """The request for a page of hits, their total, and the facets; `counted` are queries of further languages."""
    now = request.now.timestamp()
    filters = {name: has_any(name, values) for name, values in request.all_filters().items()}
    known = {query.language for query in queries}
    everything = [*queries, *(query for query in counted if query.language not in known)]
    clause = _without(match(everything if request.facets else queries, now, relaxed=relaxed), request)
    body: Clause = {
        "query": lifted(clause, now) if request.sort is Sort.RELEVANCE else clause,
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
    """The same without the clusters and documents that the request leaves out."""
    left_out = [
        has_any(name, values)
        for name, values in (("cluster", request.without_clusters), ("id", request.without_ids))
        if values
    ]
    return {"bool": {"must": [clause], "must_not": left_out}} if left_out else clause


def exists(queries: Sequence[LanguageQuery], request: SearchRequest) -> Clause:
    """The request that tells whether anything visible answers."""
    filters = [has_any(name, values) for name, values in request.all_filters().items()]
    clause = match(queries, request.now.timestamp())
    return {
        "query": {"bool": {"filter": [clause, *filters]}},
        "size": 0,
        "track_total_hits": 1,
        "terminate_after": 1,
    }


def titles(query: LanguageQuery, now: float, limit: int) -> Clause:
    """The request for suggestions: the newest titles of each kind that have all the words."""
    words: list[Clause] = [render(node, TITLE_FIELDS) for node in query.wanted]
    hits: Clause = {
        "size": limit,
        "sort": order(Sort.DATE),
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
