"""Notes to which tables a request writes."""

import re
from collections.abc import Callable, Set

_WRITES = re.compile(r'\s*(?:INSERT(?: OR \w+)? INTO|REPLACE INTO|UPDATE|DELETE FROM)\s+"?(\w+)')
_HARMLESS = re.compile(r"\s*\(*(?:SELECT|SAVEPOINT|RELEASE|ROLLBACK|SET|PRAGMA)\b", re.IGNORECASE)


class Writes:
    """The tables, since it was made. A statement that is not understood may have written to all."""

    def __init__(self) -> None:
        self.tables: set[str] = set()
        self.anywhere = False

    def __call__(self, execute: Callable[..., object], sql: str, *others: object) -> object:
        """Around each statement (`connection.execute_wrapper`)."""
        if found := _WRITES.match(sql):
            self.tables.add(found[1])
        elif not _HARMLESS.match(sql):
            self.anywhere = True
        return execute(sql, *others)

    def reach(self, tables: Set[str]) -> bool:
        """Whether one of the tables may be another."""
        return self.anywhere or not self.tables.isdisjoint(tables)
