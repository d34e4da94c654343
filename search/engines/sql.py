"""SQL fragments with parameters, and the statements that all databases share."""

# Names of tables come from `Tables.of`, which checks them; values are always parameters.
# ruff: noqa: S608

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from . import ranking
from .documents import SearchRequest, Sort
from .errors import InvalidIndexName
from .name_keys import asked_key
from .profiles import GROUPS

SqlValue = str | int | float | None | list[str]

_INDEX_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")


@dataclass(frozen=True)
class Sql:
    """A piece of SQL and the parameters of its placeholders, in order."""

    text: str
    params: tuple[SqlValue, ...] = ()

    def __add__(self, other: "Sql | str") -> "Sql":
        """Returns both pieces, one after the other."""
        if isinstance(other, str):
            return Sql(self.text + other, self.params)
        return Sql(self.text + other.text, self.params + other.params)


def join(separator: str, pieces: Iterable[Sql]) -> Sql:
    """Returns the pieces with `separator` between them."""
    listed = list(pieces)
    return Sql(
        separator.join(piece.text for piece in listed), tuple(p for piece in listed for p in piece.params)
    )


@dataclass(frozen=True)
class Tables:
    """The names of an index's tables. They are safe to put into SQL, since the index's name was checked."""

    entries: str
    terms: str
    words: str
    profiles: str

    @classmethod
    def of(cls, index: str) -> "Tables":
        """Returns the names of the tables of `index`. Raises `InvalidIndexName`."""
        if not _INDEX_NAME.fullmatch(index):
            raise InvalidIndexName(
                f"{index!r} is no name for an index: a-z, then a-z, 0-9 and _, 40 at most."
            )
        entries = f"searchindex_{index}"
        return cls(entries, f"{entries}_terms", f"{entries}_words", f"{entries}_profiles")


@dataclass(frozen=True)
class Match:
    """How a database finds the documents of a query.

    `source` is a FROM clause in which `e` is the table of entries; `conditions` must all hold; `score` is an
    expression. `complete` is the condition that an entry has all words, where some are enough. `titled` selects the
    `row_id`s of entries with words of the query in their title, for an engine that ranks only the best candidates.
    """

    source: Sql
    conditions: tuple[Sql, ...]
    score: Sql = Sql("0.0")
    titled: Sql | None = None
    complete: Sql | None = None


def counted_one_by_one(_filters: int) -> str:
    """Returns the SQL that counts `matched` by (failing, code), in one pass for each group of facets."""
    return " UNION ALL ".join(
        f"SELECT failing, {group} AS code, count(*) AS entries FROM matched WHERE fails < 2 GROUP BY failing, {group}"
        for group in GROUPS
    )


@dataclass(frozen=True)
class Dialect:
    """The SQL in which the databases differ.

    `greatest` is the function for the larger of two numbers, `place` that for the place of a text in another, 0 if
    it is not in it. `each_member` joins the array `p.members` as `v(value)`.
    `profiles` is the table of profiles with each profile once. `counted` takes the number of filters and returns the
    SQL that counts `matched` by (failing, code).
    """

    greatest: str
    place: str
    each_member: str
    profiles: str = "{}"
    counted: Callable[[int], str] = counted_one_by_one


def visible(now: float) -> Sql:
    """Returns the condition that an entry is visible at `now` (seconds since 1970)."""
    return Sql(
        "(e.visible_from IS NULL OR e.visible_from <= %s)"
        " AND (e.visible_until IS NULL OR e.visible_until > %s)",
        (now, now),
    )


def lift(dialect: Dialect, now: float) -> Sql:
    """Returns the factor by which recent entries score more at `now` (seconds since 1970); see `ranking`."""
    return Sql(
        "CASE WHEN e.date IS NULL THEN 1.0 ELSE "
        f"1.0 + {ranking.recency_lift()} / (1.0 + {dialect.greatest}(%s - e.date, 0.0)"
        f" / {ranking.recency_half_life()}) END",
        (now,),
    )


