"""Matches a word that no visible document has by the words most like it, as a person who types makes errors."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from search.language import forms, stem_key

from .analysis import is_suggestable
from .expansion import AnyOf, LanguageQuery, Node, Phrase, alternatives_of
from .spelling import LONG, distance, nearest

# Each such word costs a look through the vocabulary.
MAX_WORDS = 3
# What a word with one error, or with two, is worth beside the word itself. Of a sentence, many words stand in no text
# and are right all the same: only words with one error are taken for others, and weigh less.
DISCOUNTS = {1: 0.8, 2: 0.5}
DISCOUNTS_IN_SENTENCES = {1: 0.4}
# A short word is like many others, most of them rare names: it is only taken for one that one document in so many
# has. A hundred are always enough.
FLOOR = 1_000
ENOUGH = 100


class SimilarWords(Protocol):
    """The vocabulary of one language."""

    def similar(self, words: Sequence[str]) -> Mapping[str, int]:
        """Returns folded words spelt like one of `words`, with how many visible documents (1 or more) have each."""


def misspelt(query: LanguageQuery, holders: Mapping[Node, int]) -> list[Node]:
    """Returns the first words of a query that may be misspelt: no visible document has any form of them.

    Numbers and stop words are what was meant.
    """
    wrong = (node for node, word in query.spelled.items() if is_suggestable(word, query.language))
    return [node for node in wrong if not holders[node]][:MAX_WORDS]


def with_similar(
    query: LanguageQuery, wrong: Sequence[Node], words: SimilarWords, documents: int
) -> LanguageQuery:
    """Returns the query in which each of the `wrong` words is also matched by the known words nearest to it.

    Returns the query itself when there are none. `documents` is the number of documents in its language.
    """
    found = words.similar([query.spelled[node] for node in wrong])
    known = {word: number for word, number in found.items() if is_suggestable(word, query.language)}
    instead: dict[Node, Node] = {}
    worth = DISCOUNTS if query.complete_first else DISCOUNTS_IN_SENTENCES
    discounts = dict(query.discounts)
    for node in wrong:
        typed = query.spelled[node]
        frequent = known
        if len(typed) < LONG:
            least_holders = min(documents / FLOOR, ENOUGH)
            frequent = {word: number for word, number in known.items() if number >= least_holders}
        best = nearest(typed, frequent, holders=known)
        least = min((distance(typed, other) for other in best), default=0)
        # Of words with one error and words with two, those with one are meant.
        for other in best:
            meant = forms(other, query.language)
            if meant is None or distance(typed, other) > least or least not in worth:
                continue
            similar = Phrase((stem_key(meant.stem, query.language),))
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
