"""The SQL of one page of results in PostgreSQL, with facets if wanted."""

# Names of tables come from `Tables.of`, which checks them; values are always parameters.
# ruff: noqa: S608

from collections.abc import Mapping

from search.engines.documents import SearchRequest, Sort
from search.engines.profiles import GROUPS
from search.engines.sql import (
    Dialect,
    Match,
    Sql,
    Tables,
    join,
    lift,
    matched_or_failing,
    members_counted,
    visible,
)

# Ranking reads the vector of each entry, some 20 µs. All are ranked where a few have all the words; of more, so many:
# those that have a word in the title, then the newest. Of 20,000 entries on "school" nobody knows a better order.
FEW = 1_000
RANKED = 250
# Fewer still of more than so many, which take long enough to be counted.
MANY = 10_000
RANKED_OF_MANY = 100


def counted_at_once(filters: int) -> str:
    """Once through `matched`, not once a group; (failing, code, entries), by fewer keys than rows of that."""
    each = ", ".join(f"count(*) FILTER (WHERE failing = {place}) AS n{place}" for place in range(filters + 1))
    rows = ", ".join(f"({place}, n{place})" for place in range(filters + 1))
    return (
        f"SELECT f.failing, g.code, f.entries FROM (SELECT coalesce({', '.join(GROUPS)}) AS code, {each}"
        f" FROM matched WHERE fails < 2 GROUP BY GROUPING SETS ({', '.join(f'({group})' for group in GROUPS)})) g"
        f" CROSS JOIN LATERAL (VALUES {rows}) AS f(failing, entries) WHERE f.entries > 0"
    )


def page_statement(
    tables: Tables, dialect: Dialect, match: Match, filters: Mapping[str, Sql], request: SearchRequest
) -> Sql:
    """The hits of a page: (total, id, score, language, title, summary, body), or one row without hit.

    By relevance, the best candidates are ranked; what comes after them is in the order in which they were chosen.
    """
    now = request.now.timestamp()
    return (
        Sql("WITH matched AS MATERIALIZED (SELECT ")
        + ", ".join(f"e.{column}" for column in _columns(match, request))
        + ", 0 AS failing FROM "
        + match.source
        + " WHERE "
        + join(" AND ", [*match.conditions, visible(now), *filters.values()])
        + "), total AS MATERIALIZED (SELECT count(*) AS number FROM matched), "
        + _page(tables, dialect, match, request, _ranked())
        + " SELECT (SELECT number FROM total), p.id, p.score, e.language, e.title, e.summary, e.body"
        + " FROM (SELECT 1 AS one) o LEFT JOIN page p ON 1 = 1"
        + f" LEFT JOIN {tables.entries} e ON e.row_id = p.row_id ORDER BY p.place"
    )


def whole_statement(
    tables: Tables, dialect: Dialect, match: Match, filters: Mapping[str, Sql], request: SearchRequest
) -> Sql:
    """All that a search shows: hits and facets.

    First (total), then as many rows as `page_statement` has hits, then (count, `name=value`) of each facet value.
    """
    columns = (*_columns(match, request), *GROUPS)
    # To find again takes less time than to put by what was found: twice through the index, for hits and for facets.
    now = request.now.timestamp()
    found = matched_or_failing(match, columns, filters, now, put_by=_reads_vectors(match))
    counted = dialect.counted(len(filters))
    # Each entry that is found is counted once a group.
    total = (
        f"SELECT (coalesce(sum(entries), 0) / {len(GROUPS)})::bigint AS number FROM counted WHERE failing = 0"
    )
    return (
        found
        + f", counted AS MATERIALIZED ({counted}), total AS MATERIALIZED ({total}), "
        + _page(tables, dialect, match, request, _ranked())
        + f", facets AS ({members_counted(tables, dialect, filters)})"
        + " SELECT * FROM (SELECT (SELECT number FROM total), NULL AS id, NULL::float8 AS score, NULL AS language,"
        + " NULL AS title, NULL AS summary, NULL AS body, 0 AS part, 0 AS place"
        + " UNION ALL SELECT 0, p.id, p.score, e.language, e.title, e.summary, e.body, 1, p.place"
        + f" FROM page p JOIN {tables.entries} e ON e.row_id = p.row_id"
        + " UNION ALL SELECT entries, value, NULL, NULL, NULL, NULL, NULL, 2, 0 FROM facets) a ORDER BY part, place"
    )


def _ranked() -> str:
    """How many are ranked of `total`: the same on each page, or one would show what another did."""
    return (
        f"(SELECT CASE WHEN number > {MANY} THEN {min(RANKED_OF_MANY, RANKED)} WHEN number > {FEW} THEN {RANKED}"
        f" ELSE {FEW} END FROM total)"
    )


def _reads_vectors(match: Match) -> bool:
    """Whether the index alone does not tell: it knows no places of words, so that phrases are looked for in vectors."""
    return any("<->" in str(value) for condition in match.conditions for value in condition.params)


def _is_by_date(match: Match, request: SearchRequest) -> bool:
    return request.sort is not Sort.RELEVANCE or match.titled is None


def _columns(match: Match, request: SearchRequest) -> tuple[str, ...]:
    """What is kept of all that is found. By date the id decides between equals, and no row is looked up again."""
    return ("row_id", request.sort.moment, *(("id",) if _is_by_date(match, request) else ()))


def _page(tables: Tables, dialect: Dialect, match: Match, request: SearchRequest, ranked: str) -> Sql:
    """Common table expressions from `matched` to `page` (row_id, id, score, place); `ranked` is how many are ranked."""
    bounds = (request.page_size, request.offset)
    if match.titled is None or _is_by_date(match, request):
        order = f"m.{request.sort.moment} DESC NULLS LAST, m.id"
        return (
            Sql("page AS (SELECT m.row_id, m.id, 0.0::float8 AS score,")
            + f" row_number() OVER (ORDER BY {order}) AS place FROM matched m WHERE m.failing = 0"
            + Sql(f" ORDER BY {order} LIMIT %s OFFSET %s)", bounds)
        )
    order = "score DESC, rest NULLS FIRST, date DESC NULLS LAST, id"
    return (
        Sql("titled AS MATERIALIZED (")
        + match.titled
        + "), chosen AS MATERIALIZED (SELECT m.row_id, row_number() OVER () AS place FROM ("
        + "SELECT m.row_id FROM matched m LEFT JOIN titled t ON t.row_id = m.row_id WHERE m.failing = 0"
        + " ORDER BY t.row_id IS NULL, m.date DESC NULLS LAST, m.row_id"
        + Sql(f" LIMIT greatest({ranked}, %s)) m)", (request.offset + request.page_size,))
        + ", scored AS (SELECT e.row_id, e.id, e.date,"
        + f" CASE WHEN c.place > {ranked} THEN c.place END AS rest, CASE WHEN c.place > {ranked} THEN -1 ELSE ("
        + match.score
        + ") * ("
        + lift(dialect, request.now.timestamp())
        + f") END AS score FROM chosen c JOIN {tables.entries} e ON e.row_id = c.row_id)"
        + f", page AS (SELECT row_id, id, score, row_number() OVER (ORDER BY {order}) AS place FROM scored"
        + Sql(f" ORDER BY {order} LIMIT %s OFFSET %s)", bounds)
    )