def named(dialect: Dialect, request: SearchRequest) -> Sql:
    """Returns the factor by which an entry scores more if one of its names is exactly what was typed; see `ranking`."""
    key = asked_key(request)
    if not key:
        return Sql("1.0")
    return Sql(f"CASE WHEN {dialect.place}(e.names, %s) > 0 THEN {ranking.NAMED} ELSE 1.0 END", (key,))


def score_of(dialect: Dialect, match: Match, request: SearchRequest) -> Sql:
    """Returns the expression of an entry's score; by date, nothing is scored."""
    if request.sort is not Sort.RELEVANCE:
        return Sql("0.0")
    lifted = lift(dialect, request.now.timestamp())
    score = Sql("(") + match.score + ") * (" + lifted + ") * " + named(dialect, request)
    if match.complete:
        score += Sql(" + CASE WHEN ") + match.complete + f" THEN {ranking.COMPLETE} ELSE 0.0 END"
    return score


def page_statement(
    tables: Tables, dialect: Dialect, match: Match, filters: Mapping[str, Sql], request: SearchRequest
) -> Sql:
    """Returns the statement for the hits of a page, each with the total; an empty page is one row without id."""
    now = request.now.timestamp()
    where = join(" AND ", [*match.conditions, visible(now), *filters.values()])
    return (
        Sql(f"WITH matched AS MATERIALIZED (SELECT e.row_id, e.id, e.{request.sort.moment}, ")
        + score_of(dialect, match, request)
        + " AS score FROM "
        + match.source
        + " WHERE "
        + where
        + "), page AS (SELECT * FROM matched ORDER BY "
        + ordered(request, "matched")
        + Sql(" LIMIT %s OFFSET %s)", (request.page_size, request.offset))
        + " SELECT (SELECT count(*) FROM matched), p.id, p.score, e.language, e.title, e.summary, e.body"
        + " FROM (SELECT 1 AS one) o LEFT JOIN page p ON 1 = 1"
        + f" LEFT JOIN {tables.entries} e ON e.row_id = p.row_id"
        + " ORDER BY "
        + ordered(request, "p")
    )


def ordered(request: SearchRequest, table: str) -> Sql:
    """Returns the order of hits: by `table.score`, or by a moment.

    By date, what is coming is first, the soonest before all; then what is past, the newest first.
    """
    newest = newest_first(request, table)
    if request.sort is Sort.RELEVANCE:
        return Sql(f"{table}.score DESC, ") + newest
    if request.sort is Sort.DATE:
        coming = f"CASE WHEN {table}.date >= %s THEN {table}.date END NULLS LAST, "
        return Sql(coming, (request.now.timestamp(),)) + newest
    return newest


def newest_first(request: SearchRequest, table: str) -> Sql:
    """Returns the order of hits that are worth the same: the newest first, then the smaller id."""
    return Sql(f"{table}.{request.sort.moment} DESC NULLS LAST, {table}.id")


def facets_statement(
    tables: Tables, dialect: Dialect, match: Match, filters: Mapping[str, Sql], now: float
) -> Sql:
    """Returns the statement that counts facet values: (`name=value`, count). Each facet ignores its own filter."""
    matched = matched_or_failing(match, GROUPS, filters, now)
    counted = dialect.counted(len(filters))
    return matched + f", counted AS MATERIALIZED ({counted}) {members_counted(tables, dialect, filters)}"


def matched_or_failing(
    match: Match, columns: Iterable[str], filters: Mapping[str, Sql], now: float, *, put_by: bool = True
) -> Sql:
    """Returns the table expression `matched`: all entries found before filtering, with the columns of `failures`.

    With `put_by`, the database stores its rows for all uses; else each use finds them again.
    """
    fails, failing = failures(filters)
    kept = "MATERIALIZED" if put_by else "NOT MATERIALIZED"
    return (
        Sql(f"WITH matched AS {kept} (SELECT {', '.join(f'e.{column}' for column in columns)}, ")
        + fails
        + " AS fails, "
        + failing
        + " AS failing FROM "
        + match.source
        + " WHERE "
        + join(" AND ", [*match.conditions, visible(now)])
        + ")"
    )


