"""Highlights found words in the original text as safe HTML."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from search.language import beginnings_without, forms, is_stop_word, stem_key, surface_key, words

from .expansion import LanguageQuery, Phrase, phrases_of

# The length of a passage: two or three lines of a result.
PASSAGE_CHARACTERS = 240
# How far into a body passages are looked for. One further in does not help to choose between results, and reading
# costs time for each hit.
READ_CHARACTERS = 20_000
# From this length on, a line without a full stop is read as a sentence all the same.
SENTENCE_CHARACTERS = 80
# The end of a sentence, with the quotation mark or bracket that closes after it, and the space that follows.
_SENTENCE_END = re.compile(r"[.!?…؟](?:\s?[»”’\")\]])*(?:\s++(?![a-zà-ÿ0-9])|\s*+$)")
# What ends in a full stop and ends no sentence: initials, titles of one to three letters ("M.", "Dr.", "J.-C."), and
# abbreviations of the four languages.
_SHORTENED = re.compile(
    r"(?:^|[\s(«“\"’'/-])(?:[A-ZÀ-Þ][a-zà-ÿ]{0,2}|[A-ZÀ-Þ]\.-?[A-ZÀ-Þ]|p|pp|art|ex|n|no|vol|env|cf|chap|fig|éd|ed|ch"
    r"|pág|págs|núm|vs|av|bd|tél|tel|approx|dept|univ|ص|د|أ|م)$"
)
_SHORTENED_CHARACTERS = 8
# A letter or digit, but for the Arabic line that lengthens words: of a text without any, nothing can be read.
_READABLE = re.compile(r"[^\W_\u0640]")

_UNREAD: Final = -1
"""Stands for the clause that a word answers while nobody knows it."""


def _is_shortened(text: str, stop: int) -> bool:
    """Returns whether the full stop at a place stands behind a shortened word."""
    return text[stop] == "." and bool(_SHORTENED.search(text, max(stop - _SHORTENED_CHARACTERS, 0), stop))


def _is_readable(text: str) -> bool:
    """Returns whether a text has a word; to fold it would read all of it, and remember it."""
    return bool(_READABLE.search(text))


Span = tuple[int, int, int]
"""A word to mark: where it starts and ends in a text, and the clause of the query that it answers."""


@dataclass
class Highlighter:
    """Marks the words that answer one query in one language. One serves all hits of a search."""

    query: LanguageQuery
    _stems: dict[str, int] = field(default_factory=dict, init=False)
    _surfaces: dict[str, int] = field(default_factory=dict, init=False)
    _prefixes: dict[str, int] = field(default_factory=dict, init=False)
    _known: dict[str, int | None] = field(default_factory=dict, init=False)
    _begin_otherwise: frozenset[str] = field(default_factory=frozenset, init=False)
    _clauses: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        self._clauses = len(self.query.wanted)
        for clause, node in enumerate(self.query.wanted):
            for phrase in phrases_of(node):
                self._learn(phrase, clause)
        start = len(stem_key("", self.query.language))
        terms = (*self._stems, *self._surfaces, *(prefix[start:] for prefix in self._prefixes))
        self._begin_otherwise = beginnings_without(terms, self.query.language)

    def _learn(self, phrase: Phrase, clause: int) -> None:
        if phrase.prefix:
            self._prefixes.setdefault(phrase.terms[-1], clause)
        language = self.query.language
        # Terms are remembered without their language prefix, which would otherwise have to be put before each word of
        # a text.
        stem_mark = stem_key("", language)
        start = len(stem_mark)
        # The stop words of a phrase are not marked: they would be marked all over the text.
        telling = [term for term in phrase.terms if not is_stop_word(term[start:], language)]
        for term in telling or phrase.terms:
            kept = self._stems if term.startswith(stem_mark) else self._surfaces
            kept.setdefault(term[start:], clause)

    def _clause(self, word: str) -> int | None:
        """Returns the number of the query's clause that this word of a text answers, or None."""
        if word[0] in self._begin_otherwise:
            return None
        clause = self._known.get(word, _UNREAD)
        if clause == _UNREAD:
            clause = self._known[word] = self._find(word)
        return clause

    def _find(self, word: str) -> int | None:
        found = forms(word, self.query.language)
        if found is None:
            return None
        stems = self._stems
        if found.stem in stems:
            return stems[found.stem]
        for stem in found.others:
            if stem in stems:
                return stems[stem]
        if found.surface in self._surfaces:
            return self._surfaces[found.surface]
        if self._prefixes:
            key = surface_key(found.surface, self.query.language)
            stem = stem_key(found.stem, self.query.language)
            for prefix, clause in self._prefixes.items():
                if key.startswith(prefix) or stem.startswith(prefix):
                    return clause
        return None

    def spans(self, text: str) -> Iterator[Span]:
        """Yields (start, end, clause) of each word to mark, in the order of the text."""
        if not self._clauses:
            return
        for start, end, word, compound in words(text, self.query.language):
            if compound is None:
                if (clause := self._clause(word)) is not None:
                    yield start, end, clause
                continue
            parts = compound.parts
            if len(parts) > 1 and (clause := self._clause(compound.joined)) is not None:
                yield parts[0].start, parts[-1].end, clause
                continue
            for part in parts:
                if (clause := self._clause(part.text)) is not None:
                    yield part.start, part.end, clause

    def mark(self, text: str) -> SafeString:
        """Returns the whole text, escaped, with <mark> around the words found."""
        return _marked(text, self.spans(text))

    def passage(self, summary: str, body: str) -> SafeString:
        """Returns the passage of summary or body that answers most of the query, else the beginning of the summary."""
        best: tuple[int, str, list[Span]] | None = None
        for text in (summary, *_prose(body[:READ_CHARACTERS], alone=not _is_readable(summary))):
            answered, spans = self._best_window(text)
            if answered and (best is None or answered > best[0]):
                best = (answered, text, spans)
            if best and best[0] == self._clauses:
                break
        if best is None:
            prose = iter([summary] if _is_readable(summary) else _prose(body, alone=True))
            return self._cut(next(prose, ""), [])
        return self._cut(best[1], best[2])

    def _cut(self, text: str, window: list[Span]) -> SafeString:
        """Returns the sentences around `window`, marked; of one that is too long, the words around it."""
        first, last = (window[0][0], window[-1][1]) if window else (0, 0)
        ends = (found for found in _SENTENCE_END.finditer(text) if found.end() < len(text))
        starts = [0, *(found.end() for found in ends if not _is_shortened(text, found.start()))]
        fitting = [start for start in starts if start <= first and last - start <= PASSAGE_CHARACTERS]
        if not fitting:
            begin = text.rfind(" ", 0, max(first - PASSAGE_CHARACTERS // 6, 0)) + 1
        else:
            begin = fitting[0] if first < PASSAGE_CHARACTERS // 3 else fitting[-1]
        end = begin + PASSAGE_CHARACTERS
        if end >= len(text):
            end = len(text)
        else:
            whole = [start for start in starts if max(last, begin) < start <= end]
            end = whole[-1] if whole else max(text.rfind(" ", begin, end), last)
        # Both parts are escaped by `mark`, or without anything to escape.
        passage = (
            ("… " if begin else "") + self.mark(text[begin:end].rstrip()) + (" …" if end < len(text) else "")
        )
        return mark_safe(passage)  # noqa: S308

    def _best_window(self, text: str) -> tuple[int, list[Span]]:
        """Returns (clauses answered, spans) of the first passage that answers the most clauses."""
        best: tuple[int, list[Span]] = (0, [])
        window: list[Span] = []
        for span in self.spans(text):
            window = [seen for seen in window if span[1] - seen[0] <= PASSAGE_CHARACTERS] + [span]
            count = len({clause for _, _, clause in window})
            if count > best[0]:
                best = (count, window)
                if count == self._clauses:
                    break
        return best


def _prose(body: str, *, alone: bool) -> list[str]:
    """Returns the lines of a body that are sentences. Names, places and headings among them are none.

    All lines where there is nothing else to show: where it has no sentence, and is `alone`, or is of one line.
    """
    lines = [line for line in body.split("\n") if _is_readable(line)]
    prose = [line for line in lines if len(line) >= SENTENCE_CHARACTERS or _SENTENCE_END.search(line)]
    return prose or (lines if alone or len(lines) == 1 else [])


def _marked(text: str, spans: Iterable[Span]) -> SafeString:
    pieces: list[str] = []
    place = 0
    for start, stop, _ in spans:
        pieces += [escape(text[place:start]), "<mark>", escape(text[start:stop]), "</mark>"]
        place = stop
    pieces.append(escape(text[place:]))
    return mark_safe("".join(pieces))  # noqa: S308 (every piece of text is escaped above)
