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
from search.engines.database import DatabaseEngine, ReadBatch
from search.engines.documents import SearchRequest
from search.engines.expansion import LanguageQuery
from search.engines.postgresql.page import counted_at_once, page_statement, whole_statement
from search.engines.postgresql.tables import FIELDS, definitions, row_of
from search.engines.postgresql.terms import (
    all_of,
    answers,
    count,
    enough,
    rank,
    relaxed_score,
    relaxed_source,
    render,
)
from search.engines.profiles import GROUP_OF, profiles_of
from search.engines.rarity import Rarity
from search.engines.sql import Dialect, Match, Sql, Tables

_PLANNED = "SET LOCAL enable_seqscan = off; SET LOCAL jit = off"
PATIENCE = "2s"
"""How long a job that keeps writers out waits for one that writes: those who come after wait as long."""
_AS_BEFORE = "SET LOCAL enable_seqscan TO DEFAULT; SET LOCAL jit TO DEFAULT"


class PostgreSQLEngine(DatabaseEngine):
    """tsvector and tsquery, both written by us: no text search configuration, no extension.

    PostgreSQL's own stemmers differ with its version, and from the highlighter's: docs/search.md.
    """

    name: ClassVar[str] = "postgresql"
    dialect: ClassVar[Dialect] = Dialect(
        greatest="greatest",
        each_member="CROSS JOIN LATERAL unnest(p.members) v(value)",
        # Two publications may have added the same one.
        profiles="LATERAL (SELECT x.code, x.members FROM {} x WHERE x.code = c.code LIMIT 1)",
        counted=counted_at_once,
    )

    def _definitions(self, tables: Tables) -> Sequence[str]:
        return definitions(tables)

    def _one_at_a_time(self, cursor: CursorWrapper, tables: Tables) -> None:
        # Two processes that create at once would both find nothing, and one would fail.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", (tables.entries,))

    def _keep_writers_out(self, cursor: CursorWrapper, tables: Tables) -> None:
        # A writer writes entries first, and only then looks which profiles are there.
        cursor.execute(f"SET LOCAL lock_timeout = '{PATIENCE}'; LOCK TABLE {tables.entries} IN SHARE MODE")

    def _rows(self, cursor: CursorWrapper, statement: Sql) -> Sequence[tuple[object, ...]]:
        """Tells the planner, for this statement alone, what it cannot know: vectors stand beside the table.

        It would read the small table, and each vector with it, instead of the index; and take what it was forbidden
        for so dear that it compiles the statement first (`jit`), which takes longer than the search.
        """
        if connections[self.alias].settings_dict["OPTIONS"].get("server_side_binding"):
            # Prepared statements come one by one: the planner then knows no better.
            return super()._rows(cursor, statement)
        # One text, one transaction: `SET LOCAL` ends with it, or with its last part inside a longer one.
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
        self, tables: Tables, queries: Sequence[LanguageQuery], relaxed: Rarity | None = None
    ) -> Match:
        wanted = [query for query in queries if query.wanted]
        excluded = dict.fromkeys(render(node) for query in queries for node in query.excluded)
        without = f"!({' | '.join(excluded)})" if excluded else ""
        if not wanted:
            return Match(Sql(f"{tables.entries} e"), (answers(without),) if without else ())
        if relaxed:
            conditions = (enough(wanted), answers(without)) if without else (enough(wanted),)
            return Match(relaxed_source(tables, wanted, relaxed), conditions, relaxed_score(wanted, relaxed))
        # One tsquery with what is excluded: the index answers it without reading a vector.
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
        """Hits and counts by one statement, since finding is most of the work; not where all found is ranked."""
        if relaxed:
            return super()._answer(cursor, tables, queries, filters, request, relaxed)
        hits, counted = (self._restricted(tables, self._match(tables, each), request) for each in queries)
        if not request.facets:
            statement = page_statement(tables, self.dialect, hits, filters, request)
            return Answer.read(self._rows(cursor, statement))
        match = replace(counted, score=hits.score, titled=hits.titled)
        statement = whole_statement(tables, self.dialect, match, filters, request)
        (total, *_), *rows = self._rows(cursor, statement)
        return Answer(
            int(str(total)),
            tuple(hit_row(row[1:7]) for row in rows if row[3] is not None),
            {str(row[1]): int(str(row[0])) for row in rows if row[3] is None},
        )

    def refill(self, index: str, batches: Iterable[ReadBatch]) -> set[str]:
        """As in every database, and tells PostgreSQL at once which words are frequent (`postgresql_terms.count`).

        Until a VACUUM each search reads what waits to be put into the index, and looks whether each row is visible to
        all. Autovacuum would come a minute later. In a transaction none can run, and the words alone are counted.
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
    ) -> Rarity:
        return count(cursor, lambda statement: self._rows(cursor, statement), tables, queries, counted)

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
        # An array of the subquery's rows is made once; `IN (SELECT …)` might be asked for each entry.
        codes = f"ARRAY(SELECT code FROM {tables.profiles} WHERE members && %s::text[])"
        return Sql(f"e.{GROUP_OF[facet]} = ANY({codes})", (members,))
