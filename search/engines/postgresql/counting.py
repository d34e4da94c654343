"""Counts how many visible entries have the words of a query, as far as it matters."""

# Names of tables come from `Tables.of`, which checks them; values are always parameters.
# ruff: noqa: S608

from collections.abc import Callable, Collection, Sequence

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
        phrases = [phrase for clause in dict.fromkeys((*clauses, *others)) for phrase in phrases_of(clause)]
        known = _Statistics(
            cursor, tables, {*languages, *(term for phrase in phrases for term in phrase.terms)}
        )
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
    """What ANALYZE found: how many entries about have each of some terms and languages that are frequent."""

    def __init__(self, cursor: CursorWrapper, tables: Tables, elements: Collection[str]) -> None:
        # The last numbers of an array's frequencies are of no element.
        cursor.execute(
            "SELECT s.attname, u.element, greatest(c.reltuples, 0)::float8 * u.share"
            " FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_stats s"
            " ON s.schemaname = n.nspname AND s.tablename = c.relname CROSS JOIN LATERAL"
            " unnest(coalesce(s.most_common_elems, s.most_common_vals)::text::text[],"
            " coalesce(s.most_common_elem_freqs, s.most_common_freqs)) u(element, share)"
            " WHERE c.oid = %s::regclass AND s.attname IN ('vector', 'language') AND u.element = ANY(%s::text[])",
            (tables.entries, list(elements)),
        )
        self._frequent: dict[str, dict[str, float]] = {}
        for column, element, entries in cursor.fetchall():
            self._frequent.setdefault(str(column), {})[str(element)] = float(entries)

    def estimate(self, column: str, phrases: Sequence[Sequence[str]], counted: int) -> int:
        """Returns about how many entries have any of the phrases; `counted` itself if the count was complete."""
        if counted < terms.COUNTED:
            return counted
        return max(counted, self.frequent(column, phrases))

    def frequent(self, column: str, phrases: Sequence[Sequence[str]]) -> int:
        """Returns about how many entries have any of the phrases, 0 when none is frequent."""
        frequent = self._frequent.get(column, {})
        return round(sum(min(frequent.get(term, 0.0) for term in phrase) for phrase in phrases))
