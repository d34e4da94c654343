"""Remembers that a server does not answer, so that not every request waits for it."""

import logging
import threading
import time
from collections.abc import Callable

FIRST_PAUSE = 2.0
"""How long (seconds) a server that failed is not asked. Each further failure doubles it, up to `LONGEST_PAUSE`."""
LONGEST_PAUSE = 30.0

logger = logging.getLogger("fedcms.search")


class CircuitBreaker:
    """The memory, in this process, that a server does not answer, so that not every request waits for it.

    After each pause one caller may try; until its outcome is known, the others are told not to ask.
    """

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        *,
        what: str = "The search server",
        patience: int = 1,
    ) -> None:
        """Starts with a server that may be asked. `clock` returns seconds.

        `what` it is stands in the log. It is left alone once it has failed `patience` times without an answer between.
        """
        self._clock = clock
        self._what, self._patience = what, patience
        self._lock = threading.Lock()
        self._failures = 0
        self._closed_until = 0.0

    def ticket(self) -> int | None:
        """Returns a ticket to report the outcome with, or None when the server must not be asked now."""
        with self._lock:
            if self._failures < self._patience:
                return self._failures
            if self._clock() < self._closed_until:
                return None
            # Until this caller reports its outcome, all others do without the server.
            self._closed_until = self._clock() + FIRST_PAUSE
            return self._failures

    @property
    def is_open(self) -> bool:
        """Whether the last answers were failures, so that not everybody may ask."""
        with self._lock:
            return self._failures >= self._patience

    def succeeded(self, ticket: int) -> None:
        """Notes that the server answered the holder of this ticket."""
        with self._lock:
            if ticket != self._failures:
                return
            self._failures = 0
        if ticket >= self._patience:
            logger.warning("%s answers again.", self._what)

    def failed(self, ticket: int, error: Exception) -> None:
        """Notes that the server did not answer. Failures of several requests sent at the same time count as one."""
        with self._lock:
            if ticket != self._failures:
                return
            self._failures += 1
            beyond = self._failures - self._patience
            pause = min(FIRST_PAUSE * 2 ** min(beyond, 10), LONGEST_PAUSE) if beyond >= 0 else 0.0
            self._closed_until = self._clock() + pause
        # Nothing of a pause while there is none.
        left_alone = f" and is not asked for {pause} s" if pause else ""
        logger.warning("%s does not answer%s: %s", self._what, left_alone, error)
