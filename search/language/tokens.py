"""Splits a text into words with their positions."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from search.language.folding import fold

# Combining accents, Arabic vowel signs, soft hyphens, joiners and direction marks belong to the word they
# stand in.
_MARKS = "\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u00ad\u200b-\u200f\u2060\ufeff"
_APOSTROPHES = "'’‘`´′＇"
_HYPHENS = "\\-‐‑"
_PART = re.compile(rf"[\w{_MARKS}]+")
_COMPOUND = re.compile(rf"[\w{_MARKS}]+(?:[{_APOSTROPHES}{_HYPHENS}][\w{_MARKS}]+)*")
# One character for one, so that places in the text stay: the underscore is no letter, the letter apostrophe
# is no letter.
_SAME_LENGTH = str.maketrans({"_": " ", "ʼ": "'", "ʻ": "'"})

# Short words that lose their vowel before another: they join the next word by an apostrophe and mean nothing
# alone.
_ELISIONS: dict[str, frozenset[str]] = {
    language: frozenset(words.split())
    for language, words in {
        "fr": "l d j m t s c n qu jusqu lorsqu puisqu quoiqu quelqu",
        "it": "l d c un m t s v n dell nell sull dall all coll quell quest gl agl degl negl sugl",
    }.items()
}


class Part(NamedTuple):
    """One word: its place (`start` to `end`, in characters) and its spelling in the text."""

    start: int
    end: int
    text: str


class Compound(NamedTuple):
    """Words joined by hyphens or apostrophes (`e-learning`), or, most often, one word alone."""

    parts: tuple[Part, ...]

    @property
    def joined(self) -> str:
        """The parts written as one word, the spelling others may use: `elearning`."""
        return "".join(part.text for part in self.parts)


def compounds(text: str, language: str) -> Iterator[Compound]:
    """The words of `text` in order, elided articles and conjunctions (`l'`, `jusqu'`) left out.

    `language` is a code such as `fr` or `pt-br`; only its first part counts.
    """
    for start, end, word, compound in words(text, language):
        yield compound or Compound((Part(start, end, word),))


def words(text: str, language: str) -> Iterator[tuple[int, int, str, Compound | None]]:
    """(start, end, spelling, None) of each word that stands alone; a `Compound` of what is joined or has marks in it.

    As `compounds`, for those who read much text: most words are plain, and cost no more than finding them.
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
    """`pt-br` is analysed as `pt`."""
    return language.replace("_", "-").split("-")[0].lower()
