"""Compares words as the glossary does: without case and accents, by stems.

The search has stemmers of its own, in an app above this one. The glossary's warnings need less: to find a term in the
plural, in the feminine, or after an article.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Protocol

import snowballstemmer

STEMMERS = {"fr": "french", "en": "english", "es": "spanish", "ar": "arabic"}
# Letters and digits with the marks above and below them: Arabic's vowels are marks, which Python takes for no letters.
_WORD = re.compile(r"[\w\u0300-\u036f\u064b-\u0652\u0670]+")
# Arabic vowel marks, and the stroke that lengthens letters, which a stemmer would take for letters.
_ORNAMENTS = re.compile(r"[\u064b-\u0652\u0670\u0640]")

# What Arabic writes together with a word: prefixes ("and", "in", "for"), the article, endings. SHORTEST is the number
# of letters that must be left of a word.
PREFIXES = "وفبلك"
ARTICLE = "ال"
SUFFIXES = ("ات", "ان", "ين", "ون", "ية", "ها", "هم", "نا", "ة", "ه", "ي")
SHORTEST = 3


class Stemmer(Protocol):
    """The part of snowballstemmer's stemmers that is used here."""

    def stemWord(self, word: str) -> str:  # noqa: N802  # its name
        """Returns the stem of a word in lower case."""


@cache
def _stemmer(language: str) -> Stemmer | None:
    name = STEMMERS.get(language.split("-", maxsplit=1)[0])
    found: Stemmer | None = snowballstemmer.stemmer(name) if name else None
    return found


def words_of(text: str) -> list[str]:
    """Returns the words of a plain text, in lower case."""
    return _WORD.findall(unicodedata.normalize("NFC", text).casefold())


def fold(word: str) -> str:
    """Returns a word without accents, vowel marks and the stroke that lengthens Arabic letters."""
    apart = unicodedata.normalize("NFKD", _ORNAMENTS.sub("", word.casefold()))
    return "".join(character for character in apart if not unicodedata.combining(character))


def fold_term(term: str) -> str:
    """Returns the form in which a term is compared with others; "" if it contains no word."""
    return " ".join(filter(None, map(fold, words_of(term))))


@lru_cache(maxsize=20_000)
def stem(word: str, language: str) -> str:
    """Returns the stem of a word in lower case; in a language without a stemmer, the folded word."""
    stemmer = _stemmer(language)
    bare = _ORNAMENTS.sub("", word)
    return fold(stemmer.stemWord(bare) if stemmer else bare)


def stems_of(text: str, language: str) -> list[str]:
    """Returns the stems of all words of a plain text, in order."""
    return [stem(word, language) for word in words_of(text)]


def _arabic_cores(word: str) -> Iterator[str]:
    """Yields what may be left of a word without prefixes and endings; the stemmer leaves short nouns unchanged."""
    beginnings = [word[cut:] for cut in (0, 1, 2) if all(letter in PREFIXES for letter in word[:cut])]
    for rest in [*beginnings, *(each[2:] for each in beginnings if each.startswith(ARTICLE))]:
        for suffix in ("", *SUFFIXES):
            core = rest.removesuffix(suffix)
            if len(core) >= SHORTEST:
                yield core


def loose_stems(text: str, language: str) -> set[str]:
    """Returns the stems of a plain text; in Arabic also those of its words without prefixes, article and endings."""
    words = words_of(text)
    if language.split("-", maxsplit=1)[0] == "ar":
        words += [core for word in words for core in _arabic_cores(_ORNAMENTS.sub("", word))]
    return {stem(word, language) for word in words}
