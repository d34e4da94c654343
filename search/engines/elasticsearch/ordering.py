"""The order of hits in Elasticsearch's query language."""

from collections.abc import Collection, Sequence

from search.engines.documents import Sort
from search.engines.expansion import LanguageQuery, Node

# A piece of Elasticsearch's query language, as JSON.
Clause = dict[str, object]

# In this time the score of what is coming falls by half, by date. Scores tell apart what is some seconds apart. Each
# server knows these functions; a script it may refuse.
_SOON = 365 * 86_400


def unless(clause: Clause) -> Clause:
    """Returns the clause for what another clause does not find."""
    return {"bool": {"must_not": [clause]}}


def newest_first(sort: Sort) -> list[Clause]:
    """Returns the sort order by a moment: the newest first; of equals, the smaller id."""
    return [{sort.moment: {"order": "desc", "missing": "_last"}}, {"id": {"order": "asc"}}]


def order(sort: Sort) -> list[Clause]:
    """Returns the sort order: by score, or by publication. Of equals, the newer comes first, then the smaller id."""
    by_score: list[Clause] = [{"_score": {"order": "desc"}}] if sort is not Sort.PUBLISHED else []
    return [*by_score, *newest_first(sort)]


def coming_first(clause: Clause, now: float) -> Clause:
    """Returns the clause scored by date: what is coming is worth the more the sooner it comes, all else nothing."""
    coming: Clause = {"range": {"date": {"gte": now}}}
    soon: Clause = {"exp": {"date": {"origin": now, "scale": _SOON, "decay": 0.5}}, "filter": coming}
    other: Clause = {"filter": unless(coming), "weight": 0}
    return {
        "function_score": {
            "query": {"bool": {"filter": [clause]}},
            "functions": [soon, other],
            "score_mode": "first",
            "boost_mode": "replace",
        }
    }


def complete_first(
    queries: Sequence[LanguageQuery], unknown: Collection[Node]
) -> dict[str, tuple[Node, ...]]:
    """Returns by language what a document must have to be complete: the words that any has, and all phrases.

    A language of a sentence is not in it.
    """
    return {
        query.language: (*(word for word in query.words if word not in unknown), *query.phrases)
        for query in queries
        if query.complete_first
    }
