"""Finds the entries that are nearest in meaning to what was typed."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from math import sqrt

from search.meaning.choice import get_embedder
from search.meaning.embedder import Vector
from search.meaning.vector_file import Similarities, open_file

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


def nearest_of(found: Similarities, limits: Limits, number: int = CANDIDATES) -> list[Near]:
    """Returns the nearest, the nearest first."""
    import numpy as np  # noqa: PLC0415  # an extra, which is there when there are similarities

    count = len(found.values)
    if not count:
        return []
    deviation = min(limits.deviation, _DEVIATION_OF_FEW * sqrt(count - 1))
    least = max(limits.similarity, float(found.values.mean() + deviation * found.values.std()))
    best = np.argpartition(-found.values, min(number, count) - 1)[:number]
    best = best[np.argsort(-found.values[best], kind="stable")]
    return [
        Near(int(found.ids[place]), similarity, similarity >= least)
        for place, similarity in ((place, float(found.values[place])) for place in best)
    ]


def limits_of(words: int, language: str, read_in: str, searched: Collection[str]) -> Limits:
    """Returns the limits for entries in `language`, when so many words of the language `read_in` were typed."""
    if language not in searched:
        return OFFERED_ELSEWHERE
    limits = SEVERAL_WORDS if words >= SEVERAL else FEW_WORDS
    return limits if language == read_in else replace(limits, similarity=SIMILARITY_ELSEWHERE)


def nearest(vector: Vector, words: int, read_in: str, searched: Collection[str]) -> list[Near]:
    """Returns what is near, in the languages searched and in others, the nearest first; nothing without vectors."""
    embedder = get_embedder()
    file = open_file(embedder.name, embedder.dimensions) if embedder else None
    if file is None:
        return []
    found = [
        near
        for language in file.languages
        for near in nearest_of(
            file.similarities(vector, language), limits_of(words, language, read_in, searched)
        )
    ]
    return sorted(found, key=lambda near: -near.similarity)
