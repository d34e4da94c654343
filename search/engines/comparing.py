"""One question to a search server for what is near to a vector: asked in a thread of its own, waited for in another."""

import logging
import threading
import time
from collections.abc import Mapping

from .breaker import CircuitBreaker
from .errors import SearchUnavailable
from .protocol import ComparesVectors
from .vector_space import Neighbourhood

logger = logging.getLogger("fedcms.search")


class ServerComparison:
    """Asks beside the words' own search, so that a page waits for it no longer than meaning may take in all."""

    def __init__(
        self,
        server: ComparesVectors,
        index: str,
        number: int,
        *,
        words: CircuitBreaker,
        vectors: CircuitBreaker,
    ) -> None:
        """Asks nothing yet. A server that does not answer for `words` is not asked; failures are told to `vectors`."""
        self._server, self._index, self._number = server, index, number
        self._words, self._vectors = words, vectors
        self._ticket: int | None = None
        self._is_told = threading.Lock()
        self._came = threading.Event()
        self._found: Mapping[str, Neighbourhood] = {}

    def ask(self, vector: bytes) -> None:
        """Asks, unless the server is left alone; never raises. Reads nothing from the database."""
        try:
            self._ticket = None if self._words.is_open else self._vectors.ticket()
            if self._ticket is None:
                return
            self._found = self._server.neighbourhoods(self._index, vector, self._number)
        except SearchUnavailable as error:
            self._tell(error)
        except Exception as error:
            logger.exception("The search server compares vectors in a way of its own.")
            self._tell(error)
        else:
            self._tell(None)
        finally:
            self._came.set()

    def found(self, end: float) -> Mapping[str, Neighbourhood]:
        """Returns by language what came by `end` (of the monotonic clock); nothing else, which counts as a failure."""
        if not self._came.wait(max(0.0, end - time.monotonic())):
            self._tell(SearchUnavailable("vectors were not compared in time"))
            return {}
        return self._found

    def _tell(self, error: Exception | None) -> None:
        """Tells the breaker how it ended, once: of what came too late, it was told already."""
        if self._ticket is None or not self._is_told.acquire(blocking=False):
            return
        if error is None:
            self._vectors.succeeded(self._ticket)
        else:
            self._vectors.failed(self._ticket, error)
