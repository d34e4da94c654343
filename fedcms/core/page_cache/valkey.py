"""A server that speaks the protocol of Redis (Valkey), asked without patience, and not at all while it is away."""

import logging
import time
from collections.abc import Callable
from threading import Lock
from typing import TypeVar

from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError, ResponseError
from redis.retry import Retry

PATIENCE = 0.05
"""Seconds for which a request waits to connect, and for an answer: to make a page takes about as long."""
PAUSE = 5.0
"""Seconds for which nobody asks after a failure; then one thread does."""
MOST_BYTES = 1_100_000
"""More than the largest answer that is shared: of what others put there, no more is read."""

logger = logging.getLogger("fedcms.page_cache")
Found = TypeVar("Found")


class _Breaker:
    """Says whether to ask, and in the log when that changes."""

    def __init__(self, fails: str, again: str) -> None:
        self._fails, self._again = fails, again
        self._lock = Lock()
        self._is_open = False
        self.asked_again_at = 0.0

    def may_ask(self) -> bool:
        """Returns whether this thread may ask: all while nothing failed, then one at a time, with pauses."""
        with self._lock:
            now = time.monotonic()
            if self._is_open:
                if now < self.asked_again_at:
                    return False
                self.asked_again_at = now + PAUSE
        return True

    def failed(self, error: Exception) -> None:
        """Lets nobody ask for a while."""
        with self._lock:
            was_open, self._is_open = self._is_open, True
            self.asked_again_at = time.monotonic() + PAUSE
        if not was_open:
            # Not the error itself, which may name the address with its password.
            logger.warning("%s (%s): each process keeps its own.", self._fails, type(error).__name__)

    def answered(self) -> None:
        """Lets all ask."""
        if self._is_open:
            with self._lock:
                was_open, self._is_open = self._is_open, False
            if was_open:
                logger.warning(self._again)


class Valkey:
    """A `Shelf` on a server."""

    def __init__(self, url: str) -> None:
        # The client knows its own names: redis:// and rediss://.
        own = f"redis{url.removeprefix('valkey')}" if url.startswith("valkey") else url
        self._client = Redis.from_url(
            own,
            socket_timeout=PATIENCE,
            socket_connect_timeout=PATIENCE,
            retry=Retry(NoBackoff(), 0),
            # Nothing is asked of a new connection but what is wanted of it.
            protocol=2,
            driver_info=None,
        )
        self._server = _Breaker("Valkey does not answer", "Valkey answers again.")
        # One that is full, or may not write, still gives what it has.
        self._writes = _Breaker("Valkey takes nothing", "Valkey takes what is kept again.")

    def get(self, name: str) -> bytes | None:
        """Returns what is kept; None while the server is away."""
        found = self._ask(lambda client: client.getrange(name, 0, MOST_BYTES - 1))
        return found if isinstance(found, bytes) and found else None

    def put(self, name: str, data: bytes, milliseconds: int) -> None:
        """Keeps something, unless the server is away or takes nothing."""
        if not self._writes.may_ask():
            return
        try:
            is_kept = self._ask(lambda client: client.set(name, data, px=milliseconds), refusal=ResponseError)
        except ResponseError as error:
            self._writes.failed(error)
        else:
            if is_kept:
                self._writes.answered()

    def _ask(
        self, act: Callable[["Redis"], Found], *, refusal: type[Exception] | tuple[()] = ()
    ) -> Found | None:
        """Returns what the server answers, None while it is away; raises a refusal alone, which is an answer."""
        if not self._server.may_ask():
            return None
        try:
            found = act(self._client)
        except refusal:
            self._server.answered()
            raise
        # A type error is one of an option that the client does not know: nothing of the address fails a request.
        except (RedisError, OSError, ValueError, TypeError) as error:
            self._server.failed(error)
            return None
        self._server.answered()
        return found
