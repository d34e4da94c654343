"""Highlights found words in the original text as safe HTML."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from search.language import fold, forms, is_stop_word, stem_key, surface_key, words

from .expansion import LanguageQuery, Phrase, phrases_of

# The length of a passage: two or three lines of a result.
PASSAGE_CHARACTERS = 240
# How far into a body passages are looked for. One further in does not help to choose between results, and reading
# costs time for each hit.
READ_CHARACTERS = 20_000


@dataclass
class Highlighter:
    """Marks the words that answer one query in one language. One serves all hits of a search."""

    query: LanguageQuery
    _stems: dict[str, int] = field(default_factory=dict, init=False)
    _surfaces: dict[str, int] = field(default_factory=dict, init=False)
    _prefixes: dict[str, int] = field(default_factory=dict, init=False)
    _known: dict[str, int | None] = field(default_factory=dict, init=False)
    _clauses: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        self._clauses = len(self.query.wanted)
        for clause, node in enumerate(self.query.wanted):
            for phrase in phrases_of(node):
                self._learn(phrase, clause)

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
        try:
            return self._known[word]
        except KeyError:
            self._known[word] = found = self._find(word)
            return found

    def _find(self, word: str) -> int | None:
        found = forms(word, self.query.language)
        if found is None:
            return None
        for stem in (found.stem, *found.others):
            if stem in self._stems:
                return self._stems[stem]
        if found.surface in self._surfaces:
            return self._surfaces[found.surface]
        if self._prefixes:
            key = surface_key(found.surface, self.query.language)
            stem = stem_key(found.stem, self.query.language)
            for prefix, clause in self._prefixes.items():
                if key.startswith(prefix) or stem.startswith(prefix):
                    return clause
        return None

    def spans(self, text: str) -> Iterator[tuple[int, int, int]]:
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
        return _marked(text, 0, len(text), list(self.spans(text)))

    def passage(self, summary: str, body: str) -> SafeString:
        """Returns the passage of summary or body that answers most of the query, else the beginning of the summary."""
        best: tuple[int, str, int, list[tuple[int, int, int]]] | None = None
        for text in (summary, body[:READ_CHARACTERS]):
            answered, start, spans = self._best_window(text)
            if answered and (best is None or answered > best[0]):
                best = (answered, text, start, spans)
            if best and best[0] == self._clauses:
                break
        if best is None:
            text = summary if fold(summary) else body
            return _cut(text, 0, [])
        return _cut(best[1], best[2], best[3])

    def _best_window(self, text: str) -> tuple[int, int, list[tuple[int, int, int]]]:
        """Returns (clauses answered, start, spans) of the first passage that answers the most clauses."""
        answered, start = 0, 0
        seen: list[tuple[int, int, int]] = []
        first = 0
        stop: int | None = None
        for span in self.spans(text):
            if stop is not None and span[0] > stop:
                break
            seen.append(span)
            while span[1] - seen[first][0] > PASSAGE_CHARACTERS:
                first += 1
            if first >= len(seen):
                first = len(seen) - 1
            count = len({clause for _, _, clause in seen[first:]})
            if count > answered:
                answered, start = count, seen[first][0]
                if answered == self._clauses:
                    # No later passage can be better; go on only to mark the rest of this one.
                    stop = start + PASSAGE_CHARACTERS
        return answered, start, seen


def _cut(text: str, start: int, spans: list[tuple[int, int, int]]) -> SafeString:
    """Returns a passage around `start`, from the beginning of a sentence or word to the end of a word, as safe HTML."""
    if len(text) <= PASSAGE_CHARACTERS or start < PASSAGE_CHARACTERS // 3:
        begin = 0
    else:
        lead = text.rfind(". ", start - PASSAGE_CHARACTERS // 3, start)
        begin = lead + 2 if lead >= 0 else text.rfind(" ", 0, start - PASSAGE_CHARACTERS // 6) + 1
    end = begin + PASSAGE_CHARACTERS
    if end >= len(text):
        end = len(text)
    else:
        last_space = text.rfind(" ", begin, end)
        if last_space > begin:
            end = last_space
    inner = _marked(text, begin, end, spans)
    # All parts are escaped.
    return mark_safe(("… " if begin else "") + inner + (" …" if end < len(text) else ""))  # noqa: S308


def _marked(text: str, begin: int, end: int, spans: list[tuple[int, int, int]]) -> SafeString:
    pieces: list[str] = []
    place = begin
    for start, stop, _ in spans:
        if start < begin or stop > end:
            continue
        pieces += [escape(text[place:start]), "<mark>", escape(text[start:stop]), "</mark>"]
        place = stop
    pieces.append(escape(text[place:end]))
    return mark_safe("".join(pieces))  # noqa: S308 (every piece of text is escaped above)
