"""Times calls: the database apart from the process's own CPU.

On a machine that does other things too, the clock tells what they do. So the database's CPU is told as well, where it
runs beside: SQLite's is this process's, that of PostgreSQL's backend is read from the system.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper

MOST_SECONDS = 8.0


@dataclass
class Spent:
    """What the cursors of a call took: on the clock and of the CPU, in seconds; each statement with its time."""

    clock: float = 0.0
    cpu: float = 0.0
    statements: list[tuple[float, str]] = field(default_factory=list)


class _TimedCursor(CursorWrapper):
    """Times execution and reading: SQLite finds most rows while they are read, and in this process."""

    spent: Spent

    def _timed(self, call: Callable[..., object], *args: object) -> object:
        clock, cpu = time.perf_counter(), time.process_time()
        try:
            return call(*args)
        finally:
            passed = time.perf_counter() - clock
            self.spent.clock += passed
            self.spent.cpu += time.process_time() - cpu
            if self.spent.statements:
                last, text = self.spent.statements[-1]
                self.spent.statements[-1] = (last + passed, text)

    def execute(self, sql: str, params: object = None) -> object:  # type: ignore[override]  # Django's stubs say less
        self.spent.statements.append((0.0, str(sql)))
        return self._timed(super().execute, sql, params)

    def executemany(self, sql: str, param_list: object) -> object:  # type: ignore[override]  # as above
        self.spent.statements.append((0.0, str(sql)))
        return self._timed(super().executemany, sql, param_list)

    def fetchone(self) -> object:
        return self._timed(self.cursor.fetchone)

    def fetchmany(self, *size: int) -> object:
        return self._timed(self.cursor.fetchmany, *size)

    def fetchall(self) -> object:
        return self._timed(self.cursor.fetchall)

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        rows: list[tuple[Any, ...]] = list(self._timed(self.cursor.fetchall))  # type: ignore[call-overload]  # rows
        return iter(rows)


@contextmanager
def timed_cursors() -> Iterator[Spent]:
    """Within it, what the cursors of the default connection take is added up."""
    spent = Spent()

    def make_cursor(cursor: object) -> CursorWrapper:
        wrapped = _TimedCursor(cursor, connection)
        wrapped.spent = spent
        return wrapped

    connection.make_cursor = make_cursor  # type: ignore[method-assign]  # the one place that all cursors come from
    try:
        yield spent
    finally:
        del connection.make_cursor


def backend_seconds() -> float | None:
    """CPU of the database's process that answers this connection, in seconds; `None` where it cannot be told."""
    if connection.vendor != "postgresql" or connection.connection is None:
        return None
    try:
        schedule = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat").read_text(
            encoding="ascii"
        )
    except OSError:
        return None
    return int(schedule.split()[0]) / 1e9


@dataclass(frozen=True)
class Cost:
    """Medians of a call; milliseconds. `db_cpu_ms` is `None` where the database's CPU cannot be told."""

    queries: int
    cpu_ms: float
    db_ms: float
    db_cpu_ms: float | None
    slowest: tuple[tuple[float, str], ...]


def cost_of(call: Callable[[], object], rounds: int) -> Cost:
    """Calls once to warm up, then so many times, or fewer when it takes long."""
    call()
    cpu, database, backend, queries = [], [], [], []
    slowest: list[tuple[float, str]] = []
    started = time.perf_counter()
    for _round in range(rounds):
        with timed_cursors() as spent:
            before, begun = backend_seconds(), time.process_time()
            call()
            cpu.append(time.process_time() - begun - spent.cpu)
            after = backend_seconds()
        database.append(spent.clock)
        if connection.vendor == "sqlite":
            backend.append(spent.cpu)
        elif before is not None and after is not None:
            backend.append(after - before)
        queries.append(len(spent.statements))
        slowest = sorted(spent.statements, reverse=True)
        if time.perf_counter() - started > MOST_SECONDS:
            break
    return Cost(
        queries=int(median(queries)),
        cpu_ms=round(median(cpu) * 1000, 2),
        db_ms=round(median(database) * 1000, 2),
        db_cpu_ms=round(median(backend) * 1000, 2) if backend else None,
        slowest=tuple((round(seconds * 1000, 2), text) for seconds, text in slowest),
    )
