"""Falls back on the database when the search server does not answer."""

import logging
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import ClassVar, TypeVar

from .documents import Concept, EntryDocument, Health, SearchRequest, SearchResult, Suggestion
from .errors import QuestionRefused, SearchUnavailable
from .protocol import SearchEngine

FIRST_PAUSE = 2.0
"""Seconds without a question to a server that failed; each further failure doubles them."""
LONGEST_PAUSE = 30.0

T = TypeVar("T")

logger = logging.getLogger("fedcms.search")


class CircuitBreaker:
    """Remembers, for this process, that a server does not answer, so that one request waits for it and not all.

    After each pause one caller may try; the others are told no until it is known how that went.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Closed: everybody may ask. `clock` counts seconds."""
        self._clock = clock
        self._lock = threading.Lock()
        self._failures = 0
        self._closed_until = 0.0

    def ticket(self) -> int | None:
        """Whether to ask the server now: what is to be told with the outcome, or None."""
        with self._lock:
            if not self._failures:
                return 0
            if self._clock() < self._closed_until:
                return None
            # Whoever comes while this one waits for its answer goes to the database.
            self._closed_until = self._clock() + FIRST_PAUSE
            return self._failures

    def succeeded(self, ticket: int) -> None:
        """The server answered who held this ticket."""
        with self._lock:
            if ticket != self._failures:
                return
            self._failures = 0
        if ticket:
            logger.warning("The search server answers again.")

    def failed(self, ticket: int, error: Exception) -> None:
        """The server did not answer. Several that waited at once are one failure."""
        with self._lock:
            if ticket != self._failures:
                return
            pause = min(FIRST_PAUSE * 2 ** min(self._failures, 10), LONGEST_PAUSE)
            self._failures += 1
            self._closed_until = self._clock() + pause
        logger.warning("The search server does not answer, the database does for %s s: %s", pause, error)


class FallbackEngine:
    """Asks the server, and the database when the server does not answer.

    Only questions go to the server. What is written goes into the database, in the caller's transaction; the server
    gets it by the outbox (search.entries.outbox).
    """

    name: ClassVar[str] = "server, else database"

    def __init__(
        self, server: SearchEngine, database: SearchEngine, breaker: CircuitBreaker | None = None
    ) -> None:
        """`database` holds the same documents as `server`, or newer ones."""
        self.server = server
        self.database = database
        self._breaker = breaker or CircuitBreaker()
        # Whether the server has what the database has, but for what is under way; engines know no outbox, so the app
        # puts its own question here.
        self.is_current: Callable[[], bool] = lambda: True

    def _ask(self, question: Callable[[SearchEngine], T]) -> tuple[T, bool]:
        """The answer, and whether the database gave it."""
        ticket = self._breaker.ticket() if self.is_current() else None
        if ticket is not None:
            try:
                answer = question(self.server)
            except QuestionRefused as error:
                self._breaker.succeeded(ticket)
                logger.warning("The search server refuses a question, the database answers it: %s", error)
            except SearchUnavailable as error:
                self._breaker.failed(ticket, error)
            else:
                self._breaker.succeeded(ticket)
                return answer, False
        return question(self.database), True

    def search(self, index: str, request: SearchRequest) -> SearchResult:
        """The server's answer, or the database's with `stands_in` set."""
        result, stands_in = self._ask(lambda engine: engine.search(index, request))
        return replace(result, stands_in=True) if stands_in else result

    def suggest(
        self, index: str, prefix: str, language: str, limit: int = 8, *, now: datetime | None = None
    ) -> tuple[Suggestion, ...]:
        """The server's suggestions, or the database's."""
        return self._ask(lambda engine: engine.suggest(index, prefix, language, limit, now=now))[0]

    def health(self) -> Health:
        """The server's."""
        return self.server.health()

    def set_thesaurus(self, concepts: Iterable[Concept]) -> None:
        """Sets the thesaurus of both engines."""
        listed = list(concepts)
        self.server.set_thesaurus(listed)
        self.database.set_thesaurus(listed)

    def create(self, index: str) -> None:
        """In the database."""
        self.database.create(index)

    def drop(self, index: str) -> None:
        """In the database."""
        self.database.drop(index)

    def index(self, index: str, documents: Iterable[EntryDocument]) -> None:
        """In the database."""
        self.database.index(index, documents)

    def remove(self, index: str, ids: Iterable[str]) -> None:
        """From the database."""
        self.database.remove(index, ids)

    def rebuild(self, index: str, documents: Iterable[EntryDocument]) -> None:
        """In the database."""
        self.database.rebuild(index, documents)

    def ids(self, index: str) -> Iterator[str]:
        """The database's."""
        return self.database.ids(index)
