"""The search engine in PostgreSQL: a tsvector of the project's own terms, and its GIN index."""

# Names of tables come from `Tables.of`, which checks them; values are always parameters.
# ruff: noqa: S608

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import ClassVar

from django.db import connections
from django.db.backends.utils import CursorWrapper

from search.engines.analysis import AnalysedDocument, clean
from search.engines.answers import Answer, hit_row
from search.engines.candidates import Relaxed
from search.engines.database import DatabaseEngine
from search.engines.documents import SearchRequest
from search.engines.expansion import LanguageQuery, Node
from search.engines.postgresql.counting import count, holders_statement
from search.engines.postgresql.page import counted_at_once, page_statement, whole_statement
from search.engines.postgresql.tables import FIELDS, definitions, row_of
from search.engines.postgresql.terms import complete, enough, rank, relaxed_score, relaxed_source
from search.engines.postgresql.tsquery import all_of, answers, render
from search.engines.profiles import GROUP_OF, profiles_of
from search.engines.rarity import Rarity
from search.engines.sql import Dialect, Match, Sql, Tables
from search.engines.writing import ReadBatch

_PLANNED = "SET LOCAL enable_seqscan = off; SET LOCAL jit = off"
PATIENCE = "2s"
"""How long a job that locks out writers waits for a writer to end. Writers that come after it wait as long."""
_AS_BEFORE = "SET LOCAL enable_seqscan TO DEFAULT; SET LOCAL jit TO DEFAULT"


