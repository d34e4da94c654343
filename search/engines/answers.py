"""Typed results of a database engine's statements."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

HitRow = tuple[str, float, str, str, str, str]
"""id, score, language, title, summary, body"""


@dataclass(frozen=True)
class Answer:
    """What a database found: how many, the rows of a page, and the counts of `name=value` where they came with it."""

    total: int = 0
    rows: tuple[HitRow, ...] = ()
    counts: Mapping[str, int] | None = None

    @classmethod
    def read(cls, rows: Sequence[tuple[object, ...]]) -> "Answer":
        """From (total, id, score, language, title, summary, body), where the only row may have no hit."""
        return cls(int(str(rows[0][0])), tuple(hit_row(row[1:]) for row in rows if row[1] is not None))


def hit_row(row: Sequence[object]) -> HitRow:
    """A row of the database with its types."""
    identifier, score, language, title, summary, body = row
    return str(identifier), float(str(score)), str(language), str(title), str(summary), str(body)