def failures(filters: Mapping[str, Sql]) -> tuple[Sql, Sql]:
    """Returns two expressions: how many filters an entry fails, and the number of the first it fails (from 1, or 0).

    An entry counts for a facet when it fails no filter, or only the filter of that facet. With a single filter, the
    first expression is always 0, since the second says all.
    """
    several = filters.values() if len(filters) > 1 else ()
    count = join(" + ", [Sql("0"), *(Sql("CASE WHEN ") + test + " THEN 0 ELSE 1 END" for test in several)])
    tests = enumerate(filters.values(), 1)
    each = join("", (Sql(" WHEN NOT (") + test + f") THEN {place}" for place, test in tests))
    return count, Sql("CASE") + each + " ELSE 0 END"


def members_counted(tables: Tables, dialect: Dialect, filters: Mapping[str, Sql]) -> str:
    """Returns SQL that splits the profiles in `counted` into rows of (`name=value`, entries)."""
    names = "".join(f" WHEN {place} THEN '{name}='" for place, name in enumerate(filters, 1))
    counts_for = f"CASE c.failing{names} ELSE '' END"
    return (
        "SELECT v.value AS value, sum(c.entries) AS entries FROM counted c"
        f" JOIN {dialect.profiles.format(tables.profiles)} p ON p.code = c.code {dialect.each_member}"
        f" WHERE substr(v.value, 1, length({counts_for})) = {counts_for} GROUP BY v.value"
    )


def unused_profiles(tables: Tables) -> tuple[str, str]:
    """Returns two statements: one that counts the profiles that no entry has, one that deletes them."""
    used = " UNION ".join(f"SELECT {group} AS code FROM {tables.entries}" for group in GROUPS)
    unused = f"{tables.profiles} p LEFT JOIN ({used}) u ON u.code = p.code WHERE u.code IS NULL"
    return (
        f"SELECT count(*) FROM {unused}",
        f"DELETE FROM {tables.profiles} WHERE code IN (SELECT p.code FROM {unused})",
    )


def suggest_statement(match: Match, language_test: Sql, now: float, limit: int) -> Sql:
    """Returns the statement for titles that match: the newest of each kind, then the second of each, and so on.

    Otherwise a hundred articles on a word would hide the only event on it.
    """
    where = join(" AND ", [*match.conditions, visible(now), language_test])
    newest = "ORDER BY e.date DESC NULLS LAST, e.id"
    return (
        Sql(
            "SELECT id, title, kind, url FROM (SELECT e.id, e.title, e.kind, e.url, e.date,"
            f" row_number() OVER (PARTITION BY e.kind {newest}) AS place FROM "
        )
        + match.source
        + " WHERE "
        + where
        + Sql(") found ORDER BY place, date DESC NULLS LAST, id LIMIT %s", (limit,))
    )


def exists_statement(match: Match, filters: Mapping[str, Sql], now: float) -> Sql:
    """Returns the statement that finds one row when anything visible matches, else none."""
    where = join(" AND ", [*match.conditions, visible(now), *filters.values()])
    return Sql("SELECT 1 FROM ") + match.source + " WHERE " + where + " LIMIT 1"


def count_statement(match: Match, filters: Mapping[str, Sql], now: float, most: int) -> Sql:
    """Returns the statement that counts what is visible and matches, up to `most`."""
    where = join(" AND ", [*match.conditions, visible(now), *filters.values()])
    return (
        Sql("SELECT count(*) FROM (SELECT 1 FROM ")
        + match.source
        + " WHERE "
        + where
        + Sql(" LIMIT %s) f", (most,))
    )


def among_statement(match: Match, ids: Sequence[str], now: float) -> Sql:
    """Returns the statement for which of some documents are visible and match."""
    chosen = Sql(f"e.id IN ({placeholders(ids)})", tuple(ids))
    where = join(" AND ", [*match.conditions, visible(now), chosen])
    return Sql("SELECT e.id FROM ") + match.source + " WHERE " + where


def placeholders(values: Sequence[object]) -> str:
    """Returns `%s, %s, %s` for an IN list of as many values."""
    return ", ".join(["%s"] * len(values))
