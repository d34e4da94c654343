"""Translates an expanded query to an FTS5 expression and a ranking."""

# Names of tables come from `Tables.of`, which checks them; values are always parameters.
# ruff: noqa: S608

from collections.abc import Iterator, Sequence
from math import log

from django.db.backends.utils import CursorWrapper

from search.engines import ranking
from search.engines.candidates import Relaxed
from search.engines.expansion import AnyOf, LanguageQuery, Node, Phrase, alternatives_of
from search.engines.rarity import Rarity
from search.engines.sql import Sql, Tables, join, visible

# Columns of the full-text table, with their weights. `more` has further stems, and spellings for prefixes, each once.
COLUMNS = {
    "title": ranking.TITLE,
    "summary": ranking.SUMMARY,
    "keywords": ranking.KEYWORDS,
    "body": ranking.BODY,
    "title_more": ranking.TITLE,
    "more": ranking.BODY,
}

# The idf that FTS5 uses for a word that more than half of all documents have.
_LEAST_IDF = 1e-6
# A phrase is worth so much more than all words together that no document without it reaches the number needed.
_REQUIRED = 1_000
# Up to so many visible holders of a word are counted; of more frequent ones, hidden ones count as well.
COUNTED = 100
# The same of the documents of a language.
DOCUMENTS_COUNTED = 2_000
# More than a document can hold.
_NEVER = 1_000_000_000


def render(node: Node) -> str:
    """Returns a node for FTS5. Terms have only letters, digits, `_` and `=`, so quotes are enough."""
    if isinstance(node, Phrase):
        return f'"{" ".join(node.terms)}"' + (" *" if node.prefix else "")
    operator = " OR " if isinstance(node, AnyOf) else " AND "
    return f"({operator.join(render(child) for child in node.nodes)})"


def all_of(nodes: Sequence[Node]) -> str:
    """Returns an FTS5 expression for all of the nodes."""
    return f"({' AND '.join(render(node) for node in nodes)})"


def visible_holders(tables: Tables, node: Node, now: float) -> Sql:
    """Returns the expression for how many visible documents have a node: exact below `COUNTED`."""
    return (
        Sql(
            f"(SELECT count(*) FROM (SELECT 1 FROM {tables.terms} t JOIN {tables.entries} e ON e.row_id = t.rowid"
        )
        + Sql(f" WHERE {tables.terms} MATCH %s AND ", (render(node),))
        + visible(now)
        + Sql(" LIMIT %s))", (COUNTED,))
    )


def _visible_documents(tables: Tables, language: str, now: float) -> Sql:
    """Returns the expression for how many visible documents a language has: exact below `DOCUMENTS_COUNTED`."""
    return (
        Sql(
            f"(SELECT count(*) FROM (SELECT 1 FROM {tables.entries} e WHERE e.language = %s AND ", (language,)
        )
        + visible(now)
        + Sql(" LIMIT %s))", (DOCUMENTS_COUNTED,))
    )


def count(
    cursor: CursorWrapper,
    tables: Tables,
    queries: Sequence[LanguageQuery],
    counted: Sequence[LanguageQuery],
    now: float,
) -> Rarity:
    """Returns how many documents there are in all ("") and in each language, and how many have each clause and form.

    For queries that are only in `counted`, all words count as rare: nothing is ranked by them.
    """
    nodes = list(dict.fromkeys(_nodes(queries)))
    languages = [query.language for query in queries]
    counts = [
        Sql(f"(SELECT count(*) FROM {tables.entries})"),
        *(Sql(f"(SELECT count(*) FROM {tables.entries} WHERE language = %s)", (code,)) for code in languages),
        *(_visible_documents(tables, code, now) for code in languages),
        *(
            Sql(f"(SELECT count(*) FROM {tables.terms} WHERE {tables.terms} MATCH %s)", (render(node),))
            for node in nodes
        ),
        *(visible_holders(tables, node, now) for node in nodes),
    ]
    statement = Sql("SELECT ") + join(", ", counts)
    cursor.execute(statement.text, statement.params)
    found = [int(value) for value in cursor.fetchone()]
    places = len(languages)
    documents = dict.fromkeys((query.language for query in counted), 0) | {"": found[0]}
    for code, every, seen_there in zip(
        languages, found[1 : places + 1], found[places + 1 : 2 * places + 1], strict=True
    ):
        documents[code] = seen_there if seen_there < DOCUMENTS_COUNTED else every
    holders = dict.fromkeys(_nodes(counted), 0)
    numbers = found[2 * places + 1 :]
    stored = dict(zip(nodes, numbers[: len(nodes)], strict=True))
    seen = dict(zip(nodes, numbers[len(nodes) :], strict=True))
    # All words of a sentence are looked for wherever they are; of a few words, one is enough, and many have it.
    few = any(query.complete_first for query in queries)
    return Rarity(
        documents,
        holders | {node: number if number < COUNTED else stored[node] for node, number in seen.items()},
        ranking.LOOKED_AT if few else None,
        holders | stored,
    )


