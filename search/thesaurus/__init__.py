"""Keeps the engine's thesaurus up to date in every process."""

from collections.abc import Iterator
from threading import Lock
from uuid import UUID
from weakref import WeakKeyDictionary

from search.engines import get_engine
from search.engines.documents import Concept
from search.engines.protocol import SearchEngine
from search.models import ThesaurusConcept, ThesaurusVersion

_told: "WeakKeyDictionary[SearchEngine, UUID | None]" = WeakKeyDictionary()
_lock = Lock()


def concepts() -> Iterator[Concept]:
    """Returns all concepts as engines take them. One query."""
    return (Concept(row.key, row.all_labels()) for row in ThesaurusConcept.objects.all())


def refresh() -> None:
    """Gives the thesaurus to the site's engine if it has changed since the engine got it.

    One small query; one more for the first search of a process after a change. The token is read before the concepts:
    when they change in between, the next search gives them again.
    """
    engine, token = get_engine(), ThesaurusVersion.current()
    if engine in _told and _told[engine] == token:
        return
    with _lock:
        # Another thread may have done it while this one waited for the lock.
        if engine in _told and _told[engine] == token:
            return
        engine.set_thesaurus(list(concepts()))
        _told[engine] = token


def forget(engine: SearchEngine) -> None:
    """Forgets which thesaurus an engine has, after another was set: `refresh` will give it the site's again."""
    with _lock:
        _told.pop(engine, None)
