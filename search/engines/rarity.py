"""Weighs the words of a query by how rare they are in its language."""

from collections.abc import Mapping
from dataclasses import dataclass

from . import ranking
from .expansion import LanguageQuery, Node


@dataclass(frozen=True)
class Rarity:
    """Over the whole index, visible or not: how many documents each language has, and how many hold each clause."""

    documents: Mapping[str, int]
    holders: Mapping[Node, int]
    most: int | None = None
    """About how many documents are looked at for the relaxed query, where a database cannot look at all."""

    def weight(self, query: LanguageQuery, node: Node) -> float:
        """What a document gains by a clause: as BM25 weights rare words, those said twice, and all of a passage."""
        rarity = ranking.rarity_weight(self.documents[query.language], self.holders[node])
        return rarity * query.said.get(node, 1) * query.passages.get(node, 1)

    def rarest(self, query: LanguageQuery) -> tuple[Node, ...]:
        """The words of which an answer to the relaxed query has at least one, whichever it misses.

        Who has k of n words has one of any n - k + 1 of them: the rarest are the shortest list to look through; and of
        decisive ones, each. With `most`, fewer of them as soon as more than so many documents would have to be looked
        through, but for the rarest that any document holds: what has none but frequent words is no answer that anybody
        misses.
        """
        ordered = sorted(query.words, key=lambda node: self.holders[node])
        enough = len(ordered) - query.needed + 1
        ordered = [node for place, node in enumerate(ordered) if place < enough or node in query.decisive]
        if self.most is None:
            return tuple(ordered)
        kept: list[Node] = []
        total = 0
        for node in ordered:
            if total and total + self.holders[node] > self.most:
                break
            kept.append(node)
            total += self.holders[node]
        return tuple(kept)
