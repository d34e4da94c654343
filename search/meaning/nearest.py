"""Finds the entries that are nearest in meaning to what was typed."""

import threading
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass
from math import sqrt

from django.conf import settings

from search.engines import FallbackEngine, get_engine
from search.engines.comparing import ServerComparison
from search.engines.vector_space import Neighbourhood, vector_space
from search.meaning.embedder import Vector
from search.meaning.texts import as_bytes
from search.meaning.vector_file import open_file

CANDIDATES = 40
"""So many entries of a language are looked up on a server, which knows what may be shown."""
CANDIDATES_IN_FILE = 120
"""So many are looked up in the file, which does not: entries that are withdrawn or to come may be among the nearest."""


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
# Of another language than the words: similarities are lower. One word or two must stand out as far; of questions in
# Arabic, one in fifteen had its answer stand out by less than 2.2. Of similarities that are spread evenly, the highest
# stands out by 1.73 (the root of 3), and means nothing.
FEW_WORDS_ELSEWHERE = Limits(0.70, 2.9)
SEVERAL_WORDS_ELSEWHERE = Limits(0.70, 1.75)
# Who types a sentence asks something: of Arabic headlines, one in forty had its English text stand out by 1.5 to 1.75.
SENTENCE_ELSEWHERE = Limits(0.70, 1.5)
SENTENCE = 6
# What nobody asked for, and is shown apart.
OFFERED_ELSEWHERE = Limits(0.72, 3.4)
_DEVIATION_OF_FEW = 0.5
_LEAST_DEVIATION = 0.01
"""Below, texts differ by chance: of two that are as near, none is far ahead."""


@dataclass(frozen=True)
class Near:
    """An entry that is near, by its id; whether it `stands_out` enough to be found by its meaning alone.

    Of a language that is not searched: to be offered; `is_found_there`, where the link to that language leads.
    `ahead` says by how many standard deviations of its language it is nearer than the last one looked up, or than the
    mean, whichever is nearer: what was not looked up is about as the last one, and where a language has few entries,
    all of which are looked up, those below its mean are ahead of nothing.
    """

    entry_id: int
    similarity: float
    stands_out: bool
    ahead: float
    language: str
    is_found_there: bool


def nearest_of(
    found: Neighbourhood, limits: Limits, language: str, there: Limits | None = None
) -> list[Near]:
    """Returns the nearest, the nearest first; `there` are the limits of who searches that language."""
    if not found.count:
        return []
    least = _least(found, limits)
    least_there = least if there is None else _least(found, there)
    start = max(found.nearest[-1][1], found.mean) if found.nearest else 0.0
    unit = max(found.deviation, _LEAST_DEVIATION)
    return [
        Near(entry, near, near >= least, max(0.0, (near - start) / unit), language, near >= least_there)
        for entry, near in found.nearest
    ]


def _least(found: Neighbourhood, limits: Limits) -> float:
    deviation = min(limits.deviation, _DEVIATION_OF_FEW * sqrt(found.count - 1))
    return max(limits.similarity, found.mean + deviation * found.deviation)


def limits_of(words: int, language: str, read_in: str, searched: Collection[str]) -> Limits:
    """Returns the limits for entries in `language`, when so many words of the language `read_in` were typed."""
    if language not in searched:
        return OFFERED_ELSEWHERE
    if language == read_in:
        return SEVERAL_WORDS if words >= SEVERAL else FEW_WORDS
    if words >= SENTENCE:
        return SENTENCE_ELSEWHERE
    return SEVERAL_WORDS_ELSEWHERE if words >= SEVERAL else FEW_WORDS_ELSEWHERE


def nearest(
    vector: Vector,
    words: int,
    read_in: str,
    searched: Collection[str],
    compared: Mapping[str, Neighbourhood] | None = None,
) -> list[Near]:
    """Returns what is near in the languages searched, and what stands out in others; nothing without vectors.

    The nearest are first; of those that are as near, the smaller id.

    `compared` is what a `comparison` found; where it found nothing, the file of vectors is looked through.
    """
    found = [
        near
        for language, neighbourhood in (compared or _in_file(as_bytes(vector))).items()
        for near in nearest_of(
            neighbourhood,
            limits_of(words, language, read_in, searched),
            language,
            limits_of(words, language, read_in, (language,)),
        )
        # Of other languages, nothing else is ever shown, or counted.
        if near.stands_out or near.is_found_there or language in searched
    ]
    return sorted(found, key=lambda near: (-near.similarity, near.entry_id))


class Comparison:
    """A look through the file of vectors, or a question to the search server where there is no file.

    It is made in the thread that asked the model: words are searched meanwhile. The file is first, since it takes a
    tenth of what a server takes (ADR 0089).
    """

    def __init__(self, server: ServerComparison | None) -> None:
        """Looks at nothing yet. Without `server`, nobody is asked."""
        self._server = server
        self._looked = threading.Event()
        self._found: Mapping[str, Neighbourhood] = {}

    @property
    def may_hang(self) -> bool:
        """Whether it may wait for another process."""
        return self._server is not None

    def ask(self, vector: bytes) -> None:
        """Looks, then asks; never raises. Reads nothing from the database."""
        # Whatever is wrong with the file is told by who looks into it again (`near`).
        with suppress(Exception):
            self._found = _in_file(vector)
        self._looked.set()
        if self._server and not self._found:
            self._server.ask(vector)

    def found(self, end: float) -> Mapping[str, Neighbourhood]:
        """Returns by language what is near; of the server what came by `end` (of the monotonic clock)."""
        # To look takes a processor, and waits for nobody.
        self._looked.wait()
        if self._found or self._server is None:
            return self._found
        return self._server.found(end)


def comparison() -> Comparison:
    """Returns a question for what is near."""
    engine = get_engine() if vector_space() else None
    if not isinstance(engine, FallbackEngine):
        return Comparison(None)
    return Comparison(engine.comparison(settings.FEDCMS_SEARCH_INDEX, CANDIDATES))


def _in_file(vector: bytes) -> Mapping[str, Neighbourhood]:
    space = vector_space()
    file = open_file(space.model, space.dimensions) if space else None
    return file.neighbourhoods(vector, CANDIDATES_IN_FILE) if file else {}
