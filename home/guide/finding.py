"""Searches the editors' guide: which sections contain the words of a query, whatever their accents and endings."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from home.guide.chapters import Chapter, chapter_url
from home.guide.rendering import GuideSection
from search.language import forms, is_stop_word

MAX_WORDS = 10
MAX_HITS = 20
PASSAGE = 220
# A heading says more than the text below it, and that of a section more than that of a chapter.
_CHAPTER_WEIGHT, _TITLE_WEIGHT, _TEXT_WEIGHT = 2, 4, 1
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class SectionWord:
    """A word of a section: where it stands in the text, and the forms by which it is found."""

    start: int
    end: int
    surface: str
    stems: frozenset[str]


@dataclass(frozen=True)
class GuideHit:
    """A section that was found, with a passage in which the words are marked."""

    chapter: Chapter
    section: GuideSection
    passage: SafeString

    @property
    def url(self) -> str:
        """Returns the address of the section in the admin."""
        return chapter_url(self.chapter.language, self.chapter.name, self.section.anchor)


@lru_cache(maxsize=1024)
def _words(text: str, language: str) -> tuple[SectionWord, ...]:
    return tuple(
        SectionWord(found.start(), found.end(), known.surface, frozenset({known.stem, *known.others}))
        for found in _WORD.finditer(text)
        if (known := forms(found.group(), language)) is not None
    )


def _matches(wanted: SectionWord, word: SectionWord) -> bool:
    """Returns whether a word is the wanted one, has its stem, or begins with it."""
    return bool(wanted.stems & word.stems) or word.surface.startswith(wanted.surface)


def _asked(query: str, language: str) -> list[SectionWord]:
    """Returns the words of a query, without those that say nothing if there are others."""
    words = _words(query, language)
    telling = [word for word in words if not is_stop_word(query[word.start : word.end], language)]
    return (telling or list(words))[:MAX_WORDS]


def _passage(text: str, language: str, asked: list[SectionWord]) -> SafeString:
    """Returns the part of a text around the first word that was found, with all such words marked."""
    hits = [word for word in _words(text, language) if any(_matches(each, word) for each in asked)]
    first = hits[0].start if hits else 0
    start = 0 if first < PASSAGE // 2 else text.rfind(" ", 0, first - PASSAGE // 3) + 1
    end = len(text) if len(text) - start <= PASSAGE else text.rfind(" ", start, start + PASSAGE)
    end = max(end, start + 1) if text else 0
    pieces: list[tuple[str, str]] = []
    at = start
    for word in hits:
        if start <= word.start and word.end <= end:
            pieces.append((text[at : word.start], text[word.start : word.end]))
            at = word.end
    marked = format_html_join("", "{}<mark>{}</mark>", pieces)
    return format_html(
        "{}{}{}{}", "… " if start else "", marked, text[at:end], " …" if end < len(text) else ""
    )


def find_sections(chapters: Iterable[Chapter], query: str, language: str) -> list[GuideHit]:
    """Returns the sections with most of a query's words, those with them in the heading first; 20 at most."""
    asked = _asked(query, language)
    if not asked:
        return []
    scored: list[tuple[int, int, Chapter, GuideSection]] = []
    for chapter in chapters:
        for section in chapter.sections:
            title, text = _words(section.title, language), _words(section.text, language)
            title_weight = _TITLE_WEIGHT if section.level > 1 else _CHAPTER_WEIGHT
            weights = [
                title_weight * any(_matches(each, word) for word in title)
                + _TEXT_WEIGHT * any(_matches(each, word) for word in text)
                for each in asked
            ]
            if any(weights):
                scored.append((sum(map(bool, weights)), sum(weights), chapter, section))
    most = max((matched for matched, *_rest in scored), default=0)
    best = [each for each in scored if each[0] == most]
    best.sort(key=lambda each: -each[1])
    return [
        GuideHit(chapter, section, _passage(section.text, language, asked))
        for _matched, _weight, chapter, section in best[:MAX_HITS]
    ]
