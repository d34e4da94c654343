"""Counts how many visible entries have the words of a query, as far as it matters."""

# Names of tables come from `Tables.of`, which checks them; values are always parameters.
# ruff: noqa: S608

from collections.abc import Callable, Sequence

from django.db.backends.utils import CursorWrapper

from search.engines.analysis import clean
from search.engines.expansion import LanguageQuery, Node, phrases_of
from search.engines.postgresql import terms
from search.engines.postgresql.tsquery import render
from search.engines.rarity import Rarity
from search.engines.sql import Sql, Tables, visible

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
    rows_of: Callable[[Sql], Sequence[tuple[object, ...]]],
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
    limited = "(SELECT count(*) FROM (SELECT 1 FROM {} e WHERE {} LIMIT %s) f) FROM unnest(%s::text[])"
    by_language = limited.format(tables.entries, f"e.language = q.value AND {visible(now).text}")
    by_term = _BY_TERM.format(tables.entries)
    numbered = "WITH ORDINALITY AS q(value, place)"
    statement = Sql(
        f"SELECT 1 AS part, q.place, {by_language} {numbered} UNION ALL"
        f" SELECT 2, q.place, {by_term} {numbered} UNION ALL"
        " SELECT 3, 0, greatest(reltuples, 0)::bigint FROM pg_class WHERE oid = %s::regclass ORDER BY part, place",
        (
            now,
            now,
            terms.COUNTED,
            languages,
            now,
            now,
            terms.COUNTED,
            [render(clause) for clause in clauses],
            tables.entries,
        ),
    )
    *found, entries = [int(str(row[2])) for row in rows_of(statement)]
    documents, holders = found[: len(languages)], found[len(languages) :]
    others = list(dict.fromkeys(clause for query in counted for clause in query.wanted))
    unranked = dict.fromkeys(others, 0)
    if max(entries, *documents) >= terms.COUNTED:
        known = _Statistics(cursor, tables)
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
        terms.CANDIDATES,
    )


class _Statistics:
    """What ANALYZE found: how many entries about have each frequent term, and each language."""

    def __init__(self, cursor: CursorWrapper, tables: Tables) -> None:
        cursor.execute(
            "SELECT s.attname, greatest(c.reltuples, 0),"
            " coalesce(s.most_common_elems, s.most_common_vals)::text::text[],"
            " coalesce(s.most_common_elem_freqs, s.most_common_freqs)"
            " FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_stats s"
            " ON s.schemaname = n.nspname AND s.tablename = c.relname WHERE c.oid = %s::regclass"
            " AND s.attname IN ('vector', 'language')"
            " AND coalesce(s.most_common_elems, s.most_common_vals) IS NOT NULL",
            (tables.entries,),
        )
        self._frequent: dict[str, dict[str, float]] = {
            str(column): {element: rows * share for element, share in zip(elements, shares, strict=False)}
            for column, rows, elements, shares in cursor.fetchall()
        }

    def estimate(self, column: str, phrases: Sequence[Sequence[str]], counted: int) -> int:
        """Returns about how many entries have any of the phrases; `counted` itself if the count was complete."""
        if counted < terms.COUNTED:
            return counted
        return max(counted, self.frequent(column, phrases))

    def frequent(self, column: str, phrases: Sequence[Sequence[str]]) -> int:
        """Returns about how many entries have any of the phrases, 0 when none is frequent."""
        frequent = self._frequent.get(column, {})
        return round(sum(min(frequent.get(term, 0.0) for term in phrase) for phrase in phrases))
