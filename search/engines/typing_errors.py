"""Matches a word that no visible document has by the words most like it, as a person who types makes errors."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from search.language import forms, stem_key

from .analysis import is_suggestable
from .expansion import AnyOf, LanguageQuery, Node, Phrase, alternatives_of, word_node
from .joined_words import Parts
from .query import QueryWord
from .spelling import LONG, distance, nearest

# Each such word costs a look through the vocabulary.
MAX_WORDS = 3
# What a word with one error, or with two, is worth beside the word itself. Of a sentence, many words stand in no text
# and are right all the same: only words with one error are taken for others, and weigh less.
DISCOUNTS = {1: 0.8, 2: 0.5}
DISCOUNTS_IN_SENTENCES = {1: 0.4}
# Two words without their space are the words meant.
JOINED = 1.0
# A short word is like many others, most of them rare names: it is only taken for one that one document in so many
# has. A hundred are always enough.
FLOOR = 1_000
ENOUGH = 100


class SimilarWords(Protocol):
    """The vocabulary of one language."""

    def similar(self, words: Sequence[str]) -> Mapping[str, int]:
        """Returns folded words spelt like one of `words`, with how many visible documents (1 or more) have each."""

    def joined(self, words: Sequence[str]) -> Mapping[str, Parts]:
        """Returns, for those of `words` that are rather two words without their space than misspelt, these two."""


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

    One that is two words without their space becomes these two, as if the space had been typed. Returns the query
    itself when there are none of either. `documents` is the number of documents in its language.
    """
    spellings = [query.spelled[node] for node in wrong]
    found = words.similar(spellings)
    known = {word: number for word, number in found.items() if is_suggestable(word, query.language)}
    apart = words.joined(spellings)
    instead: dict[Node, tuple[Node, ...]] = {}
    discounts: dict[Node, float] = {}
    for node in wrong:
        typed = query.spelled[node]
        if typed in apart:
            instead[node] = _two_words(apart[typed], query.language)
            discounts |= {form: JOINED for two in instead[node] for form in alternatives_of(two)}
            continue
        similar = _similar(query, typed, known, documents)
        if similar:
            instead[node] = (AnyOf((*alternatives_of(node), *similar)),)
            discounts |= similar
    return _replaced(query, instead, discounts) if instead else query


def _two_words(parts: Parts, language: str) -> tuple[Node, ...]:
    return tuple(word_node(QueryWord((part,), 0, len(part)), language) for part in parts)


def _similar(query: LanguageQuery, typed: str, known: Mapping[str, int], documents: int) -> dict[Node, float]:
    """Returns the forms of the known words that `typed` may be meant for, each with what it is worth."""
    worth = DISCOUNTS if query.complete_first else DISCOUNTS_IN_SENTENCES
    frequent = known
    if len(typed) < LONG:
        least_holders = min(documents / FLOOR, ENOUGH)
        frequent = {word: number for word, number in known.items() if number >= least_holders}
    best = nearest(typed, frequent, holders=known)
    # Of words with one error and words with two, those with one are meant.
    least = min((distance(typed, other) for other in best), default=0)
    if least not in worth:
        return {}
    meant = (forms(other, query.language) for other in best if distance(typed, other) <= least)
    return {Phrase((stem_key(found.stem, query.language),)): worth[least] for found in meant if found}


def _replaced(
    query: LanguageQuery, instead: Mapping[Node, Sequence[Node]], discounts: Mapping[Node, float]
) -> LanguageQuery:
    """Returns the query with other nodes instead of some of its words."""
    said: dict[Node, int] = {}
    for node, times in query.said.items():
        for other in instead.get(node, (node,)):
            said[other] = said.get(other, 0) + times
    return replace(
        query,
        words=tuple(dict.fromkeys(other for node in query.words for other in instead.get(node, (node,)))),
        said=said,
        decisive=frozenset(other for node in query.decisive for other in instead.get(node, (node,))),
        spelled={node: word for node, word in query.spelled.items() if node not in instead},
        discounts={**query.discounts, **discounts},
    )
