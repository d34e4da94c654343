"""Translates an expanded query to a tsquery and a ranking expression."""

# Names of tables come from `Tables.of`, which checks them; values are always parameters.
# ruff: noqa: S608

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from search.engines import ranking
from search.engines.analysis import clean
from search.engines.candidates import Relaxed
from search.engines.expansion import LanguageQuery, Node, Phrase, alternatives_of
from search.engines.postgresql.tsquery import all_of, answers, render
from search.engines.profiles import GROUPS
from search.engines.rarity import Rarity
from search.engines.sql import Sql, Tables, join

# BM25 counts a word of the title as two of the body, and each repetition for less. ts_rank multiplies the weights of
# all words: with a weight of 2 for titles there, texts that are little more than a title would win (docs/search.md).
_SATURATION = 0.8


def _once(weight: float) -> float:
    """Returns what one occurrence of a word in a field of this weight is worth, on BM25's curve."""
    return weight / (weight + _SATURATION)


_FIELDS = (ranking.BODY, ranking.SUMMARY, ranking.KEYWORDS, ranking.TITLE)

# Where words are optional, a word that occurs twice must weigh as in BM25: 1.4 times as much, and never more than 2.2
# times. ts_rank gives 1.25 times and at most 1.64; its curve raised to this power is BM25's (docs/search.md).
_CURVE = 1.45


def _weights(power: float = 1.0) -> str:
    """Returns the weights of D, C, B and A as ts_rank takes them, each at most 1."""
    worth = (round((_once(weight) / _once(ranking.TITLE)) ** (1 / power), 3) for weight in _FIELDS)
    return f"'{{{', '.join(map(str, worth))}}}'"


# The last argument of ts_rank is its normalisation: 1 divides by the logarithm of the text's length, 0 does not.
_RANK = f"ts_rank({_weights()}, e.vector, %s::tsquery, 1)"
_RANK_OF_OPTIONAL = f"power(ts_rank({_weights(_CURVE)}, e.vector, %s::tsquery, 0), {_CURVE:.2f})"
# What a text's length divides by is told by two ranks of any query that it answers. Two of each word would say it, too.
_PER_LENGTH = (
    f"(ts_rank({_weights(_CURVE)}, e.vector, %s::tsquery, 1)"
    f" / greatest(ts_rank({_weights(_CURVE)}, e.vector, %s::tsquery, 0), 1e-30))"
)

# ts_rank gives a row of words 1.6 times the rank of one word; this factor makes a thesaurus label worth one word.
_ROW_OF_WORDS = 0.6

# Up to so many entries with a word are counted. For more frequent words, PostgreSQL's statistics give an estimate,
# which is enough: such words weigh little.
COUNTED = 2_000

_COLUMNS = ("row_id", "id", "language", "date", "visible_from", "visible_until", "names", *GROUPS)

STORED = "stored"
"""The column with the place where an entry's vector is stored, which PostgreSQL reads when it is used."""

# The most clauses that a tsquery may name: "3 of 10 words" names 164. Beyond, the vectors of candidates are checked.
NAMED = 300
# Two of so many words name 209 clauses.
MOST_PAIRED = 20


def rank(text: str) -> Sql:
    """Returns SQL for how well an entry answers a tsquery all of whose words it has. Rarity does not matter then."""
    return Sql(_RANK, (text,))


def _rank_of_optional(text: str) -> Sql:
    """Returns SQL for how well an entry answers a tsquery of optional words, whatever its length; 0 without them."""
    return Sql(_RANK_OF_OPTIONAL, (text,))


def relaxed_source(tables: Tables, queries: Sequence[LanguageQuery], relaxed: Relaxed) -> Sql:
    """Returns the subquery `e` of candidates for a relaxed search: entries with the rarest words of a query.

    Filters and visibility are theirs, so that old entries that pass are not lost behind newer ones that do not.
    """
    rarity = relaxed.rarity
    most = rarity.most or ranking.LOOKED_AT * ranking.SECOND_LOOK
    each = [
        _newest(tables, text, most, condition)
        for query in queries
        for text in _looked_at(query, rarity)
        for condition in relaxed.among
    ]
    return read_once(_COLUMNS, Sql("(") + join(" UNION ALL ", each) + ") x")


def read_once(columns: Sequence[str], source: Sql) -> Sql:
    """Returns the subquery `e` of the entries `x` of `source`, whose vectors are read from storage once.

    Else they would be once for each word. An array holds the vector itself, not the place where it is stored; OFFSET 0
    keeps the planner from putting the expression back into every place where it is used. (To concatenate the vector
    with an empty one copies it term by term, which takes longer than to read it.) Who keeps entries for later keeps
    `STORED`, which is the place alone.
    """
    names = ", ".join(columns)
    return (
        Sql(
            f"(SELECT {names}, y.{STORED}, y.held[1] AS vector FROM"
            f" (SELECT {', '.join(f'x.{name}' for name in columns)}, x.vector AS {STORED},"
        )
        + " ARRAY[x.vector] AS held FROM "
        + source
        + " OFFSET 0) y OFFSET 0) e"
    )


def complete(queries: Sequence[LanguageQuery], rarity: Rarity) -> Sql | None:
    """Returns the condition that an entry has all words that any has; None where that does not matter."""
    texts = [text for query in queries if (text := _complete(query, rarity))]
    return answers(" | ".join(texts)) if texts else None


