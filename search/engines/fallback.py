"""Falls back on the database when the search server does not answer."""

import logging
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import ClassVar, TypeVar

from .breaker import CircuitBreaker
from .comparing import ServerComparison
from .documents import Concept, EntryDocument, Health, SearchRequest, SearchResult, Suggestion
from .errors import QuestionRefused, SearchUnavailable
from .protocol import ComparesVectors, SearchEngine

T = TypeVar("T")

logger = logging.getLogger("fedcms.search")


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
        self._vector_breaker = CircuitBreaker(what="The search server, asked for vectors,")
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
        if stands_in:
            return replace(result, stands_in=True)

        def counted(ids: Sequence[str]) -> Collection[str]:
            return self._ask(
                lambda engine: (result if engine is self.server else engine.search(index, request)).counted(
                    ids
                )
            )[0]

        return replace(result, counted=counted)

    def suggest(
        self, index: str, prefix: str, language: str, limit: int = 8, *, now: datetime | None = None
    ) -> tuple[Suggestion, ...]:
        """Returns the server's suggestions, or the database's."""
        return self._ask(lambda engine: engine.suggest(index, prefix, language, limit, now=now))[0]

    def comparison(self, index: str, number: int) -> ServerComparison | None:
        """Returns a question for what is near to a vector; None while the server is not to be asked.

        While it does not answer for words, it is not asked for vectors either; but it is asked for words when it fails
        over vectors.
        """
        server = self.server
        if not isinstance(server, ComparesVectors) or self._breaker.is_open or not self.is_current():
            return None
        return ServerComparison(server, index, number, words=self._breaker, vectors=self._vector_breaker)

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
