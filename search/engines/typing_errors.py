"""Matches a word that no document has by the words most like it, as a person who types makes errors."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from search.language import forms, stem_key

from .expansion import AnyOf, LanguageQuery, Node, Phrase, alternatives_of
from .spelling import distance, nearest

# Each such word costs a look through the vocabulary.
MAX_WORDS = 3
# What a word with one error, or with two, is worth beside the word itself. Of a sentence, many words stand in no text
# and are right all the same: only words with one error are taken for others, and weigh less.
DISCOUNTS = {1: 0.8, 2: 0.5}
DISCOUNTS_IN_SENTENCES = {1: 0.4}


class SimilarWords(Protocol):
    """The vocabulary of one language."""

    def similar_to_all(self, words: Sequence[str]) -> set[str]:
        """Returns known folded words that are spelt nearly like one of `words`, and perhaps others."""


def misspelt(query: LanguageQuery, holders: Mapping[Node, int]) -> list[Node]:
    """Returns the first words of a query that may be misspelt: no document has any form of them."""
    return [node for node in query.spelled if not holders[node]][:MAX_WORDS]


def with_similar(query: LanguageQuery, wrong: Sequence[Node], words: SimilarWords) -> LanguageQuery:
    """Returns the query in which each of the `wrong` words is also matched by the known words nearest to it.

    Returns the query itself when there are none.
    """
    known = words.similar_to_all([query.spelled[node] for node in wrong])
    instead: dict[Node, Node] = {}
    worth = DISCOUNTS if query.complete_first else DISCOUNTS_IN_SENTENCES
    discounts = dict(query.discounts)
    for node in wrong:
        typed = query.spelled[node]
        best = nearest(typed, known)
        least = min((distance(typed, other) for other in best), default=0)
        # Of words with one error and words with two, those with one are meant.
        for other in best:
            found = forms(other, query.language)
            if found is None or distance(typed, other) > least or least not in worth:
                continue
            similar = Phrase((stem_key(found.stem, query.language),))
            discounts[similar] = worth[least]
            instead[node] = AnyOf((*alternatives_of(instead.get(node, node)), similar))
    if not instead:
        return query
    return replace(
        query,
        words=tuple(dict.fromkeys(instead.get(node, node) for node in query.words)),
        said={instead.get(node, node): times for node, times in query.said.items()},
        decisive=frozenset(instead.get(node, node) for node in query.decisive),
        spelled={node: word for node, word in query.spelled.items() if node not in instead},
        discounts=discounts,
    )
