"""The steps of a search of which some words are enough."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

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
        """Yields what to ask for until enough is found: first most words, then fewer; none when no word is known.

        Nor for a single word that is as it was typed: what has it was looked for before. Each takes its `looks`.
        """
        if any(self.rarity.known(query) and _is_wider(query) for query in self.queries):
            for queries, counted in questions.steps(self.queries, self.counted):
                yield replace(self, queries=queries, counted=counted)

    def looks(self) -> Iterator["SomeWords"]:
        """Yields where to look until something is found: among documents with the rarest words, then among more.

        The first look may find nothing, or nothing that passes the filters.
        """
        yield self
        widest = replace(self.rarity, most=None)
        # Where one word is enough and all are among the rarest, a second look would see the same.
        if self.rarity.most and any(
            query.needed > 1 or widest.rarest(query) != self.rarity.rarest(query) for query in self.queries
        ):
            yield replace(self, rarity=widest)


def _is_wider(query: LanguageQuery) -> bool:
    """Returns whether some of the words find more than all of them: several, a sentence's, or similar ones."""
    return len(query.words) > 1 or not query.complete_first or bool(query.discounts)
