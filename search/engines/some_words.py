"""The steps of a search of which some words are enough."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product

from . import questions
from .expansion import LanguageQuery
from .rarity import Rarity


@dataclass(frozen=True)
class SomeWords:
    """The queries of a search of which some words are enough, those that are counted, and how rare their words are."""

    queries: Sequence[LanguageQuery]
    counted: Sequence[LanguageQuery]
    rarity: Rarity

    def steps(self) -> Iterator["SomeWords"]:
        """Yields what to ask for until something is found: first most words, then fewer; none when no word is known.

        The first look of each, among documents with the rarest words, may find nothing (or nothing that passes the
        filters).
        """
        if not any(self.rarity.known(query) for query in self.queries):
            return
        looks = (self.rarity, replace(self.rarity, most=None)) if self.rarity.most else (self.rarity,)
        for (queries, counted), look in product(questions.steps(self.queries, self.counted), looks):
            yield SomeWords(queries, counted, look)
