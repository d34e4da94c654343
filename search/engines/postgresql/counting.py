"""Counts how many visible entries have the words of a query, as far as it matters."""

# Names of tables come from `Tables.of`, which checks them; values are always parameters.
# ruff: noqa: S608

from collections.abc import Callable, Sequence

from django.db.backends.utils import CursorWrapper

from search.engines import ranking
from search.engines.analysis import clean
from search.engines.expansion import LanguageQuery, Node, Phrase, alternatives_of, phrases_of
from search.engines.postgresql import terms
from search.engines.postgresql.statistics import (
    Stamp,
    Statistics,
    forget_statistics,
    kept_statistics,
    read_statistics,
)
from search.engines.postgresql.tsquery import render
from search.engines.rarity import Rarity
from search.engines.sql import Sql, Tables, visible

RowsOf = Callable[[Sql], Sequence[tuple[object, ...]]]
_BY_TERM = (
    "(SELECT count(*) FROM (SELECT 1 FROM {} e WHERE e.vector @@ q.value::tsquery AND "
    + visible(0).text
    + " LIMIT %s) f) FROM unnest(%s::text[])"
)


def holders_statement(tables: Tables, nodes: Sequence[Node], now: float) -> Sql:
    """Returns the statement for how many visible documents have each node, exact below `COUNTED`: a row for each."""
    return Sql(
        f"SELECT {_BY_TERM.format(tables.entries)} WITH ORDINALITY AS q(value, place) ORDER BY q.place",
        (now, now, terms.COUNTED, [render(node) for node in nodes]),
    )


def count(
    cursor: CursorWrapper,
    rows_of: RowsOf,
    tables: Tables,
    queries: Sequence[LanguageQuery],
    counted: Sequence[LanguageQuery],
    now: float,
) -> Rarity:
    """Returns how many documents each language has, and about how many visible ones have each clause.

    For queries that are only in `counted`, it uses PostgreSQL's statistics, which know frequent words alone: enough to
    choose candidates.
    """
    languages = [clean(query.language) for query in queries]
    clauses = list(dict.fromkeys(clause for query in queries for clause in query.wanted))
    known = kept_statistics(cursor)
    documents, holders, stamp = _counts(rows_of, tables, languages, clauses, known, now)
    if known is not None and known.stamp != stamp:
        # Another table, or it was analysed anew.
        known = None
        forget_statistics(cursor)
        documents, holders, stamp = _counts(rows_of, tables, languages, clauses, known, now)
    others = list(dict.fromkeys(clause for query in counted for clause in query.wanted))
    unranked = dict.fromkeys(others, 0)
    if max(stamp.entries, *documents) >= terms.COUNTED:
        known = known or read_statistics(cursor, tables, stamp)
        documents = [
            known.estimate("language", [[language]], number)
            for language, number in zip(languages, documents, strict=True)
        ]
        holders = [
            known.estimate("vector", [phrase.terms for phrase in phrases_of(clause)], number)
            for clause, number in zip(clauses, holders, strict=True)
        ]
        unranked = {
            clause: known.frequent("vector", [phrase.terms for phrase in phrases_of(clause)])
            for clause in others
        }
    return Rarity(
        dict.fromkeys((query.language for query in counted), 0)
        | dict(zip((query.language for query in queries), documents, strict=True)),
        unranked | dict(zip(clauses, holders, strict=True)),
        ranking.LOOKED_AT,
    )


def _counts(
    rows_of: RowsOf,
    tables: Tables,
    languages: Sequence[str],
    clauses: Sequence[Node],
    known: Statistics | None,
    now: float,
) -> tuple[list[int], list[int], Stamp]:
    """Returns how many visible documents have each language and each clause, up to `COUNTED`, and the table's stamp.

    What is by far more frequent than that is not counted: to find all that have it takes longer than all else.
    """
    asked = [language for language in languages if not (known and known.has_many("language", [language]))]
    nodes = [clause for clause in clauses if not (known and known.has_many("vector", _single_terms(clause)))]
    by_language = (
        "(SELECT count(*) FROM (SELECT 1 FROM {} e WHERE e.language = q.value AND "
        + visible(now).text
        + " LIMIT %s) f) FROM unnest(%s::text[])"
    )
    numbered = "WITH ORDINALITY AS q(value, place)"
    statement = Sql(
        f"SELECT 1 AS part, q.place, {by_language.format(tables.entries)} {numbered} UNION ALL"
        f" SELECT 2, q.place, {_BY_TERM.format(tables.entries)} {numbered} UNION ALL"
        " SELECT 3, oid::bigint, greatest(reltuples, 0)::bigint FROM pg_class WHERE oid = %s::regclass"
        " ORDER BY part, place",
        (
            now,
            now,
            terms.COUNTED,
            asked,
            now,
            now,
            terms.COUNTED,
            [render(node) for node in nodes],
            tables.entries,
        ),
    )
    rows = [[int(str(value)) for value in row] for row in rows_of(statement)]
    *found, (_part, table, entries) = rows
    numbers = iter([number for _part, _place, number in found])
    of_language = {language: next(numbers) for language in asked}
    of_clause = {node: next(numbers) for node in nodes}
    return (
        [of_language.get(language, terms.COUNTED) for language in languages],
        [of_clause.get(clause, terms.COUNTED) for clause in clauses],
        Stamp(table, entries),
    )


def _single_terms(clause: Node) -> list[str]:
    """Returns the terms each of which is enough for a clause."""
    return [
        node.terms[0] for node in alternatives_of(clause) if isinstance(node, Phrase) and len(node.terms) == 1
    ]
