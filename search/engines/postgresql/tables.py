"""The tables of an index in PostgreSQL, and how a document is written into them.

A search looks at many entries and shows few. So the row of an entry is narrow, some 200 bytes: PostgreSQL stores
vectors and texts beside the table (TOAST), and reads them only for the entries that are ranked or shown.
"""

# Names of tables come from `Tables.of`, which checks them; values are always parameters.

from collections.abc import Iterator, Sequence

from search.engines.analysis import AnalysedDocument, FieldTerms, clean
from search.engines.name_keys import keys_of
from search.engines.profiles import GROUPS, codes_of
from search.engines.sql import SqlValue, Tables
from search.engines.storage import VERSION_COLUMN

# The limits of a tsvector: positions up to 16,383, at most 255 positions a term, and a megabyte in all.
_MAX_PLACE = 16_383
_MAX_PLACES = 255
_MAX_BYTES = 900_000

_PLAIN = ("language", "title", "summary", "body", "kind", "url", "date", "visible_from", "visible_until")
FIELDS = (*_PLAIN, *GROUPS, "names", "titles", "vector")


# Columns that each search reads for every entry stay in its row. Vectors are not compressed, since ranking reads them.
_STORAGE = {
    "id": "PLAIN",
    "language": "PLAIN",
    "kind": "PLAIN",
    "names": "PLAIN",
    "titles": "EXTERNAL",
    "vector": "EXTERNAL",
}


NAMES = "string_to_array(names, ' ')"
"""The keys of an entry's names, as their index has them."""


def definitions(tables: Tables) -> Sequence[str]:
    """Returns the statements that create the tables and indexes where they are missing."""
    stored = "; ".join(
        f"ALTER TABLE {tables.entries} ALTER COLUMN {column} SET STORAGE {storage}"
        for column, storage in _STORAGE.items()
    )
    return (
        (
            # Setting the storage of a column locks the table, so it is done only when the table is new.
            f"DO $$ BEGIN IF to_regclass('{tables.entries}') IS NULL THEN"
            f" CREATE TABLE {tables.entries}"
            " (row_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,"
            ' id text COLLATE "C" NOT NULL UNIQUE, language text NOT NULL, kind text NOT NULL,'
            " date double precision, visible_from double precision, visible_until double precision,"
            " nature bigint NOT NULL, origin bigint NOT NULL, subject bigint NOT NULL, period bigint NOT NULL,"
            " names text NOT NULL, url text NOT NULL, title text NOT NULL, summary text NOT NULL, body text NOT NULL,"
            f" {VERSION_COLUMN} integer,"
            " titles tsvector NOT NULL, vector tsvector NOT NULL) WITH (toast_tuple_target = 128);"
            f" {stored};"
            # Created together with the table: `IF NOT EXISTS` for an index would lock the table as well.
            f" CREATE INDEX {tables.entries}_vector ON {tables.entries} USING gin (vector);"
            f" CREATE INDEX {tables.entries}_titles ON {tables.entries} USING gin (titles);"
            f" CREATE INDEX {tables.entries}_language ON {tables.entries} (language);"
            " END IF; END $$"
        ),
        # Tables of earlier releases get it at the first `migrate`: writers wait some seconds. Where it is, nobody does.
        (
            f"DO $$ BEGIN IF to_regclass('{tables.entries}_names') IS NULL THEN"
            f" CREATE INDEX {tables.entries}_names ON {tables.entries} USING gin (({NAMES}));"
            # Else the planner would know nothing of what it holds.
            f" ANALYZE {tables.entries}; END IF; END $$"
        ),
        # Neither is unique: two publications that add the same must not wait for each other.
        f"CREATE TABLE IF NOT EXISTS {tables.profiles} (code bigint NOT NULL, members text[] NOT NULL)",
        f"CREATE INDEX IF NOT EXISTS {tables.profiles}_code ON {tables.profiles} (code)",
        (
            f"CREATE TABLE IF NOT EXISTS {tables.words}"
            ' (language text NOT NULL, word text COLLATE "C" NOT NULL, spelling text NOT NULL)'
        ),
        f"CREATE INDEX IF NOT EXISTS {tables.words}_word ON {tables.words} (language, word)",
    )


def row_of(entry: AnalysedDocument) -> tuple[SqlValue, ...]:
    """Returns the values of `id` and `FIELDS` for a document."""
    document = entry.document
    texts = (document.id, document.language, document.title, document.summary, document.body, document.kind)
    moments = (document.date, document.visible_from, document.visible_until)
    fields = ((entry.title, "A"), (entry.keywords, "B"), (entry.summary, "C"), (entry.body, "D"))
    return (
        *(clean(text) for text in texts),
        clean(document.url),
        *(moment.timestamp() if moment else None for moment in moments),
        *codes_of(document),
        " ".join(keys_of(document)),
        _vector(fields[:1]),
        _vector(fields),
    )


def _placed(fields: Sequence[tuple[FieldTerms, str]]) -> Iterator[tuple[str, int, str]]:
    """Yields (term, position, weight) of all terms. A gap between fields keeps phrases from matching across them."""
    start = 1
    for field, weight in fields:
        for place, term in enumerate(field.stems, start):
            yield term, place, weight
        for term, place in field.more.items():
            yield term, start + place, weight
        start += len(field.stems) + 1


def _vector(fields: Sequence[tuple[FieldTerms, str]]) -> str:
    """Returns the fields as the text of a tsvector. Of a text beyond its limits, only the beginning can be found."""
    places: dict[str, list[str]] = {}
    size = 0
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
