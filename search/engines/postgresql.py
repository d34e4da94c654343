"""The search engine in PostgreSQL: a tsvector of the project's own terms, and its GIN index."""

# Names of tables come from `Tables.of`, which checks them; values are always parameters.
# ruff: noqa: S608

from collections.abc import Iterable, Iterator, Sequence
from typing import ClassVar

from django.db.backends.utils import CursorWrapper

from .analysis import AnalysedDocument, FieldTerms, clean
from .database import DatabaseEngine
from .documents import EntryDocument, SearchRequest
from .expansion import LanguageQuery
from .postgresql_terms import all_of, answers, count, enough, rank, relaxed_score, relaxed_source, render
from .rarity import Rarity
from .sql import Dialect, Match, Sql, SqlValue, Tables

# A tsvector's limits: places count up to 16,383, a term has 255 of them, all of it fits a megabyte.
_MAX_PLACE = 16_383
_MAX_PLACES = 255
_MAX_BYTES = 900_000

_PLAIN = ("language", "title", "summary", "body", "kind", "url", "date", "visible_from", "visible_until")
_FIELDS = (*_PLAIN, "facets", "vector")


class PostgreSQLEngine(DatabaseEngine):
    """tsvector and tsquery, both written by us: no text search configuration, no extension.

    PostgreSQL's own stemmers differ with its version, and from the highlighter's: docs/search.md.
    """

    name: ClassVar[str] = "postgresql"
    dialect: ClassVar[Dialect] = Dialect(
        greatest="greatest", each_value="CROSS JOIN LATERAL unnest(m.facets) v(value)"
    )

    def _definitions(self, tables: Tables) -> Sequence[str]:
        return (
            # Two processes that create at once would both find nothing, and one would fail.
            f"SELECT pg_advisory_xact_lock(hashtext('{tables.entries}'))",
            (
                f"CREATE TABLE IF NOT EXISTS {tables.entries}"
                " (row_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,"
                ' id text COLLATE "C" NOT NULL UNIQUE, language text NOT NULL, title text NOT NULL,'
                " summary text NOT NULL, body text NOT NULL, kind text NOT NULL, url text NOT NULL,"
                " date double precision, visible_from double precision, visible_until double precision,"
                " facets text[] NOT NULL, vector tsvector NOT NULL)"
            ),
            _keep_vectors_in_rows(tables),
            f"CREATE INDEX IF NOT EXISTS {tables.entries}_vector ON {tables.entries} USING gin (vector)",
            f"CREATE INDEX IF NOT EXISTS {tables.entries}_facets ON {tables.entries} USING gin (facets)",
            (
                f"CREATE TABLE IF NOT EXISTS {tables.words}"
                ' (language text NOT NULL, word text COLLATE "C" NOT NULL, spelling text NOT NULL)'
            ),
            # Not unique: two publications that learn the same word must not wait for each other.
            f"CREATE INDEX IF NOT EXISTS {tables.words}_word ON {tables.words} (language, word)",
        )

    def _write(self, cursor: CursorWrapper, tables: Tables, documents: Sequence[AnalysedDocument]) -> None:
        replaced = ", ".join(f"{name} = excluded.{name}" for name in _FIELDS)
        cursor.executemany(
            f"INSERT INTO {tables.entries} (id, {', '.join(_FIELDS)})"
            " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s::text[], %s::tsvector)"
            f" ON CONFLICT (id) DO UPDATE SET {replaced}",
            [_row(entry) for entry in documents],
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
        conditions: list[Sql] = []
        excluded = [render(node) for query in queries for node in query.excluded]
        if excluded:
            conditions.append(Sql("NOT ") + answers(" | ".join(dict.fromkeys(excluded))))
        if not wanted:
            return Match(Sql(f"{tables.entries} e"), tuple(conditions))
        if relaxed:
            conditions.append(enough(wanted))
            return Match(
                relaxed_source(tables, wanted, relaxed), tuple(conditions), relaxed_score(wanted, relaxed)
            )
        conditions.append(answers(" | ".join(all_of(query.wanted) for query in wanted)))
        clauses = dict.fromkeys(render(node) for query in wanted for node in query.wanted)
        return Match(Sql(f"{tables.entries} e"), tuple(conditions), rank(" | ".join(clauses)))

    def rebuild(self, index: str, documents: Iterable[EntryDocument]) -> None:
        """As in every database, and tells PostgreSQL at once which words are frequent (`postgresql_terms.count`)."""
        super().rebuild(index, documents)
        with self._writing(index) as (cursor, tables):
            cursor.execute(f"ANALYZE {tables.entries}")

    def _rarity(
        self,
        cursor: CursorWrapper,
        tables: Tables,
        queries: Sequence[LanguageQuery],
        counted: Sequence[LanguageQuery],
    ) -> Rarity:
        return count(cursor, tables, queries, counted)

    def _match_titles(self, tables: Tables, query: LanguageQuery) -> Match:
        text = " & ".join(render(node, label="A") for node in query.wanted)
        return Match(Sql(f"{tables.entries} e"), (answers(text),))

    def _without(self, request: SearchRequest) -> tuple[Sql, ...]:
        without: list[Sql] = []
        if request.without_clusters:
            clusters = [f"cluster={clean(cluster)}" for cluster in request.without_clusters]
            without.append(Sql("NOT ") + self._has_any(clusters))
        if request.without_ids:
            ids = [clean(identifier) for identifier in request.without_ids]
            without.append(Sql("e.id <> ALL(%s::text[])", (ids,)))
        return tuple(without)

    def _has_any(self, values: Sequence[str]) -> Sql:
        return Sql("e.facets && %s::text[]", (list(values),))


def _keep_vectors_in_rows(tables: Tables) -> str:
    """Vectors stay in the table's own pages where they fit.

    Beside the table, they would make it look so small that the planner reads all of it, and each vector,
    instead of the index (5,000 entries, a quarter of them found: 57 ms against 1.4). ALTER locks the table,
    so only when needed.
    """
    return (
        "DO $$ BEGIN IF (SELECT attstorage FROM pg_attribute"
        f" WHERE attrelid = '{tables.entries}'::regclass AND attname = 'vector') <> 'm'"
        f" THEN ALTER TABLE {tables.entries} ALTER COLUMN vector SET STORAGE MAIN; END IF; END $$"
    )


def _row(entry: AnalysedDocument) -> tuple[SqlValue, ...]:
    document = entry.document
    texts = (document.id, document.language, document.title, document.summary, document.body, document.kind)
    moments = (document.date, document.visible_from, document.visible_until)
    return (
        *(clean(text) for text in texts),
        clean(document.url),
        *(moment.timestamp() if moment else None for moment in moments),
        [clean(f"{name}={value}") for name, value in document.facet_values()],
        _vector(entry),
    )


def _placed(fields: Sequence[tuple[FieldTerms, str]]) -> Iterator[tuple[str, int, str]]:
    """(term, place, weight) of all terms, with a gap between fields that no phrase crosses."""
    start = 1
    for field, weight in fields:
        for place, term in enumerate(field.stems, start):
            yield term, place, weight
        for term, place in field.more.items():
            yield term, start + place, weight
        start += len(field.stems) + 1


def _vector(entry: AnalysedDocument) -> str:
    """The tsvector's text. Of a text beyond its limits, the beginning can be found."""
    places: dict[str, list[str]] = {}
    size = 0
    fields = ((entry.title, "A"), (entry.keywords, "B"), (entry.summary, "C"), (entry.body, "D"))
    for term, place, weight in _placed(fields):
        if term not in places:
            size += len(term.encode()) + 4
            if size > _MAX_BYTES:
                break
            places[term] = []
        if len(places[term]) < _MAX_PLACES:
            size += 2
            places[term].append(f"{min(place, _MAX_PLACE)}{weight}")
    return " ".join(f"'{term}':{','.join(found)}" for term, found in places.items())
