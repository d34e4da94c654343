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
from .protocol import ComparesVectors, SearchEngine
from .vector_space import Neighbourhood

FIRST_PAUSE = 2.0
"""How long (seconds) a server that failed is not asked. Each further failure doubles it, up to `LONGEST_PAUSE`."""
LONGEST_PAUSE = 30.0

T = TypeVar("T")

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


class FallbackEngine:
    """Both engines: the server answers, or the database when the server does not.

    Only searches go to the server. Documents are written to the database, in the caller's transaction; the server gets
    them from the outbox (search.entries.outbox).
    """

    name: ClassVar[str] = "server, else database"

    def __init__(
        self, server: SearchEngine, database: SearchEngine, breaker: CircuitBreaker | None = None
    ) -> None:
        """Takes both engines; `database` must hold the same documents as `server`, or newer ones."""
        self.server = server
        self.database = database
        self._breaker = breaker or CircuitBreaker()
        self._comparing = CircuitBreaker(what="The search server, asked for vectors,")
        # Tells whether the server is up to date with the database, apart from changes just being delivered. Engines do
        # not know the outbox, so `search.entries.server_lag` replaces this function.
        self.is_current: Callable[[], bool] = lambda: True

    def _ask(self, question: Callable[[SearchEngine], T]) -> tuple[T, bool]:
        """Returns the answer, and whether the database gave it."""
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
        """Returns the server's answer, or the database's with `stands_in` set."""
        result, stands_in = self._ask(lambda engine: engine.search(index, request))
        return replace(result, stands_in=True) if stands_in else result

    def suggest(
        self, index: str, prefix: str, language: str, limit: int = 8, *, now: datetime | None = None
    ) -> tuple[Suggestion, ...]:
        """Returns the server's suggestions, or the database's."""
        return self._ask(lambda engine: engine.suggest(index, prefix, language, limit, now=now))[0]

    def neighbourhoods(self, index: str, vector: bytes, number: int) -> dict[str, Neighbourhood]:
        """Returns what the server says is near to a vector, by language.

        Nothing where it has no vectors, or does not answer: then it is not asked for vectors for a while. It is asked
        for words all the same; but while it does not answer for those, it is not asked for vectors either.
        """
        server = self.server
        if not isinstance(server, ComparesVectors) or self._breaker.is_open or not self.is_current():
            return {}
        ticket = self._comparing.ticket()
        if ticket is None:
            return {}
        try:
            found = server.neighbourhoods(index, vector, number)
        except (QuestionRefused, SearchUnavailable) as error:
            self._comparing.failed(ticket, error)
        else:
            self._comparing.succeeded(ticket)
            return found
        return {}

    def health(self) -> Health:
        """Returns the health of the server."""
        return self.server.health()

    def set_thesaurus(self, concepts: Iterable[Concept]) -> None:
        """Sets the thesaurus of both engines."""
        listed = list(concepts)
        self.server.set_thesaurus(listed)
        self.database.set_thesaurus(listed)

    def create(self, index: str) -> None:
        """Creates the index in the database."""
        self.database.create(index)

    def drop(self, index: str) -> None:
        """Removes the index from the database."""
        self.database.drop(index)

    def index(self, index: str, documents: Iterable[EntryDocument]) -> None:
        """Adds or replaces documents in the database."""
        self.database.index(index, documents)

    def remove(self, index: str, ids: Iterable[str]) -> None:
        """Removes documents from the database."""
        self.database.remove(index, ids)

    def rebuild(self, index: str, documents: Iterable[EntryDocument]) -> None:
        """Rebuilds the index in the database."""
        self.database.rebuild(index, documents)

    def ids(self, index: str) -> Iterator[str]:
        """Returns the ids of all documents in the database."""
        return self.database.ids(index)