class PostgreSQLEngine(DatabaseEngine):
    """The engine in PostgreSQL. It writes tsvector and tsquery itself: no text search configuration, no extension.

    PostgreSQL's own stemmers change with its version, and differ from the highlighter's: docs/search.md.
    """

    name: ClassVar[str] = "postgresql"
    dialect: ClassVar[Dialect] = Dialect(
        greatest="greatest",
        place="strpos",
        each_member="CROSS JOIN LATERAL unnest(p.members) v(value)",
        # The table may hold a profile twice, since two publications may have added it at once.
        profiles="LATERAL (SELECT x.code, x.members FROM {} x WHERE x.code = c.code LIMIT 1)",
        counted=counted_at_once,
    )

    def _definitions(self, tables: Tables) -> Sequence[str]:
        return definitions(tables)

    def _one_at_a_time(self, cursor: CursorWrapper, tables: Tables) -> None:
        # Without this lock, two processes that create at once would both find no table, and one would fail.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", (tables.entries,))

    def _keep_writers_out(self, cursor: CursorWrapper, tables: Tables) -> None:
        # Locking entries is enough: a writer writes them first, and only then checks which profiles exist.
        cursor.execute(f"SET LOCAL lock_timeout = '{PATIENCE}'; LOCK TABLE {tables.entries} IN SHARE MODE")

    def _rows(self, cursor: CursorWrapper, statement: Sql) -> Sequence[tuple[object, ...]]:
        """Runs the statement with sequential scans and JIT off, for this statement alone.

        The planner does not know that vectors are stored beside the table (TOAST). It would scan the small table, and
        read each vector with it, instead of using the index. And since it takes what it was forbidden to be very
        costly, it would compile the statement first (`jit`), which takes longer than the search.
        """
        if connections[self.alias].settings_dict["OPTIONS"].get("server_side_binding"):
            # With server-side binding, only one statement may be sent at a time: the planner then gets no hints.
            return super()._rows(cursor, statement)
        # Statements sent as one text run in one transaction: outside of a longer one, `SET LOCAL` ends with it. Inside
        # a longer one, the last part resets it.
        cursor.execute(f"{_PLANNED}; {statement.text}; {_AS_BEFORE}", statement.params)
        for _ in range(_PLANNED.count(";") + 1):
            cursor.nextset()
        found: list[tuple[object, ...]] = cursor.fetchall()
        return found

    def _write(self, cursor: CursorWrapper, tables: Tables, documents: Sequence[AnalysedDocument]) -> None:
        replaced = ", ".join(f"{name} = excluded.{name}" for name in FIELDS)
        values = ", ".join(["%s"] * (len(FIELDS) - 1) + ["%s::tsvector"] * 2)
        cursor.executemany(
            f"INSERT INTO {tables.entries} (id, {', '.join(FIELDS)}) VALUES ({values})"
            f" ON CONFLICT (id) DO UPDATE SET {replaced}",
            [row_of(entry) for entry in documents],
        )
        profiles = profiles_of(entry.document for entry in documents)
        cursor.executemany(
            f"INSERT INTO {tables.profiles} (code, members) SELECT %s, %s::text[]"
            f" WHERE NOT EXISTS (SELECT 1 FROM {tables.profiles} WHERE code = %s)",
            [(code, list(members), code) for code, members in profiles.items()],
        )

    def _delete(self, cursor: CursorWrapper, tables: Tables, ids: Sequence[str]) -> None:
        cursor.execute(f"DELETE FROM {tables.entries} WHERE id = ANY(%s::text[])", (list(ids),))

    def _learn(self, cursor: CursorWrapper, tables: Tables, words: Sequence[tuple[str, str, str]]) -> None:
        cursor.execute(
            f"INSERT INTO {tables.words} (language, word, spelling)"
            " SELECT n.language, n.word, n.spelling"
            " FROM unnest(%s::text[], %s::text[], %s::text[]) AS n(language, word, spelling)"
            f" WHERE NOT EXISTS (SELECT 1 FROM {tables.words} w"
            " WHERE w.language = n.language AND w.word = n.word)",
            [[word[column] for word in words] for column in range(3)],
        )

    def _match(
        self, tables: Tables, queries: Sequence[LanguageQuery], relaxed: Relaxed | None = None
    ) -> Match:
        wanted = [query for query in queries if query.wanted]
        excluded = dict.fromkeys(render(node) for query in queries for node in query.excluded)
        without = f"!({' | '.join(excluded)})" if excluded else ""
        if not wanted:
            return Match(Sql(f"{tables.entries} e"), (answers(without),) if without else ())
        if relaxed:
            conditions = (enough(wanted), answers(without)) if without else (enough(wanted),)
            source, score = relaxed_source(tables, wanted, relaxed), relaxed_score(wanted, relaxed.rarity)
            return Match(source, conditions, score, complete=complete(wanted, relaxed.rarity))
        # Wanted and excluded words form one tsquery: so the index answers it without reading a vector.
        text = " | ".join(all_of(query.wanted) for query in wanted)
        condition = answers(f"({text}) & {without}" if without else text)
        clauses = dict.fromkeys(render(node) for query in wanted for node in query.wanted)
        any_of = " | ".join(clauses)
        titled = Sql(f"SELECT row_id FROM {tables.entries} WHERE titles @@ %s::tsquery", (any_of,))
        return Match(Sql(f"{tables.entries} e"), (condition,), rank(any_of), titled)

    def _answer(
        self,
        cursor: CursorWrapper,
        tables: Tables,
        queries: tuple[Sequence[LanguageQuery], Sequence[LanguageQuery]],
        filters: Mapping[str, Sql],
        request: SearchRequest,
        relaxed: Rarity | None = None,
    ) -> Answer:
        """Returns hits and facet counts with one statement: finding entries takes most of the time of a search."""
        if relaxed and not request.facets:
            return super()._answer(cursor, tables, queries, filters, request, relaxed)
        # Candidates that are counted are those of the hits, and more.
        asked = self._relaxed(tables, relaxed, filters, request, counted=True)
        hits, counted = (
            self._restricted(tables, self._match(tables, each, asked), request) for each in queries
        )
        if not request.facets:
            statement = page_statement(tables, self.dialect, hits, filters, request)
            return Answer.from_rows(self._rows(cursor, statement))
        match = replace(counted, score=hits.score, titled=hits.titled, complete=hits.complete)
        statement = whole_statement(
            tables, self.dialect, match, filters, request, ranks_all=relaxed is not None
        )
        (total, *_), *rows = self._rows(cursor, statement)
        return Answer(
            int(str(total)),
            tuple(hit_row(row[1:7]) for row in rows if row[3] is not None),
            {str(row[1]): int(str(row[0])) for row in rows if row[3] is None},
        )

    def refill(self, index: str, batches: Iterable[ReadBatch]) -> set[str]:
        """Refills as in every database, then runs VACUUM ANALYZE on the entries.

        ANALYZE tells which words are frequent (`postgresql.terms.count`). Until a VACUUM, each search also reads the
        entries that wait to be put into the index, and checks whether each row is visible to all; autovacuum would
        come a minute later. Within a transaction, where VACUUM is not allowed, only ANALYZE runs.
        """
        left = super().refill(index, batches)
        with self._reading(index) as (cursor, tables):
            cleans = "" if connections[self.alias].in_atomic_block else "VACUUM "
            cursor.execute(f"{cleans}ANALYZE {tables.entries}")
        return left

    def _rarity(
        self,
        cursor: CursorWrapper,
        tables: Tables,
        queries: Sequence[LanguageQuery],
        counted: Sequence[LanguageQuery],
        now: float,
    ) -> Rarity:
        return count(cursor, lambda statement: self._rows(cursor, statement), tables, queries, counted, now)

    def _holders(
        self, cursor: CursorWrapper, tables: Tables, nodes: Sequence[Node], now: float
    ) -> Mapping[Node, int]:
        rows = self._rows(cursor, holders_statement(tables, nodes, now))
        return {node: int(str(number)) for node, (number,) in zip(nodes, rows, strict=True)}

    def _match_titles(self, tables: Tables, query: LanguageQuery) -> Match:
        wanted = Sql("e.titles @@ %s::tsquery", (all_of(query.wanted),))
        return Match(Sql(f"{tables.entries} e"), (wanted,))

    def _without(self, tables: Tables, request: SearchRequest) -> tuple[Sql, ...]:
        without: list[Sql] = []
        if request.without_clusters:
            without.append(Sql("NOT ") + self._has_any(tables, "cluster", request.without_clusters))
        if request.without_ids:
            ids = [clean(identifier) for identifier in request.without_ids]
            without.append(Sql("e.id <> ALL(%s::text[])", (ids,)))
        return tuple(without)

    def _has_any(self, tables: Tables, facet: str, values: Sequence[str]) -> Sql:
        cleaned = [clean(value) for value in values]
        if facet == "language":
            return Sql("e.language = ANY(%s::text[])", (cleaned,))
        members = [f"{facet}={value}" for value in cleaned]
        # ARRAY(...) runs the subquery once; `IN (SELECT …)` might run it for each entry.
        codes = f"ARRAY(SELECT code FROM {tables.profiles} WHERE members && %s::text[])"
        return Sql(f"e.{GROUP_OF[facet]} = ANY({codes})", (members,))
