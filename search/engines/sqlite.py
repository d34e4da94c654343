"""The search engine in SQLite: FTS5 over terms made by the project's own analysis."""

# Names of tables come from `Tables.of`, which checks them; values are always parameters.
# ruff: noqa: S608

import json
from collections.abc import Sequence
from typing import ClassVar

from django.db.backends.utils import CursorWrapper

from . import ranking
from .analysis import AnalysedDocument, FieldTerms, clean
from .database import DatabaseEngine
from .expansion import AnyOf, LanguageQuery, Node, Phrase
from .sql import Dialect, Match, Sql, SqlValue, Tables, join, placeholders

# Columns of the full-text table. `more`: further stems, and the spellings for prefixes, each once.
_COLUMNS = {
    "title": ranking.TITLE,
    "summary": ranking.SUMMARY,
    "keywords": ranking.KEYWORDS,
    "body": ranking.BODY,
    "title_more": ranking.TITLE,
    "more": ranking.BODY,
}


class SQLiteEngine(DatabaseEngine):
    """FTS5. Its tokenizer only splits at spaces: words, stems and folding are settled before."""

    name: ClassVar[str] = "sqlite"
    dialect: ClassVar[Dialect] = Dialect(greatest="max", each_value="CROSS JOIN json_each(m.facets) v")

    def _definitions(self, tables: Tables) -> Sequence[str]:
        return (
            (
                f"CREATE TABLE IF NOT EXISTS {tables.entries}"
                " (row_id INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, language TEXT NOT NULL,"
                " title TEXT NOT NULL, summary TEXT NOT NULL, body TEXT NOT NULL,"
                " kind TEXT NOT NULL, url TEXT NOT NULL, date REAL, visible_from REAL, visible_until REAL,"
                " facets TEXT NOT NULL)"
            ),
            (
                f"CREATE VIRTUAL TABLE IF NOT EXISTS {tables.terms} USING fts5"
                f"({', '.join(_COLUMNS)}, tokenize = \"ascii tokenchars '_='\")"
            ),
            (
                f"CREATE TABLE IF NOT EXISTS {tables.words}"
                " (language TEXT NOT NULL, word TEXT NOT NULL, spelling TEXT NOT NULL)"
            ),
            f"CREATE INDEX IF NOT EXISTS {tables.words}_word ON {tables.words} (language, word)",
        )

    def _write(self, cursor: CursorWrapper, tables: Tables, documents: Sequence[AnalysedDocument]) -> None:
        self._delete(cursor, tables, [clean(entry.document.id) for entry in documents])
        cursor.executemany(
            f"INSERT INTO {tables.entries}"
            " (id, language, title, summary, body, kind, url, date, visible_from, visible_until, facets)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
            [_row(entry) for entry in documents],
        )
        cursor.executemany(
            f"INSERT INTO {tables.terms} (rowid, {', '.join(_COLUMNS)})"
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

    def _match(self, tables: Tables, queries: Sequence[LanguageQuery], *, relaxed: bool = False) -> Match:
        conditions: list[Sql] = []
        source, score = Sql(f"{tables.entries} e"), Sql("0.0")
        wanted = [query for query in queries if query.wanted]
        if wanted:
            source = _joined(tables)
            score = Sql(f"-bm25({tables.terms}, {', '.join(map(str, _COLUMNS.values()))})")
            text = " OR ".join(_relaxed(query) if relaxed else _all(query.wanted) for query in wanted)
            conditions.append(Sql(f"{tables.terms} MATCH %s", (text,)))
        if relaxed:
            conditions.append(join(" OR ", (_enough(tables, query) for query in wanted)))
            conditions[-1] = Sql("(") + conditions[-1] + ")"
        excluded = [_render(node) for query in queries for node in query.excluded]
        if excluded:
            conditions.append(
                Sql(
                    f"e.row_id NOT IN (SELECT rowid FROM {tables.terms} WHERE {tables.terms} MATCH %s)",
                    (" OR ".join(dict.fromkeys(excluded)),),
                )
            )
        return Match(source, tuple(conditions), score)

    def _match_titles(self, tables: Tables, query: LanguageQuery) -> Match:
        text = "{title title_more} : " + _all(query.wanted)
        return Match(
            _joined(tables),
            (Sql(f"{tables.terms} MATCH %s", (text,)),),
        )

    def _has_any(self, values: Sequence[str]) -> Sql:
        # A value with its quotes, as JSON writes it, cannot be a part of another value.
        return (
            Sql("(")
            + join(" OR ", (Sql("instr(e.facets, %s) > 0", (_json(value),)) for value in values))
            + ")"
        )


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
        _json([clean(f"{name}={value}") for name, value in document.facet_values()]),
    )


def _term_columns(entry: AnalysedDocument) -> tuple[str, ...]:
    fields: tuple[FieldTerms, ...] = (entry.title, entry.summary, entry.keywords, entry.body)
    others = dict.fromkeys(term for field in fields[1:] for term in field.more)
    return (*(" ".join(field.stems) for field in fields), " ".join(entry.title.more), " ".join(others))


def _render(node: Node) -> str:
    """A clause for FTS5. Terms hold letters, digits, `_` and `=` only, so quotes are enough."""
    if isinstance(node, Phrase):
        return f'"{" ".join(node.terms)}"' + (" *" if node.prefix else "")
    operator = " OR " if isinstance(node, AnyOf) else " AND "
    return f"({operator.join(_render(child) for child in node.nodes)})"


def _all(nodes: Sequence[Node]) -> str:
    return f"({' AND '.join(_render(node) for node in nodes)})"


def _relaxed(query: LanguageQuery) -> str:
    """Any of the words, with all of the phrases: the candidates, and what bm25 scores."""
    words = f"({' OR '.join(_render(node) for node in query.words)})" if query.words else ""
    return f"({' AND '.join([*([words] if words else []), *(_render(node) for node in query.phrases)])})"


def _enough(tables: Tables, query: LanguageQuery) -> Sql:
    """Whether an entry has most of the words: FTS5 cannot count clauses, so each is asked alone."""
    if not query.words:
        return Sql("1 = 1")
    each = join(
        " UNION ALL ",
        (
            Sql(f"SELECT rowid FROM {tables.terms} WHERE {tables.terms} MATCH %s", (_render(node),))
            for node in query.words
        ),
    )
    needed = ranking.words_needed(len(query.words)) if len(query.words) > 1 else 1
    counted = Sql("e.row_id IN (SELECT rowid FROM (") + each + ") GROUP BY rowid HAVING count(*) >= "
    return counted + Sql("%s)", (needed,))
