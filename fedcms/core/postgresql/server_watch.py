"""Knows whether the server hangs: it takes connections, and answers nothing."""

import logging
import time
from threading import Lock, Thread
from typing import Any

import psycopg
from psycopg import pq
from psycopg.errors import ConnectionTimeout

PATIENCE = 3.0
"""Seconds that a statement waits before somebody looks; many take longer, of a server that is well."""
SECONDS_TO_ANSWER = 4
"""In which a server that is busy still takes a new connection."""
LOOKS = 2
"""So many that were not answered, one after another, say that it hangs: one may be late."""
PAUSE = 0.5
PAUSE_WHEN_ANSWERED = 10.0
"""Seconds for which nobody looks again after the server has answered, however long a statement takes."""
_PARAMETERS = frozenset(option.keyword.decode() for option in pq.Conninfo.get_defaults())

logger = logging.getLogger("fedcms.database")


class ServerWatch:
    """One for each process; only those of the web turn it on. A thread of its own looks while there is a doubt."""

    def __init__(self) -> None:
        """Nothing is known yet."""
        self.is_on = False
        """Off: every statement and connection waits as Django's do, as those of the worker and of commands are to."""
        self.is_hung = False
        self._server: dict[str, Any] = {}
        self._lock = Lock()
        self._looking: Thread | None = None
        self._answered_at = float("-inf")

    def connect_as(self, parameters: dict[str, Any]) -> None:
        """Notes how Django connects: the watch does the same."""
        self._server = {name: value for name, value in parameters.items() if name in _PARAMETERS}

    def look(self) -> None:
        """Has a thread look, unless one does already, or has lately."""
        with self._lock:
            if (
                not self.is_on
                or time.monotonic() - self._answered_at < PAUSE_WHEN_ANSWERED
                or (self._looking is not None and self._looking.is_alive())
            ):
                return
            self._looking = Thread(target=self._look, name="fedcms-server-watch", daemon=True)
            try:
                self._looking.start()
            except RuntimeError:
                # No more threads, or the process ends: a statement that waits goes on waiting.
                logger.warning("Nobody can look whether the database server hangs.", exc_info=True)
                self._looking = None

    def refuse_if_hung(self) -> None:
        """Raises `OperationalError` while the server hangs."""
        if self.is_hung:
            raise psycopg.OperationalError("The database server does not answer.")

    def _look(self) -> None:
        silent = 0
        try:
            while self._is_silent():
                silent += 1
                if silent == LOOKS:
                    logger.warning("The database server does not answer: statements that wait are given up.")
                    self.is_hung = True
                time.sleep(PAUSE)
        finally:
            # Whatever happened: nobody would look again while everybody is refused.
            if self.is_hung:
                logger.warning("The database server answers again.")
            self._answered_at, self.is_hung = time.monotonic(), False

    def _is_silent(self) -> bool:
        try:
            psycopg.connect(**{**self._server, "connect_timeout": SECONDS_TO_ANSWER}).close()
        except ConnectionTimeout:
            return True
        except psycopg.Error:
            # A refusal is an answer, too, and ends what waits.
            return False
        return False


watch = ServerWatch()
"""Of this process."""
