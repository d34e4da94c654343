"""A connection whose statements are given up once the server hangs, however long they may take while it does not."""

import time
from collections.abc import Generator
from typing import Any, TypeVar

import psycopg
from psycopg.rows import TupleRow

from fedcms.core.postgresql.server_watch import PATIENCE, watch

Result = TypeVar("Result")
TICK = 0.1
"""Seconds after which a statement that waits looks up."""


class WatchedConnection(psycopg.Connection[TupleRow]):
    """psycopg's. Nothing in TCP tells that a server hangs: its kernel still answers for it."""

    def wait(  # psycopg's types are its own
        self, gen: Any, interval: float = TICK, timeout: float | None = None
    ) -> Any:
        """Waits for what a statement gives. Raises `OperationalError` when the server hangs."""
        watched = self._watched(gen) if watch.is_on else gen
        return super().wait(watched, interval=interval, timeout=timeout)

    def _watched(self, work: Generator[Any, Any, Result]) -> Generator[Any, Any, Result]:
        begun = 0.0
        try:
            wanted = next(work)
            while True:
                ready = yield wanted
                if not ready:
                    begun = begun or time.monotonic()
                    self._look_up(time.monotonic() - begun)
                wanted = work.send(ready)
        except StopIteration as ended:
            result: Result = ended.value
            return result

    def _look_up(self, waited: float) -> None:
        if waited <= PATIENCE:
            return
        watch.look()
        if watch.is_hung:
            # Nobody will read its answer.
            self.pgconn.finish()
            watch.refuse_if_hung()
