"""A server that speaks the protocol of Redis (Valkey), asked without patience, and not at all while it is away."""

import logging
import time
from collections.abc import Callable
from threading import Lock
from typing import TypeVar

from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

PATIENCE = 0.05
"""Seconds for which a request waits to connect, and for an answer: to make a page takes about as long."""
PAUSE = 5.0
"""Seconds for which nobody asks after a failure; then one thread does."""

logger = logging.getLogger("fedcms.page_cache")
Found = TypeVar("Found")


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
        self._lock = Lock()
        self._is_away = False
        self._asked_again_at = 0.0

    def get(self, name: str) -> bytes | None:
        """Returns what is kept; None while the server is away."""
        found = self._ask(lambda client: client.get(name))
        return found if isinstance(found, bytes) else None

    def put(self, name: str, data: bytes, milliseconds: int) -> None:
        """Keeps something, unless the server is away."""
        self._ask(lambda client: client.set(name, data, px=milliseconds))

    def _ask(self, act: Callable[["Redis"], Found]) -> Found | None:
        with self._lock:
            now = time.monotonic()
            if self._is_away:
                if now < self._asked_again_at:
                    return None
                self._asked_again_at = now + PAUSE
        try:
            found = act(self._client)
        except (RedisError, OSError, ValueError) as error:
            with self._lock:
                was_away, self._is_away = self._is_away, True
                self._asked_again_at = time.monotonic() + PAUSE
            if not was_away:
                # Not the error itself, which may name the address with its password.
                logger.warning(
                    "Valkey does not answer (%s): each process keeps its own.", type(error).__name__
                )
            return None
        if self._is_away:
            logger.warning("Valkey answers again.")
        self._is_away = False
        return found
