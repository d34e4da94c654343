"""What ANALYZE found of an index: about how many entries have each frequent term and language."""

from collections.abc import Sequence
from dataclasses import dataclass
from time import monotonic
from typing import NamedTuple

from django.db.backends.utils import CursorWrapper

from search.engines.postgresql import terms
from search.engines.sql import Tables

KEPT_SECONDS = 60.0
"""How long a process uses what it read: to read it takes PostgreSQL longer than many a search."""


class Stamp(NamedTuple):
    """Of which table statistics are, and how many rows PostgreSQL said that it has."""

    table: int
    entries: int


@dataclass(frozen=True)
class Statistics:
    """About how many entries have each element, by column; of elements that are frequent."""

    stamp: Stamp
    until: float
    """Of `monotonic()`."""
    entries: dict[str, dict[str, float]]

    def estimate(self, column: str, phrases: Sequence[Sequence[str]], counted: int) -> int:
        """Returns about how many entries have any of the phrases; `counted` itself if the count was complete."""
        if counted < terms.COUNTED:
            return counted
        return max(counted, self.frequent(column, phrases))

    def frequent(self, column: str, phrases: Sequence[Sequence[str]]) -> int:
        """Returns about how many entries have any of the phrases, 0 when none is frequent."""
        entries = self.entries.get(column, {})
        return round(sum(min(entries.get(term, 0.0) for term in phrase) for phrase in phrases))

    def has_many(self, column: str, elements: Sequence[str]) -> bool:
        """Returns whether more entries have one of the elements than are ever counted, whatever the sample missed."""
        entries = self.entries.get(column, {})
        return any(entries.get(element, 0.0) >= 2 * terms.COUNTED for element in elements)


_kept: dict[str, Statistics] = {}
"""By the name of the database, what was read last."""


def kept_statistics(cursor: CursorWrapper) -> Statistics | None:
    """Returns what this process read within the last minute; it may be of another table. No statement."""
    known = _kept.get(_database(cursor))
    return known if known is not None and monotonic() < known.until else None


def read_statistics(cursor: CursorWrapper, tables: Tables, stamp: Stamp) -> Statistics:
    """Returns what ANALYZE found last, and keeps it for a minute. One statement."""
    cursor.execute(
        "SELECT s.attname, u.element, greatest(c.reltuples, 0)::float8 * u.share"
        " FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_stats s"
        " ON s.schemaname = n.nspname AND s.tablename = c.relname CROSS JOIN LATERAL"
        # The last numbers of an array's frequencies are of no element.
        " unnest(coalesce(s.most_common_elems, s.most_common_vals)::text::text[],"
        " coalesce(s.most_common_elem_freqs, s.most_common_freqs)) u(element, share)"
        " WHERE c.oid = %s::regclass AND s.attname IN ('vector', 'language') AND u.element IS NOT NULL",
        (tables.entries,),
    )
    entries: dict[str, dict[str, float]] = {}
    for column, element, number in cursor.fetchall():
        entries.setdefault(str(column), {})[str(element)] = float(number)
    known = Statistics(stamp, monotonic() + KEPT_SECONDS, entries)
    _kept[_database(cursor)] = known
    return known


def forget_statistics(cursor: CursorWrapper) -> None:
    """Keeps nothing any more: what was read is of another table, or older than the last ANALYZE."""
    _kept.pop(_database(cursor), None)


def _database(cursor: CursorWrapper) -> str:
    return str(cursor.db.settings_dict["NAME"])