def _nodes(queries: Sequence[LanguageQuery]) -> Iterator[Node]:
    for query in queries:
        for clause in query.wanted:
            yield clause
            yield from alternatives_of(clause)


def relaxed_source(tables: Tables, queries: Sequence[LanguageQuery], relaxed: Relaxed) -> Sql:
    """Returns the FROM clause for entries `e` that have enough words of their language's query, with `s.score`.

    `s.complete` tells whether an entry has all words that any has, where that matters.

    FTS5's bm25 knows no languages, and adds up the forms of a word. So each clause is queried alone: its best form
    counts, and its weight is its rarity in the language.
    """
    each = join(" UNION ALL ", (_enough(tables, query, relaxed) for query in queries))
    return Sql("(") + each + f") s JOIN {tables.entries} e ON e.row_id = s.rowid"


def _enough(tables: Tables, query: LanguageQuery, relaxed: Relaxed) -> Sql:
    rarity = relaxed.rarity
    scores = join(" UNION ALL ", _scores(tables, query, rarity))
    # Words that nothing has are worth nothing, so they are not among those that `held` adds up.
    known = len([node for node in query.words if rarity.holders[node]])
    complete = known + _REQUIRED * len(query.phrases) if query.complete_first else _NEVER
    return (
        Sql(
            "SELECT rowid, score, held >= %s AS complete FROM (WITH candidates AS MATERIALIZED (", (complete,)
        )
        + join(" UNION ", _candidates(tables, query, relaxed))
        + ") SELECT rowid, sum(best) AS score, sum(worth) AS held"
        + " FROM (SELECT rowid, max(score) AS best, worth FROM ("
        + scores
        # `LIMIT -1` changes no result; it keeps SQLite from moving `bm25` into the grouping, where FTS5 cannot compute
        # it.
        + " LIMIT -1) GROUP BY rowid, clause) GROUP BY rowid) WHERE held >= "
        + Sql("%s", (query.needed + _REQUIRED * len(query.phrases),))
    )


def _candidates(tables: Tables, query: LanguageQuery, relaxed: Relaxed) -> Iterator[Sql]:
    """Yields the SELECTs of entries to look at: with all phrases, and one of the rarest words.

    Of a few words, the newest that pass the filters are looked at, and those that have all known words apart, which
    may be old. A sentence's are looked at wherever they are.
    """
    rarity = relaxed.rarity
    rarest = rarity.rarest(query)
    candidates = [f"({' OR '.join(render(node) for node in rarest)})"] if rarest else []
    text = " AND ".join([*candidates, *(render(node) for node in query.phrases)])
    if not query.complete_first:
        yield Sql(f"SELECT rowid FROM {tables.terms} WHERE {tables.terms} MATCH %s", (text,))
        return
    known = rarity.known(query)
    most = rarity.most or ranking.LOOKED_AT * ranking.SECOND_LOOK
    for words in dict.fromkeys((all_of(known), text) if known else (text,)):
        for condition in relaxed.among:
            yield (
                Sql("SELECT rowid FROM (SELECT t.rowid AS rowid")
                + Sql(f" FROM {tables.terms} t JOIN {tables.entries} e ON e.row_id = t.rowid")
                + Sql(f" WHERE {tables.terms} MATCH %s AND ", (words,))
                + condition
                + Sql(" ORDER BY e.date DESC NULLS LAST, e.row_id LIMIT %s)", (most,))
            )


def _scores(tables: Tables, query: LanguageQuery, rarity: Rarity) -> Iterator[Sql]:
    """Yields a SELECT of (rowid, clause, worth, score) for each form of each clause: the candidates that have it."""
    weights = ", ".join(map(str, COLUMNS.values()))
    for place, clause in enumerate(query.wanted):
        worth = query.worth(clause) if place < len(query.words) else _REQUIRED
        wanted = rarity.weight(query, clause)
        for node in alternatives_of(clause):
            factor = wanted * query.discounts.get(node, 1.0) / _idf(rarity.documents[""], rarity.stored[node])
            # Languages that are only counted are ranked by nothing.
            score = f"-bm25({tables.terms}, {weights}) * %s" if rarity.holders[node] else "%s"
            yield Sql(
                f"SELECT rowid, {place} AS clause, {worth} AS worth, {score} AS score"
                f" FROM {tables.terms} WHERE {tables.terms} MATCH %s AND +rowid IN candidates",
                (factor if rarity.holders[node] else 0.0, render(node)),
            )


def _idf(documents: int, holders: int) -> float:
    """Returns the weight that FTS5's bm25 gave to a word, so that it can be divided out again."""
    return max(log((documents - holders + 0.5) / (holders + 0.5)), _LEAST_IDF)
