"""The search engine in SQLite: FTS5 over terms made by the project's own analysis."""

# Names of tables come from `Tables.of`, which checks them; values are always parameters.
# ruff: noqa: S608

import json
from collections.abc import Mapping, Sequence
from typing import ClassVar

from django.db.backends.utils import CursorWrapper

from search.engines.analysis import AnalysedDocument, FieldTerms, clean
from search.engines.candidates import Relaxed
from search.engines.database import DatabaseEngine
from search.engines.documents import SearchRequest
from search.engines.expansion import LanguageQuery, Node
from search.engines.name_keys import keys_of
from search.engines.profiles import GROUP_OF, GROUPS, codes_of, profiles_of
from search.engines.rarity import Rarity
from search.engines.sql import Dialect, Match, Sql, SqlValue, Tables, join, placeholders
from search.engines.sqlite.terms import COLUMNS, all_of, count, relaxed_source, render, visible_holders
from search.engines.storage import VERSION_COLUMN

_TEXTS = ("id", "language", "title", "summary", "body", "kind", "url")
_FIELDS = (*_TEXTS, "date", "visible_from", "visible_until", *GROUPS, "names")


class SQLiteEngine(DatabaseEngine):
    """The engine in SQLite, with FTS5.

    FTS5's tokenizer only splits at spaces: our own analysis has already made words, stems and folding.
    """

    name: ClassVar[str] = "sqlite"
    dialect: ClassVar[Dialect] = Dialect(
        greatest="max", place="instr", each_member="CROSS JOIN json_each(p.members) v"
    )

    def _definitions(self, tables: Tables) -> Sequence[str]:
        return (
            (
                f"CREATE TABLE IF NOT EXISTS {tables.entries}"
                # Long texts come last: SQLite reads through them to reach any column behind them.
                " (row_id INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, language TEXT NOT NULL, kind TEXT NOT NULL,"
                " date REAL, visible_from REAL, visible_until REAL, nature INTEGER NOT NULL, origin INTEGER NOT NULL,"
                " subject INTEGER NOT NULL, period INTEGER NOT NULL, names TEXT NOT NULL, url TEXT NOT NULL,"
                f" {VERSION_COLUMN} INTEGER, title TEXT NOT NULL,"
                " summary TEXT NOT NULL, body TEXT NOT NULL)"
            ),
            (
                f"CREATE VIRTUAL TABLE IF NOT EXISTS {tables.terms} USING fts5"
                f"({', '.join(COLUMNS)}, tokenize = \"ascii tokenchars '_='\")"
            ),
            (
                f"CREATE TABLE IF NOT EXISTS {tables.words}"
                " (language TEXT NOT NULL, word TEXT NOT NULL, spelling TEXT NOT NULL)"
            ),
            f"CREATE INDEX IF NOT EXISTS {tables.words}_word ON {tables.words} (language, word)",
            f"CREATE TABLE IF NOT EXISTS {tables.profiles} (code INTEGER PRIMARY KEY, members TEXT NOT NULL)",
            f"CREATE INDEX IF NOT EXISTS {tables.entries}_language ON {tables.entries} (language)",
        )

    def _write(self, cursor: CursorWrapper, tables: Tables, documents: Sequence[AnalysedDocument]) -> None:
        self._delete(cursor, tables, [clean(entry.document.id) for entry in documents])
        cursor.executemany(
            f"INSERT INTO {tables.entries} ({', '.join(_FIELDS)}) VALUES ({placeholders(_FIELDS)})",
            [_row(entry) for entry in documents],
        )
        cursor.executemany(
            f"INSERT OR IGNORE INTO {tables.profiles} (code, members) VALUES (%s, %s)",
            [
                (code, _json(list(members)))
                for code, members in profiles_of(entry.document for entry in documents).items()
            ],
        )
        cursor.executemany(
            f"INSERT INTO {tables.terms} (rowid, {', '.join(COLUMNS)})"
            f" VALUES ((SELECT row_id FROM {tables.entries} WHERE id = %s), %s, %s, %s, %s, %s, %s)",
            [(clean(entry.document.id), *_term_columns(entry)) for entry in documents],
        )

    def _delete(self, cursor: CursorWrapper, tables: Tables, ids: Sequence[str]) -> None:
        chosen = f"FROM {tables.entries} WHERE id IN ({placeholders(ids)})"
        cursor.execute(f"DELETE FROM {tables.terms} WHERE rowid IN (SELECT row_id {chosen})", ids)
        cursor.execute(f"DELETE {chosen}", ids)

    def _learn(self, cursor: CursorWrapper, tables: Tables, words: Sequence[tuple[str, str, str]]) -> None:
        cursor.executemany(
            f"INSERT INTO {tables.words} (language, word, spelling) SELECT %s, %s, %s WHERE NOT EXISTS"
            f" (SELECT 1 FROM {tables.words} WHERE language = %s AND word = %s)",
            [(*word, *word[:2]) for word in words],
        )

    def _match(
        self, tables: Tables, queries: Sequence[LanguageQuery], relaxed: Relaxed | None = None
    ) -> Match:
        conditions: list[Sql] = []
        source, score, complete = Sql(f"{tables.entries} e"), Sql("0.0"), None
        wanted = [query for query in queries if query.wanted]
        if wanted and relaxed:
            source, score = relaxed_source(tables, wanted, relaxed), Sql("s.score")
            complete = Sql("s.complete") if any(query.complete_first for query in wanted) else None
        elif wanted:
            source = _joined(tables)
            score = Sql(f"-bm25({tables.terms}, {', '.join(map(str, COLUMNS.values()))})")
            text = " OR ".join(all_of(query.wanted) for query in wanted)
            conditions.append(Sql(f"{tables.terms} MATCH %s", (text,)))
        excluded = [render(node) for query in queries for node in query.excluded]
        if excluded:
            conditions.append(
                Sql(
                    f"e.row_id NOT IN (SELECT rowid FROM {tables.terms} WHERE {tables.terms} MATCH %s)",
                    (" OR ".join(dict.fromkeys(excluded)),),
                )
            )
        return Match(source, tuple(conditions), score, complete=complete)

    def _rarity(
        self,
        cursor: CursorWrapper,
        tables: Tables,
        queries: Sequence[LanguageQuery],
        counted: Sequence[LanguageQuery],
        now: float,
    ) -> Rarity:
        return count(cursor, tables, queries, counted, now)

    def _holders(
        self, cursor: CursorWrapper, tables: Tables, nodes: Sequence[Node], now: float
    ) -> Mapping[Node, int]:
        each = join(", ", (visible_holders(tables, node, now) for node in nodes))
        ((*numbers,),) = self._rows(cursor, Sql("SELECT ") + each)
        return dict(zip(nodes, (int(str(number)) for number in numbers), strict=True))

    def _match_titles(self, tables: Tables, query: LanguageQuery) -> Match:
        text = "{title title_more} : " + all_of(query.wanted)
        return Match(
            _joined(tables),
            (Sql(f"{tables.terms} MATCH %s", (text,)),),
        )

    def _without(self, tables: Tables, request: SearchRequest) -> tuple[Sql, ...]:
        without: list[Sql] = []
        if request.without_clusters:
            without.append(Sql("NOT ") + self._has_any(tables, "cluster", request.without_clusters))
        if request.without_ids:
            ids = tuple(clean(identifier) for identifier in request.without_ids)
            without.append(Sql(f"e.id NOT IN ({placeholders(ids)})", ids))
        return tuple(without)

    def _has_any(self, tables: Tables, facet: str, values: Sequence[str]) -> Sql:
        cleaned = tuple(clean(value) for value in values)
        if facet == "language":
            # `+` keeps SQLite from using the index of languages, with which it would query the full text for each
            # entry.
            return Sql(f"+e.language IN ({placeholders(cleaned)})", cleaned)
        # `members` is JSON: a value with its quotes cannot be a part of another value.
        held = join(" OR ", (Sql("instr(members, %s) > 0", (_json(f"{facet}={each}"),)) for each in cleaned))
        return Sql(f"e.{GROUP_OF[facet]} IN (SELECT code FROM {tables.profiles} WHERE ") + held + ")"


def _joined(tables: Tables) -> Sql:
    return Sql(f"{tables.terms} t JOIN {tables.entries} e ON e.row_id = t.rowid")


def _json(value: str | list[str]) -> str:
    return json.dumps(value, ensure_ascii=False)


def _row(entry: AnalysedDocument) -> tuple[SqlValue, ...]:
    document = entry.document
    texts = (document.id, document.language, document.title, document.summary, document.body, document.kind)
    moments = (document.date, document.visible_from, document.visible_until)
    return (
        *(clean(text) for text in texts),
        clean(document.url),
        *(moment.timestamp() if moment else None for moment in moments),
        *codes_of(document),
        " ".join(keys_of(document)),
    )


def _term_columns(entry: AnalysedDocument) -> tuple[str, ...]:
    fields: tuple[FieldTerms, ...] = (entry.title, entry.summary, entry.keywords, entry.body)
    others = dict.fromkeys(term for field in fields[1:] for term in field.more)
    return (*(" ".join(field.stems) for field in fields), " ".join(entry.title.more), " ".join(others))
