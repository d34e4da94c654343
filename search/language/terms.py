"""Makes the terms of a word, for indexing and for search: its stems and its folded spelling."""

import re
import threading
from collections.abc import Iterable
from functools import lru_cache
from string import ascii_letters, digits
from typing import NamedTuple, Protocol

import snowballstemmer

from search.language.folding import fold, plain
from search.language.inflection import arabic_forms, base_form, first_letters, guarded, without_last_vowel
from search.language.tokens import base_language

# The most characters of a term. Longer "words" are keys, addresses and noise; databases refuse terms of 2,000 bytes.
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
    """The forms by which a word is found.

    `surface` is the folded spelling, for unfinished words and for spelling corrections. `stem` is the one form that
    keeps the word's position, for phrases. `others` are further stems, for words whose accents change the stem.
    """

    surface: str
    stem: str
    others: tuple[str, ...]


# Stemmers keep the current word as state, so each thread has its own.
_local = threading.local()


def _stem(word: str, algorithm: str) -> str:
    stemmers: dict[str, _Stemmer] | None = getattr(_local, "stemmers", None)
    if stemmers is None:
        stemmers = _local.stemmers = {}
    if algorithm not in stemmers:
        stemmers[algorithm] = snowballstemmer.stemmer(algorithm)
    return stemmers[algorithm].stemWord(word)


def _candidates(word: str, surface: str, language: str) -> Iterable[str]:
    """Yields the stems of a word; the first one is used in phrases.

    First folded, in the singular, then stemmed: a stem that does not depend on accents, which not all writers set.
    Then as the word stands, folded before and after: these differ only where accents decide what is an ending, or where
    the plural looks like a verb.
    """
    algorithm = _ALGORITHMS.get(language)
    if algorithm is None:
        yield surface
    elif language == "ar":
        bare = _ARABIC_PREFIX.sub("", surface)
        yield fold(_stem(bare, algorithm))
        yield fold(_stem(plain(word), algorithm))
        alone = _ARABIC_AND.sub("", bare)
        yield fold(_stem(alone, algorithm))
        for one in dict.fromkeys((bare, alone)):
            yield from arabic_forms(one)
    else:
        base = base_form(surface, language)
        yield without_last_vowel(guarded(fold(_stem(base, algorithm)), base, language), base, language)
        for spelling in dict.fromkeys((surface, plain(word))):
            yield guarded(fold(_stem(spelling, algorithm)), surface, language)


@lru_cache(maxsize=131072)
def forms(word: str, language: str) -> Forms | None:
    """Returns the forms of `word` in `language`, or None when it has no letter or digit.

    In a language without a stemmer, a word is found only as it is written (folded).
    """
    surface = fold(word)[:MAX_WORD]
    if not surface:
        return None
    # A stem is never empty: where the stemmer leaves nothing, the folded spelling is used.
    stems = list(
        dict.fromkeys(
            (stem or surface)[:MAX_WORD] for stem in _candidates(word, surface, base_language(language))
        )
    )
    return Forms(surface, stems[0], tuple(stems[1:]))


# Languages whose stemmers take off endings alone. That of Dutch takes off a beginning, as Arabic's does.
_BEGIN_ALIKE = frozenset(("de", "en", "es", "fr", "it", "pt"))
_ASCII = frozenset(ascii_letters + digits)


def beginnings_without(terms: Iterable[str], language: str) -> frozenset[str]:
    """Returns the ASCII letters and digits with which no word begins that has one of these stems or spellings.

    Who reads much text for few words needs no stem of most others. None in a language where it cannot be told.
    """
    base = base_language(language)
    if base not in _BEGIN_ALIKE:
        return frozenset()
    wanted = {letter for term in terms for letter in first_letters(term[:1], base)}
    return _ASCII - wanted - {letter.upper() for letter in wanted}


@lru_cache(maxsize=256)
def _prefix(language: str) -> str:
    return re.sub(r"[^a-z0-9]", "", language.lower())[:16]


def stem_key(stem: str, language: str) -> str:
    """Returns the index term of a stem. It contains the language, so a search in English never finds `fr_format`."""
    return f"{_prefix(language)}_{stem}"


def surface_key(surface: str, language: str) -> str:
    """Returns the index term of a folded spelling; its separator differs from that of stems, so they never mix."""
    return f"{_prefix(language)}={surface}"
