"""Typed results of a database engine's statements."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from . import ranking
from .documents import Hit
from .expansion import LanguageQuery
from .highlighting import Highlighter

HitRow = tuple[str, float, str, str, str, str]
"""Columns of a hit: id, score, language, title, summary, body."""


@dataclass(frozen=True)
class Answer:
    """What a statement found: the total, the rows of the page, and facet counts by `name=value` if it made them."""

    total: int = 0
    rows: tuple[HitRow, ...] = ()
    counts: Mapping[str, int] | None = None

    @classmethod
    def from_rows(cls, rows: Sequence[tuple[object, ...]]) -> "Answer":
        """Reads rows of (total, id, score, language, title, summary, body). A row without id is no hit."""
        return cls(int(str(rows[0][0])), tuple(hit_row(row[1:]) for row in rows if row[1] is not None))


def hit_row(row: Sequence[object]) -> HitRow:
    """Converts the values of a database row to the types of `HitRow`."""
    identifier, score, language, title, summary, body = row
    return str(identifier), float(str(score)), str(language), str(title), str(summary), str(body)


def hits_of(
    rows: Iterable[HitRow], queries: Iterable[LanguageQuery], *, relaxed: bool = False
) -> tuple[Hit, ...]:
    """Returns the hits to show, with the words of their language's query marked.

    Where the search is not `relaxed`, all have all words; else their score tells.
    """
    highlighters = {query.language: Highlighter(query) for query in queries}
    hits = []
    for identifier, score, language, title, summary, body in rows:
        highlighter = highlighters[language]
        passage = highlighter.passage(summary, body)
        first = not relaxed or score >= ranking.COMPLETE
        hits.append(Hit(identifier, language, score, highlighter.mark(title), passage, first))
    return tuple(hits)
