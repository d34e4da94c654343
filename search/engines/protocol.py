"""The protocol that every search engine implements."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import ClassVar, Protocol, runtime_checkable

from .documents import Concept, EntryDocument, Health, SearchRequest, SearchResult, Suggestion


@runtime_checkable
class SearchEngine(Protocol):
    """Holds indexes by name: lower-case letters, digits and underscores (else `InvalidIndexName`).

    Methods raise `SearchUnavailable` when the engine does not answer or the index was not created. Engines in
    a database write in the caller's transaction: what is rolled back was never indexed.
    """

    name: ClassVar[str]

    def create(self, index: str) -> None:
        """Makes the index's storage; does nothing when it is there."""

    def drop(self, index: str) -> None:
        """Removes the index and all in it; does nothing when it is not there."""

    def index(self, index: str, documents: Iterable[EntryDocument]) -> None:
        """Adds documents, or replaces those of the same id. Doing it twice changes nothing."""

    def remove(self, index: str, ids: Iterable[str]) -> None:
        """Takes documents out; ids that are not there do not matter."""

    def search(self, index: str, request: SearchRequest) -> SearchResult:
        """Answers a search. Nothing that a person types makes it fail."""

    def suggest(
        self, index: str, prefix: str, language: str, limit: int = 8, *, now: datetime | None = None
    ) -> tuple[Suggestion, ...]:
        """Titles visible at `now` (default: this moment) with all words typed, the last unfinished.

        The newest of each kind, then the second of each, and so on: no kind crowds out another.
        """

    def rebuild(self, index: str, documents: Iterable[EntryDocument]) -> None:
        """Makes the index hold exactly `documents` while it goes on answering. Safe to repeat.

        What others add meanwhile stays.
        """

    def ids(self, index: str) -> Iterator[str]:
        """The ids of all documents, visible or not, in order."""

    def health(self) -> Health:
        """Whether the engine answers; never raises."""

    def set_thesaurus(self, concepts: Iterable[Concept]) -> None:
        """The concepts whose labels a search takes for one another from now on; no rebuild is needed.

        Database engines keep them in the process: each process sets its own.
        """
