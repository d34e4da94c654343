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
    """All concepts as the engines take them. One query."""
    return (Concept(row.key, row.all_labels()) for row in ThesaurusConcept.objects.all())


def refresh() -> None:
    """Tells the site's engine of the thesaurus when it changed since it was last told.

    One small query; one more in the first search of a process after a change. The token is read first: concepts that
    change in between are told again with the next search.
    """
    engine, token = get_engine(), ThesaurusVersion.current()
    if engine in _told and _told[engine] == token:
        return
    with _lock:
        # Those that waited find it done.
        if engine in _told and _told[engine] == token:
            return
        engine.set_thesaurus(list(concepts()))
        _told[engine] = token


def forget(engine: SearchEngine) -> None:
    """Another thesaurus was set in this engine: it is told the site's again before its next search."""
    with _lock:
        _told.pop(engine, None)
