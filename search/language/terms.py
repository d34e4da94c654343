"""Makes the terms of a word for indexing and search: stems, and the folded spelling."""

import re
import threading
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple, Protocol

import snowballstemmer

from search.language.folding import fold, plain
from search.language.tokens import base_language

# Longer "words" are keys, addresses and noise; databases refuse terms past some 2,000 bytes.
MAX_WORD = 40

_ALGORITHMS = {
    "ar": "arabic",
    "de": "german",
    "en": "english",
    "es": "spanish",
    "fr": "french",
    "it": "italian",
    "nl": "dutch",
    "pt": "portuguese",
}
ANALYSED_LANGUAGES = tuple(sorted(_ALGORITHMS))

# Arabic writes conjunction, preposition and article as one with the noun. Snowball takes off some of them,
# and then keeps the ending of a folded teh marbuta: `المدرسه` and `مدرسه` would not share a stem.
# Source: the prefixes of the light10 stemmer (Larkey, Ballesteros and Connell, 2007).
_ARABIC_PREFIX = re.compile("^(?:وبال|وكال|وال|بال|كال|فال|ولل|لل|ال)(?=.{3})")
_ARABIC_AND = re.compile("^و(?=.{4})")


class _Stemmer(Protocol):
    def stemWord(self, word: str) -> str: ...  # noqa: N802 (Snowball's own name)


class Forms(NamedTuple):
    """What one word is found by.

    `surface` is the folded spelling, for prefixes and for spelling corrections. `stem` is the one form that
    stands at the word's place in a phrase. `others` are further stems, there when accents change how the word
    is stemmed.
    """

    surface: str
    stem: str
    others: tuple[str, ...]


# A stemmer keeps the word at hand in itself, so threads cannot share one.
_local = threading.local()


def _stem(word: str, algorithm: str) -> str:
    stemmers: dict[str, _Stemmer] | None = getattr(_local, "stemmers", None)
    if stemmers is None:
        stemmers = _local.stemmers = {}
    if algorithm not in stemmers:
        stemmers[algorithm] = snowballstemmer.stemmer(algorithm)
    return stemmers[algorithm].stemWord(word)


def _candidates(word: str, surface: str, language: str) -> Iterable[str]:
    """The stems of a word, the first of them for the phrase.

    Fold, then stem: the form that does not depend on how careful the writer was with accents. Stem, then
    fold: another form only where accents decide what is an ending, and then the better one.
    """
    algorithm = _ALGORITHMS.get(language)
    if algorithm is None:
        yield surface
    elif language == "ar":
        bare = _ARABIC_PREFIX.sub("", surface)
        yield fold(_stem(bare, algorithm))
        yield fold(_stem(plain(word), algorithm))
        yield fold(_stem(_ARABIC_AND.sub("", bare), algorithm))
    else:
        yield fold(_stem(surface, algorithm))
        if not word.isascii():
            yield fold(_stem(plain(word), algorithm))


@lru_cache(maxsize=131072)
def forms(word: str, language: str) -> Forms | None:
    """The forms of `word` in `language`, or None when no letter or digit is in it.

    Languages without a stemmer are folded only, so that everything written can be found as it is written.
    """
    surface = fold(word)[:MAX_WORD]
    if not surface:
        return None
    # A stem is never empty: what the stemmer eats whole is kept as it is written.
    stems = list(
        dict.fromkeys(
            (stem or surface)[:MAX_WORD] for stem in _candidates(word, surface, base_language(language))
        )
    )
    return Forms(surface, stems[0], tuple(stems[1:]))


@lru_cache(maxsize=256)
def _prefix(language: str) -> str:
    return re.sub(r"[^a-z0-9]", "", language.lower())[:16]


def stem_key(stem: str, language: str) -> str:
    """The term in the index. The language is part of it: `fr_format` is never met by a search in English."""
    return f"{_prefix(language)}_{stem}"


def surface_key(surface: str, language: str) -> str:
    """The term in the index for a folded spelling; another mark than a stem's, so that the two never meet."""
    return f"{_prefix(language)}={surface}"
