"""Weighs the words of a query by how rare they are in its language."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from . import ranking
from .expansion import LanguageQuery, Node


@dataclass(frozen=True)
class Rarity:
    """How many visible documents each language has in the index, and how many of them have each clause.

    What only hidden documents have is unknown: 0. Where there are more than matters, hidden ones may be counted.
    """

    documents: Mapping[str, int]
    holders: Mapping[Node, int]
    most: int | None = None
    """About how many candidates a relaxed search may look at where a database cannot look at all; None: no limit."""
    stored: Mapping[Node, int] = field(default_factory=dict)
    """How many documents have each clause and form, visible or not, where the database's own score counts them."""

    def weight(self, query: LanguageQuery, node: Node) -> float:
        """Returns the weight of a clause: higher for rare words, words said twice, and passages of many words."""
        rarity = ranking.rarity_weight(self.documents[query.language], self.holders[node])
        return rarity * query.said.get(node, 1) * query.passages.get(node, 1)

    def known(self, query: LanguageQuery) -> tuple[Node, ...]:
        """Returns the words that a visible document has, and all phrases: what a document must have to be complete."""
        return (*(node for node in query.words if self.holders[node]), *query.phrases)

    def rarest(self, query: LanguageQuery) -> tuple[Node, ...]:
        """Returns the rarest words such that every answer to the relaxed query has one of them.

        A document with k of n words has one of any n - k + 1 of them: the rarest make the shortest list of candidates.
        Decisive words are always included. With `most`, fewer words are returned as soon as they would mean more
        candidates than that, but always the rarest that any document has. Documents that have none but frequent words
        are then not found: nobody misses them.
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
