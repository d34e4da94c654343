"""Translates the nodes of an expanded query to Elasticsearch's query language, and what a document must pass."""

from collections.abc import Iterable, Sequence

from search.engines import ranking
from search.engines.analysis import clean
from search.engines.elasticsearch.mapping import EVERY_FIELD, PLACED_FIELDS, SPELLINGS_FIELD
from search.engines.elasticsearch.ordering import Clause, unless
from search.engines.expansion import AnyOf, Node, Phrase

_WEIGHTS = {
    "title_terms": ranking.TITLE,
    "title_more": ranking.TITLE,
    "summary_terms": ranking.SUMMARY,
    "keywords_terms": ranking.KEYWORDS,
    "body_terms": ranking.BODY,
    SPELLINGS_FIELD: ranking.BODY,
}
# The most words that the unfinished end of a phrase (as in `e-learn`) may stand for; Lucene refuses too many.
_MAX_EXPANSIONS = 500


def render(node: Node, fields: Sequence[str] = tuple(_WEIGHTS)) -> Clause:
    """Returns the clause that looks for a node of the query in `fields`, scored by its place and frequency there."""
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


def having(node: Node) -> Clause:
    """Returns the clause for documents that have a node of the query, without a score: one field tells, not six."""
    if isinstance(node, AnyOf):
        forms = [having(child) for child in node.nodes]
        return {"bool": {"should": forms, "minimum_should_match": 1}}
    if not isinstance(node, Phrase):
        return {"bool": {"filter": [having(child) for child in node.nodes]}}
    if len(node.terms) > 1:
        return _phrase(node, PLACED_FIELDS)
    return {"prefix" if node.prefix else "term": {EVERY_FIELD: {"value": node.terms[0]}}}


def has_any(name: str, values: Iterable[str]) -> Clause:
    """Returns the clause for documents with any of these values of a facet."""
    cleaned = [clean(value) for value in values]
    # Of one value, the server needs no set of documents.
    return {"term": {name: {"value": cleaned[0]}}} if len(cleaned) == 1 else {"terms": {name: cleaned}}


def visible(now: float) -> list[Clause]:
    """Returns the clauses for documents that are visible at `now` (seconds since 1970)."""
    return [
        unless({"range": {"visible_from": {"gt": now}}}),
        unless({"range": {"visible_until": {"lte": now}}}),
    ]
