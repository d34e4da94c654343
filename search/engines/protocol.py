"""The protocol that every search engine implements."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import ClassVar, Protocol, runtime_checkable

from .documents import Concept, EntryDocument, Health, SearchRequest, SearchResult, Suggestion
from .vector_space import Neighbourhood


@runtime_checkable
class SearchEngine(Protocol):
    """A search engine with indexes by name: lower-case letters, digits, underscores (else `InvalidIndexName`).

    Methods raise `SearchUnavailable` when the engine does not answer or the index was not created. Engines in a
    database write in the caller's transaction: what is rolled back was never indexed.
    """

    name: ClassVar[str]

    def create(self, index: str) -> None:
        """Creates the index; does nothing when it is there."""

    def drop(self, index: str) -> None:
        """Removes the index and all documents in it; does nothing when it is not there."""

    def index(self, index: str, documents: Iterable[EntryDocument]) -> None:
        """Adds documents, or replaces those of the same id. Repeating it changes nothing."""

    def remove(self, index: str, ids: Iterable[str]) -> None:
        """Removes documents; unknown ids do not matter."""

    def search(self, index: str, request: SearchRequest) -> SearchResult:
        """Answers a search. Nothing that a person types makes it fail."""

    def suggest(
        self, index: str, prefix: str, language: str, limit: int = 8, *, now: datetime | None = None
    ) -> tuple[Suggestion, ...]:
        """Returns titles visible at `now` (default: this moment) that have all words typed, the last one unfinished.

        The newest of each kind come first, then the second of each, and so on: no kind crowds out another.
        """

    def rebuild(self, index: str, documents: Iterable[EntryDocument]) -> None:
        """Makes the index hold exactly `documents`. It answers searches meanwhile. Safe to repeat.

        What others add meanwhile stays.
        """

    def ids(self, index: str) -> Iterator[str]:
        """Returns the ids of all documents, visible or not, sorted."""

    def health(self) -> Health:
        """Returns whether the engine answers; never raises."""

    def set_thesaurus(self, concepts: Iterable[Concept]) -> None:
        """Replaces the thesaurus: a search for one label of a concept finds its other labels too. Needs no rebuild.

        Each process keeps its own thesaurus and has to set it.
        """


@runtime_checkable
class ComparesVectors(Protocol):
    """An engine that has the vectors of its documents beside their words."""

    def neighbourhoods(self, index: str, vector: bytes, number: int) -> dict[str, Neighbourhood]:
        """Returns by language the `number` visible documents nearest to a vector of signed bytes; nothing without any.

        Raises `SearchUnavailable`.
        """
