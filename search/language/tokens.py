"""Splits a text into words with their positions."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from search.language.folding import fold

# Combining accents, Arabic vowel signs, soft hyphens, joiners and direction marks are part of a word.
_MARKS = "\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u00ad\u200b-\u200f\u2060\ufeff"
_APOSTROPHES = "'’‘`´′＇"
_HYPHENS = "\\-‐‑"
_PART = re.compile(rf"[\w{_MARKS}]+")
# A number whose thousands are set apart (1 140, 1,140, 1.140, 1’140) is one compound, so that it is found by 1140, too.
THOUSANDS = rf"(?<![\w{_MARKS}])(?<!\d[\s.,'’٬])\d{{1,3}}(?:[\s.,'’٬]\d{{3}})+(?![\w{_MARKS}])"
_COMPOUND = re.compile(rf"{THOUSANDS}|[\w{_MARKS}]+(?:[{_APOSTROPHES}{_HYPHENS}][\w{_MARKS}]+)*")
# Replaces characters one by one, so that positions stay right: neither underscore nor letter apostrophe is a letter.
_SAME_LENGTH = str.maketrans({"_": " ", "ʼ": "'", "ʻ": "'"})

# Short words that lose their vowel before another word: an apostrophe joins them to it; alone they mean nothing.
_ELISIONS: dict[str, frozenset[str]] = {
    language: frozenset(words.split())
    for language, words in {
        "fr": "l d j m t s c n qu jusqu lorsqu puisqu quoiqu quelqu",
        "it": "l d c un m t s v n dell nell sull dall all coll quell quest gl agl degl negl sugl",
    }.items()
}


class Part(NamedTuple):
    """One word: its position (`start` to `end`, in characters) and its spelling in the text."""

    start: int
    end: int
    text: str


class Compound(NamedTuple):
    """Words joined by hyphens or apostrophes (`e-learning`), or a single word."""

    parts: tuple[Part, ...]

    @property
    def joined(self) -> str:
        """The parts written as one word, as others may spell it: `elearning`."""
        return "".join(part.text for part in self.parts)


def compounds(text: str, language: str) -> Iterator[Compound]:
    """Yields the words of `text` in order, without elided articles and conjunctions (`l'`, `jusqu'`).

    `language` is a code such as `fr` or `pt-br`; only its first part counts.
    """
    for start, end, word, compound in words(text, language):
        yield compound or Compound((Part(start, end, word),))


def words(text: str, language: str) -> Iterator[tuple[int, int, str, Compound | None]]:
    """Yields (start, end, spelling, compound) of each word in order, without elided articles and conjunctions.

    `compound` is None for a plain word, and a `Compound` for a word with hyphens, apostrophes or marks. It is faster
    than `compounds`, for those who read much text, since most words are plain.
    """
    even = text.translate(_SAME_LENGTH)
    elisions = _ELISIONS.get(base_language(language), frozenset())
    for match in _COMPOUND.finditer(even):
        found = match.group()
        if found.isalnum():
            yield match.start(), match.end(), found, None
            continue
        parts = [
            Part(p.start(), p.end(), p.group()) for p in _PART.finditer(even, match.start(), match.end())
        ]
        kept = tuple(
            part
            for index, part in enumerate(parts)
            if not (index + 1 < len(parts) and even[part.end] in _APOSTROPHES and fold(part.text) in elisions)
        )
        if kept:
            yield kept[0].start, kept[-1].end, found, Compound(kept)


def base_language(language: str) -> str:
    """Returns the first part of a language code: `pt` for `pt-br`."""
    return language.replace("_", "-").split("-")[0].lower()