def _complete(query: LanguageQuery, rarity: Rarity) -> str:
    """Returns the tsquery for all words of a query that any entry has; "" where that does not matter."""
    known = rarity.known(query) if query.complete_first else ()
    return all_of(known) if known else ""


def _before(query: LanguageQuery, rarity: Rarity) -> str:
    """Returns the tsquery for what has as many words as were needed before the query was eased; "" for no eased one."""
    known = [node for node in query.words if rarity.holders[node]]
    # Of many words, the rarest: all pairs of them are named.
    rarest = sorted(known, key=lambda node: rarity.holders[node])[:MOST_PAIRED]
    if not 0 < query.before <= len(rarest):
        return ""
    several = _at_least([render(node) for node in rarest], query.before)
    return f"({' & '.join([several, *(render(node) for node in query.phrases)])})"


def _newest(tables: Tables, text: str, most: int, condition: Sql) -> Sql:
    """Returns SQL for the `most` newest entries that answer a tsquery. Terms contain their language."""
    return (
        Sql(f"(SELECT e.* FROM {tables.entries} e WHERE e.vector @@ %s::tsquery AND ", (text,))
        + condition
        + Sql(" ORDER BY e.date DESC NULLS LAST, e.row_id LIMIT %s)", (most,))
    )


def _looked_at(query: LanguageQuery, rarity: Rarity) -> Iterator[str]:
    """Yields the tsqueries for candidates: first for what has all words, which may be old, then for all others.

    Of an eased query, what has as many as were needed before comes first: easing it loses none.
    """
    text, candidates = _complete(query, rarity) or _before(query, rarity), _candidates(query, rarity)
    # Who excludes something needs most of the words: those that any has may be too few.
    if text and len(rarity.known(query)) >= query.needed + len(query.phrases):
        yield text
        candidates = f"({candidates}) & !({text})"
    yield candidates


def _candidates(query: LanguageQuery, rarity: Rarity) -> str:
    """Returns the tsquery for candidates: one of the rarest words and all phrases.

    Includes "most of the words" when that is not too long for a tsquery.
    """
    rarest = rarity.rarest(query)
    words = [f"({' | '.join(render(node) for node in rarest)})"] if rarest else []
    if _index_tells(query):
        most = _at_least([render(node) for node in query.words], query.needed)
        words.append(
            f"({' | '.join([most, *(render(node) for node in query.words if node in query.decisive)])})"
        )
    return f"({' & '.join([*words, *(render(node) for node in query.phrases)])})"


@lru_cache(maxsize=256)
def _named(words: int, needed: int) -> int:
    """Returns how many clauses the tsquery of `_at_least` would name."""
    if needed in (1, words):
        return words
    return 1 + _named(words - 1, needed - 1) + _named(words - 1, needed)


def _at_least(clauses: Sequence[str], needed: int) -> str:
    """Returns a tsquery for `needed` of the clauses: the first and one less of the rest, or `needed` of the rest."""
    if needed in (1, len(clauses)):
        return f"({(' | ' if needed == 1 else ' & ').join(clauses)})"
    first, *rest = clauses
    return f"({first} & {_at_least(rest, needed - 1)} | {_at_least(rest, needed)})"


def _index_tells(query: LanguageQuery) -> bool:
    """Returns whether "has enough of the words" is short enough for a tsquery, so that the index can tell."""
    return bool(query.words) and _named(len(query.words), query.needed) <= NAMED


def enough(queries: Sequence[LanguageQuery]) -> Sql:
    """Returns the condition that an entry has enough of the words of its language's query."""
    return Sql("(") + join(" OR ", (_enough(query) for query in queries)) + ")"


def _enough(query: LanguageQuery) -> Sql:
    language = Sql("(e.language = %s", (clean(query.language),))
    if not query.words or _index_tells(query):
        return language + ")"
    each = (
        Sql("CASE WHEN ") + answers(render(node)) + f" THEN {query.worth(node)} ELSE 0 END"
        for node in query.words
    )
    return language + " AND " + join(" + ", each) + Sql(" >= %s)", (query.needed,))


def relaxed_score(queries: Sequence[LanguageQuery], rarity: Rarity) -> Sql:
    """Returns SQL for the sum of the clauses' ranks, each weighted by its rarity; a clause's best form counts.

    The entry must have one of the clauses, as each candidate has.
    """
    wanted = [(query, clause) for query in queries for clause in query.wanted]
    each = (
        _best(clause, query.discounts) + Sql(" * %s", (rarity.weight(query, clause),))
        for query, clause in wanted
    )
    any_of = " | ".join(dict.fromkeys(render(clause) for _query, clause in wanted))
    return Sql("(") + join(" + ", each) + Sql(f") * {_PER_LENGTH}", (any_of, any_of))


def _best(clause: Node, discounts: Mapping[Node, float]) -> Sql:
    ranks = [
        _rank_of(node) + (Sql(" * %s", (discounts[node],)) if node in discounts else "")
        for node in alternatives_of(clause)
    ]
    return ranks[0] if len(ranks) == 1 else Sql("greatest(") + join(", ", ranks) + ")"


def _rank_of(node: Node) -> Sql:
    text = render(node)
    if isinstance(node, Phrase) and len(node.terms) == 1:
        return _rank_of_optional(text)
    # ts_rank ignores whether the words follow one another, so that is checked first.
    return (
        Sql("CASE WHEN ")
        + answers(text)
        + " THEN "
        + _rank_of_optional(text)
        + f" * {_ROW_OF_WORDS**_CURVE:.3f} ELSE 0 END"
    )
