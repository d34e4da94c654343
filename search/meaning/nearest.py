"""Finds the entries that are nearest in meaning to what was typed."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from math import sqrt

from django.conf import settings

from search.engines import FallbackEngine, get_engine
from search.engines.comparing import ServerComparison
from search.engines.vector_space import Neighbourhood, vector_space
from search.meaning.embedder import Vector
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


def nearest(
    vector: Vector,
    words: int,
    read_in: str,
    searched: Collection[str],
    by_server: Mapping[str, Neighbourhood] | None = None,
) -> list[Near]:
    """Returns what is near, in the languages searched and in others, the nearest first; nothing without vectors.

    `by_server` is what the search server said; where it said nothing, the file of vectors is looked through.
    """
    found = [
        near
        for language, neighbourhood in (by_server or _in_file(vector)).items()
        for near in nearest_of(neighbourhood, limits_of(words, language, read_in, searched))
    ]
    return sorted(found, key=lambda near: -near.similarity)


def server_comparison() -> ServerComparison | None:
    """Returns a question to the search server; None without one, and while it is not to be asked."""
    engine = get_engine() if vector_space() else None
    if not isinstance(engine, FallbackEngine):
        return None
    return engine.comparison(settings.FEDCMS_SEARCH_INDEX, CANDIDATES)


def _in_file(vector: Vector) -> Mapping[str, Neighbourhood]:
    space = vector_space()
    file = open_file(space.model, space.dimensions) if space else None
    return file.neighbourhoods(vector, CANDIDATES) if file else {}
