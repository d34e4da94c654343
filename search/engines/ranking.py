"""The weights of the ranking with their reasons; that of time is in the settings."""

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

# A search that finds nothing with all its words may miss this share of them, and always one.
RELAXED_SHARE_MISSING: Final = 0.4

# From this many words on (small ones not counted), what is typed as a sentence is a question, not a list of conditions:
# the best answer rarely has all its words, and what happens to have them is rarely the answer. Its words are optional
# from the start, and the rarest decide the order. A question mark says so of fewer words, and so many words are a
# description whatever stands between them: nobody sets six conditions. Measured in docs/search.md.
SENTENCE_WORDS: Final = 4
QUESTION_WORDS: Final = 3
DESCRIPTION_WORDS: Final = 6

# So many of its words an answer to a sentence has; of a long one, too: what has few of them comes last by itself. One
# alone is enough where nothing has two.
SENTENCE_WORDS_NEEDED: Final = 2


def recency_lift() -> float:
    """The share that a text of this moment, or of what is to come, scores more than an old one (0.1 is 10 %)."""
    return float(settings.FEDCMS_SEARCH_RECENCY_LIFT)


def recency_half_life() -> float:
    """Seconds after which half of that is left."""
    return float(settings.FEDCMS_SEARCH_RECENCY_HALF_LIFE_DAYS) * 86_400


def words_needed(words: int) -> int:
    """How many of `words` a document must hold in a relaxed search: 1 of 2, 2 of 3, 3 of 5, 6 of 10."""
    return max(1, words - max(1, int(words * RELAXED_SHARE_MISSING)))


def sentence_words_needed(words: int) -> int:
    """How many of the `words` of a whole sentence a document must hold: 2, as soon as there are 3."""
    return min(words_needed(words), SENTENCE_WORDS_NEEDED)


def least_words_needed(words: int, *, sentence: bool) -> int:
    """How many are enough where nothing holds most of them: as of a sentence, and of a sentence 1; 2 of 3 at least."""
    if sentence:
        return 1
    return sentence_words_needed(words) if words >= SENTENCE_WORDS else words_needed(words)


def rarity_weight(documents: int, holders: int) -> float:
    """What holding a word is worth that `holders` of `documents` hold: the idf of BM25, as Lucene has it."""
    return log(1 + max(documents - holders, 0.5) / (holders + 0.5))
