"""The weights of the ranking with their reasons; how much recency counts is in the settings."""

from math import log
from typing import Final

from django.conf import settings

# A word of the title says what a text is about, a word of the summary nearly so, a word of the body that it
# is mentioned. The steps are small on purpose: with a title at twice the body's weight or more, texts whose
# title repeats the first words of the body win over better ones (issue 5: up to 0.09 nDCG@10 lost in
# Elasticsearch). Keywords are chosen by editors, but few and repeated over many texts, so they stand beside
# the summary.
TITLE: Final = 2.0
SUMMARY: Final = 1.4
KEYWORDS: Final = 1.4
BODY: Final = 1.0

# How many times the score of a document counts when its title, or another of its names, is exactly what was typed:
# enough for who knows what a page is called to find it first, whatever the words of others are worth.
NAMED: Final = 1_000.0

# What is added to the score of a document that has all words (known to the index) of a few that are optional: more
# than any score that is not multiplied by `NAMED`, so that it comes before those that have some of them.
COMPLETE: Final = 1_000.0

# When so many documents have all words, a first page of results, those that have some of them are not looked for.
ENOUGH: Final = 10

# About how many documents that have some of a few words a database looks at: those with the rarest words, the newest
# that pass the filters. Each costs time, and who has nothing but frequent words is of no use: of 11,426 texts (NPL),
# answers are as good with 1,000 as with 2,000, and worse with 250 (docs/adr/0025). Where none of them passes,
# SECOND_LOOK times as many that have any of the words are looked at.
LOOKED_AT: Final = 1_000
SECOND_LOOK: Final = 10

# The share of the words that a search that excludes something may miss; it may always miss one.
RELAXED_SHARE_MISSING: Final = 0.4

# From SENTENCE_WORDS words on (stop words not counted), what is typed as a sentence is a question, not a list of
# conditions: the best answer rarely has all its words, and a text that happens to have them is rarely the answer. So
# its words are optional from the start, and the rarest decide the order. With a question mark, QUESTION_WORDS are
# enough. DESCRIPTION_WORDS are a description whatever stands between them: nobody sets six conditions. Measured in
# docs/search.md.
SENTENCE_WORDS: Final = 4
QUESTION_WORDS: Final = 3
DESCRIPTION_WORDS: Final = 6

# How many words of a sentence a document must have, however long the sentence: a document with few of them is ranked
# last anyway. When fewer than ENOUGH documents have two, one is enough.
SENTENCE_WORDS_NEEDED: Final = 2


def recency_lift() -> float:
    """Returns by how much a present or future text scores more than an old one, as a share (0.1 is 10 %)."""
    return float(settings.FEDCMS_SEARCH_RECENCY_LIFT)


def recency_half_life() -> float:
    """Returns after how many seconds half of `recency_lift` is left."""
    return float(settings.FEDCMS_SEARCH_RECENCY_HALF_LIFE_DAYS) * 86_400


def words_needed(words: int) -> int:
    """Returns how many of `words` words a document must have in a relaxed search: 1 of 2, 2 of 3, 3 of 5, 6 of 10."""
    return max(1, words - max(1, int(words * RELAXED_SHARE_MISSING)))


def sentence_words_needed(words: int) -> int:
    """Returns how many of the `words` words of a sentence a document must have: 2, as soon as there are 3."""
    return min(words_needed(words), SENTENCE_WORDS_NEEDED)


def rarity_weight(documents: int, holders: int) -> float:
    """Returns the weight of a word that `holders` of `documents` have: the idf of BM25 as Lucene computes it."""
    return log(1 + max(documents - holders, 0.5) / (holders + 0.5))
