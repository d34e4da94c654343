"""Asks for the vector of what somebody typed, in a bounded time: no page waits for a model that hangs or is dead."""

import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Mapping
from contextlib import ExitStack

from django.conf import settings

from search.engines.breaker import CircuitBreaker
from search.engines.vector_space import Neighbourhood
from search.meaning import nearest
from search.meaning.choice import get_embedder
from search.meaning.embedder import Embedder, EmbedderUnavailable, Vector
from search.meaning.texts import as_bytes

PATIENCE = 3
"""So many queries in a row may fail before the model is left alone for a while."""
AT_ONCE = 4
"""So many queries of a process may be on their way. A thread that hangs takes one place until it ends."""
REMEMBERED = 256
"""How many vectors a process keeps: the second page of a search asks for that of its first."""

logger = logging.getLogger("fedcms.search")


class Question:
    """A question that is on its way in a thread, so that other work is done meanwhile.

    When its vector is there, the thread looks what is near, or asks the search server. To ask others takes
    `FEDCMS_EMBEDDER_TIMEOUT` seconds in all, from the start on.
    """

    def __init__(
        self,
        asker: "Asker",
        embedder: Embedder,
        text: str,
        ticket: int,
        comparison: nearest.Comparison,
    ) -> None:
        """Asks at once."""
        self._asker, self._embedder, self._text, self._ticket = asker, embedder, text, ticket
        self._end = time.monotonic() + settings.FEDCMS_EMBEDDER_TIMEOUT
        self._is_told = threading.Lock()
        self._came = threading.Event()
        self._vector: Vector | None = None
        self._comparison = comparison
        threading.Thread(target=self._run, name="query vector", daemon=True).start()

    def _run(self) -> None:
        with ExitStack() as at_the_end:
            at_the_end.callback(self._came.set)
            at_the_end.callback(self._asker.places.release)
            self._embed()
            if self._vector is not None:
                self._came.set()
                if not self._comparison.may_hang:
                    at_the_end.pop_all().close()
                self._comparison.ask(as_bytes(self._vector))

    def _embed(self) -> None:
        try:
            self._vector = vector = self._embedder.embed_query(self._text)
            # Also what comes too late: the next page of this search, or somebody else's, has it.
            self._asker.remember(self._embedder, self._text, vector)
        except EmbedderUnavailable as error:
            self._tell(error)
        except Exception as error:
            logger.exception("The embedder failed in a way of its own.")
            self._tell(error)

    def _tell(self, error: Exception) -> None:
        """Tells the breaker of the failure, once: of what came too late, it was told already."""
        if self._is_told.acquire(blocking=False):
            self._asker.breaker.failed(self._ticket, error)

    def vector(self) -> Vector | None:
        """Returns the vector; None when none came in time. Who asks again does not wait again."""
        if not self._came.wait(max(0.0, self._end - time.monotonic())):
            self._tell(EmbedderUnavailable("no vector came in time"))
            return None
        if self._vector is not None and self._is_told.acquire(blocking=False):
            self._asker.breaker.succeeded(self._ticket)
        return self._vector

    def near(self) -> Mapping[str, Neighbourhood]:
        """Returns by language what is near to the vector that came; nothing where it was not compared in time."""
        return self._comparison.found(self._end) if self._vector is not None else {}


class KnownVector:
    """A vector that was asked for before."""

    def __init__(self, vector: Vector | None, comparison: nearest.Comparison | None = None) -> None:
        """`comparison` is on its way."""
        self._known, self._comparison = vector, comparison
        self._end = time.monotonic() + settings.FEDCMS_EMBEDDER_TIMEOUT

    def vector(self) -> Vector | None:
        """Returns it; None where there is no model, or none to be asked now."""
        return self._known

    def near(self) -> Mapping[str, Neighbourhood]:
        """Returns by language what is near to it; nothing where it was not compared in time."""
        return self._comparison.found(self._end) if self._comparison else {}


Asked = Question | KnownVector


class Asker:
    """What a process remembers of the model: its last vectors, and whether it is left alone now."""

    def __init__(self, breaker: CircuitBreaker | None = None) -> None:
        """Starts with a model that may be asked."""
        self.breaker = breaker or CircuitBreaker(what="The model", patience=PATIENCE)
        self.places = threading.BoundedSemaphore(AT_ONCE)
        self._lock = threading.Lock()
        self._known: OrderedDict[tuple[str, str], Vector] = OrderedDict()

    def ask(self, text: str) -> Asked:
        """Asks for the vector of `text`; take it from what is returned when the words' own search is done."""
        embedder = get_embedder()
        if embedder is None:
            return KnownVector(None)
        comparison = nearest.comparison()
        with self._lock:
            if (known := self._known.get((embedder.name, text))) is not None:
                self._known.move_to_end((embedder.name, text))
        if known is not None:
            return KnownVector(known, self._compare(known, comparison))
        if not self.places.acquire(blocking=False):
            return KnownVector(None)
        ticket = self.breaker.ticket()
        if ticket is not None:
            try:
                return Question(self, embedder, text, ticket, comparison)
            except RuntimeError as error:  # the system has no thread left
                self.breaker.failed(ticket, error)
        self.places.release()
        return KnownVector(None)

    def _compare(self, vector: Vector, comparison: nearest.Comparison) -> nearest.Comparison | None:
        """Compares a vector in a thread, if there is one left."""
        if comparison.may_hang and not self.places.acquire(blocking=False):
            return None

        def done() -> None:
            if comparison.may_hang:
                self.places.release()

        def run() -> None:
            try:
                comparison.ask(as_bytes(vector))
            finally:
                done()

        try:
            threading.Thread(target=run, name="query comparison", daemon=True).start()
        except RuntimeError:  # the system has no thread left
            done()
            return None
        return comparison

    def remember(self, embedder: Embedder, text: str, vector: Vector) -> None:
        """Keeps a vector, and forgets the one that nobody has asked for longest."""
        with self._lock:
            self._known[(embedder.name, text)] = vector
            if len(self._known) > REMEMBERED:
                self._known.popitem(last=False)


_asker = Asker()


def ask_for_vector(text: str) -> Asked:
    """Asks this process's model for the vector of what somebody typed."""
    return _asker.ask(text)


def forget_everything() -> None:
    """Starts anew, as a new process does. For tests."""
    global _asker  # noqa: PLW0603  # the process's own
    _asker = Asker()
