"""The SQL of one page of results in PostgreSQL, with facets if wanted."""

# Names of tables come from `Tables.of`, which checks them; values are always parameters.
# ruff: noqa: S608

from collections.abc import Mapping

from search.engines.documents import SearchRequest, Sort
from search.engines.name_keys import asked_key
from search.engines.postgresql.tables import NAMES
from search.engines.postgresql.terms import STORED, read_once
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
    named,
    newest_first,
    ordered,
    score_of,
    visible,
)

# How many entries are ranked: all, when no more than FEW have all the words; else the best RANKED candidates, which
# are those of that very name, then those with a word in the title, then the newest. Ranking reads each entry's vector,
# some 20 µs. Of 20,000 entries on "school" nobody knows a better order.
FEW = 1_000
RANKED = 250
# When more than MANY entries are found, counting them takes long enough, so only RANKED_OF_MANY are ranked.
MANY = 10_000
RANKED_OF_MANY = 100

# What decides where an entry stands of which all are ranked, besides its vector.
_SCORED_BY = ("row_id", "id", "date", "visible_from", "names")


def counted_at_once(filters: int) -> str:
    """Returns the SQL that counts `matched` by (failing, code) in one pass, not one for each group of facets.

    Yields rows of (failing, code, entries). Each group has fewer distinct codes than `matched` has rows.
    """
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
    """Returns the statement for a page: rows of (total, id, score, language, title, summary, body).

    A page without a hit is one row with no id. By relevance, only the best candidates are ranked; the entries after
    them follow in the order in which candidates were chosen.
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
        + _page(tables, dialect, match, request)
        + " SELECT (SELECT number FROM total), p.id, p.score, e.language, e.title, e.summary, e.body"
        + " FROM (SELECT 1 AS one) o LEFT JOIN page p ON 1 = 1"
        + f" LEFT JOIN {tables.entries} e ON e.row_id = p.row_id ORDER BY p.place"
    )


def whole_statement(
    tables: Tables,
    dialect: Dialect,
    match: Match,
    filters: Mapping[str, Sql],
    request: SearchRequest,
    *,
    ranks_all: bool = False,
) -> Sql:
    """Returns the statement for all that a search shows: hits and facets. With `ranks_all`, all that pass are ranked.

    Its first row is (total); then one row for each hit, as `page_statement` returns it; then (count, `name=value`) for
    each facet value.
    """
    columns = (*((*_SCORED_BY, STORED) if ranks_all else _columns(match, request)), *GROUPS)
    page = _all_ranked(dialect, match, request) if ranks_all else _page(tables, dialect, match, request)
    # Finding the entries twice by the index, for hits and for facets, takes less time than storing what was found.
    now = request.now.timestamp()
    found = matched_or_failing(match, columns, filters, now, put_by=ranks_all or _reads_vectors(match))
    counted = dialect.counted(len(filters))
    # Each entry is counted once for each group of facets, hence the division.
    total = (
        f"SELECT (coalesce(sum(entries), 0) / {len(GROUPS)})::bigint AS number FROM counted WHERE failing = 0"
    )
    return (
        found
        + f", counted AS MATERIALIZED ({counted}), total AS MATERIALIZED ({total}), "
        + page
        + f", facets AS ({members_counted(tables, dialect, filters)})"
        + " SELECT * FROM (SELECT (SELECT number FROM total), NULL AS id, NULL::float8 AS score, NULL AS language,"
        + " NULL AS title, NULL AS summary, NULL AS body, 0 AS part, 0 AS place"
        + " UNION ALL SELECT 0, p.id, p.score, e.language, e.title, e.summary, e.body, 1, p.place"
        + f" FROM page p JOIN {tables.entries} e ON e.row_id = p.row_id"
        + " UNION ALL SELECT entries, value, NULL, NULL, NULL, NULL, NULL, 2, 0 FROM facets) a ORDER BY part, place"
    )


def _ranked() -> str:
    """Returns SQL for how many entries of `total` are ranked; the same on each page, or pages would repeat hits."""
    return (
        f"(SELECT CASE WHEN number > {MANY} THEN {min(RANKED_OF_MANY, RANKED)} WHEN number > {FEW} THEN {RANKED}"
        f" ELSE {FEW} END FROM total)"
    )


def _reads_vectors(match: Match) -> bool:
    """Returns whether the index is not enough: it has no positions, so phrases are checked by reading vectors."""
    return any("<->" in str(value) for condition in match.conditions for value in condition.params)


def _is_by_date(match: Match, request: SearchRequest) -> bool:
    return request.sort is not Sort.RELEVANCE or match.titled is None


def _columns(match: Match, request: SearchRequest) -> tuple[str, ...]:
    """Returns the columns kept of each entry found: what decides which are ranked, or which of equals comes first."""
    return ("row_id", request.sort.moment, "id" if _is_by_date(match, request) else "names")


def _all_ranked(dialect: Dialect, match: Match, request: SearchRequest) -> Sql:
    """Returns the table expressions from `matched` to `page`, of which each vector is read once."""
    # By the place of its vector, which `matched` has kept: the entry is not looked for again.
    kept = ", ".join(_SCORED_BY)
    passing = Sql(f"(SELECT {kept}, {STORED} AS vector FROM matched WHERE failing = 0) x")
    return (
        Sql(f"scored AS (SELECT e.row_id, e.id, e.{request.sort.moment}, ")
        + score_of(dialect, match, request)
        + " AS score FROM "
        + read_once(_SCORED_BY, passing)
        + "), page AS (SELECT row_id, id, score, row_number() OVER (ORDER BY "
        + ordered(request, "scored")
        + ") AS place FROM scored ORDER BY "
        + ordered(request, "scored")
        + Sql(" LIMIT %s OFFSET %s)", (request.page_size, request.offset))
    )


def _named_or_titled(tables: Tables, titled: Sql, request: SearchRequest) -> Sql:
    """Returns the table expressions up to `first`: of many entries found, those called so or with a word in the title.

    Of few, all are ranked, and none needs to be chosen.
    """
    key = asked_key(request)
    called = f" UNION SELECT row_id FROM {tables.entries} WHERE {NAMES} @> ARRAY[%s]"
    return (
        Sql("titled AS MATERIALIZED (")
        + titled
        + (Sql(called, (key,)) if key else "")
        + "), first AS MATERIALIZED (SELECT m.row_id, m.date,"
        + Sql(" strpos(m.names, %s) = 0 AS unnamed FROM titled t", (key,))
        + f" JOIN matched m ON m.row_id = t.row_id WHERE m.failing = 0 AND (SELECT number FROM total) > {FEW})"
    )


def _page(tables: Tables, dialect: Dialect, match: Match, request: SearchRequest) -> Sql:
    """Returns the table expressions from `matched` to `page` (row_id, id, score, place)."""
    ranked = _ranked()
    bounds = (request.page_size, request.offset)
    if match.titled is None or _is_by_date(match, request):
        by_moment = newest_first(request, "m") if request.sort is Sort.RELEVANCE else ordered(request, "m")
        return (
            Sql("page AS (SELECT m.row_id, m.id, 0.0::float8 AS score, row_number() OVER (ORDER BY ")
            + by_moment
            + ") AS place FROM matched m WHERE m.failing = 0 ORDER BY "
            + by_moment
            + Sql(" LIMIT %s OFFSET %s)", bounds)
        )
    order = "score DESC, rest NULLS FIRST, date DESC NULLS LAST, id"
    most = Sql(f"greatest({ranked}, %s)", (request.offset + request.page_size,))
    return (
        _named_or_titled(tables, match.titled, request)
        + ", chosen AS MATERIALIZED (SELECT c.row_id, row_number() OVER () AS place FROM ("
        + "SELECT x.row_id FROM (SELECT f.row_id, f.date, f.unnamed, 1 AS part FROM first f UNION ALL"
        # What has no word in the title is not even looked for where there are enough that have.
        + " SELECT m.row_id, m.date, true, 2 FROM matched m WHERE m.failing = 0 AND (SELECT count(*) FROM first) < "
        + most
        + " AND NOT EXISTS (SELECT 1 FROM first f WHERE f.row_id = m.row_id)) x"
        + " ORDER BY x.unnamed, x.part, x.date DESC NULLS LAST, x.row_id LIMIT "
        + most
        + ") c)"
        + ", scored AS (SELECT e.row_id, e.id, e.date,"
        + f" CASE WHEN c.place > {ranked} THEN c.place END AS rest, CASE WHEN c.place > {ranked} THEN -1 ELSE ("
        + match.score
        + ") * ("
        + lift(dialect, request.now.timestamp())
        + ") * "
        + named(dialect, request)
        + f" END AS score FROM chosen c JOIN {tables.entries} e ON e.row_id = c.row_id)"
        + f", page AS (SELECT row_id, id, score, row_number() OVER (ORDER BY {order}) AS place FROM scored"
        + Sql(f" ORDER BY {order} LIMIT %s OFFSET %s)", bounds)
    )
