"""How rare the words of a query are in its language, which decides what each of them is worth in a relaxed search."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import accumulate, islice

from . import ranking
from .expansion import LanguageQuery, Node


@dataclass(frozen=True)
class Rarity:
    """Over the whole index, visible or not: how many documents each language has, and how many hold each clause."""

    documents: Mapping[str, int]
    holders: Mapping[Node, int]

    def weight(self, language: str, node: Node) -> float:
        """What a document gains by a clause, as BM25 weights rare words."""
        return ranking.rarity_weight(self.documents[language], self.holders[node])

    def rarest(self, query: LanguageQuery, most: int | None = None) -> tuple[Node, ...]:
        """The words of which an answer to the relaxed query has at least one, whichever it misses.

        Who has k of n words has one of any n - k + 1 of them: the rarest are the shortest list to look through. With
        `most`, fewer of them as soon as more than so many documents would have to be looked through, but for the
        rarest: what has none but frequent words is no answer that anybody misses.
        """
        ordered = sorted(query.words, key=lambda node: self.holders[node])
        ordered = ordered[: len(ordered) - query.needed + 1] if ordered else []
        if most is None:
            return tuple(ordered)
        totals = accumulate(self.holders[node] for node in ordered)
        return (
            *ordered[:1],
            *(
                node
                for node, total in zip(ordered[1:], islice(totals, 1, None), strict=True)
                if total <= most
            ),
        )
