"""Finds the entries that are nearest in meaning to what was typed."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from math import sqrt

from django.conf import settings

from search.engines import FallbackEngine, get_engine
from search.engines.vector_space import Neighbourhood, vector_space
from search.meaning.embedder import Vector
from search.meaning.texts import as_bytes
from search.meaning.vector_file import open_file

CANDIDATES = 40
"""So many entries of a language are looked up, of which some may not be shown."""


@dataclass(frozen=True)
class Limits:
    """What an entry needs to be found by its meaning alone: how near it is, and how far it stands out.

    The latter in standard deviations above the mean of its language: similarities alone do not tell sense from
    nonsense, since every text is near every other. Among few entries, none can stand out far.
    """

    similarity: float
    deviation: float


# Learnt on judged sets (docs/search.md). One word or two are near anything; a question says more.
FEW_WORDS = Limits(0.84, 2.9)
SEVERAL_WORDS = Limits(0.82, 2.2)
SEVERAL = 3
# Of another language than the words: similarities are lower, but what is near must stand out as far.
SIMILARITY_ELSEWHERE = 0.70
# What nobody asked for, and is shown apart.
OFFERED_ELSEWHERE = Limits(0.72, 3.4)
_DEVIATION_OF_FEW = 0.5


@dataclass(frozen=True)
class Near:
    """An entry that is near, by its id; whether it `stands_out` enough to be found by its meaning alone."""

    entry_id: int
    similarity: float
    stands_out: bool


def nearest_of(found: Neighbourhood, limits: Limits) -> list[Near]:
    """Returns the nearest, the nearest first."""
    if not found.count:
        return []
    deviation = min(limits.deviation, _DEVIATION_OF_FEW * sqrt(found.count - 1))
    least = max(limits.similarity, found.mean + deviation * found.deviation)
    return [Near(entry, similarity, similarity >= least) for entry, similarity in found.nearest]


def limits_of(words: int, language: str, read_in: str, searched: Collection[str]) -> Limits:
    """Returns the limits for entries in `language`, when so many words of the language `read_in` were typed."""
    if language not in searched:
        return OFFERED_ELSEWHERE
    limits = SEVERAL_WORDS if words >= SEVERAL else FEW_WORDS
    return limits if language == read_in else replace(limits, similarity=SIMILARITY_ELSEWHERE)


def nearest(vector: Vector, words: int, read_in: str, searched: Collection[str]) -> list[Near]:
    """Returns what is near, in the languages searched and in others, the nearest first; nothing without vectors."""
    found = [
        near
        for language, neighbourhood in _neighbourhoods(vector).items()
        for near in nearest_of(neighbourhood, limits_of(words, language, read_in, searched))
    ]
    return sorted(found, key=lambda near: -near.similarity)


def _neighbourhoods(vector: Vector) -> Mapping[str, Neighbourhood]:
    """Asks the search server; the file of vectors where there is no server, no vector in it, or no answer of it."""
    space = vector_space()
    if space is None:
        return {}
    engine = get_engine()
    if isinstance(engine, FallbackEngine):
        found = engine.neighbourhoods(settings.FEDCMS_SEARCH_INDEX, as_bytes(vector), CANDIDATES)
        if found:
            return found
    file = open_file(space.model, space.dimensions)
    return file.neighbourhoods(vector, CANDIDATES) if file else {}
