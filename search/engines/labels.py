"""Finds thesaurus labels in a query."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from search.language import forms, surface_key

from .documents import Concept
from .query import ParsedQuery, QueryWord, parse


class Thesaurus:
    """The concepts of the thesaurus, looked up by label. At each position of a query, the longest label wins."""

    def __init__(self, concepts: Iterable[Concept] = ()) -> None:
        """Indexes the labels: by their stems, so that a plural finds a singular; acronyms by their letters.

        "ENT" and "ENTs" are one acronym; "gare" is not a form of "GAR".
        """
        self._concepts: dict[tuple[str, _Key], list[Concept]] = {}
        # (language, first stem) -> how many stems the longest such label has. So most words of a query cost one
        # look-up.
        self._longest: dict[tuple[str, str], int] = {}
        self._languages: dict[str, None] = {}
        for concept in concepts:
            for language, labels in concept.labels.items():
                for key in dict.fromkeys(key for label in labels for key in label_keys(label, language)):
                    self._concepts.setdefault((language, key), []).append(concept)
                    self._languages[language] = None
                    first = (language, key[0])
                    self._longest[first] = max(self._longest.get(first, 0), len(key))

    def match(self, words: Sequence[QueryWord], start: int, language: str) -> tuple[int, list[Concept]]:
        """Returns (number of words, concepts) of the longest label that starts at `start`; (0, []) when there is none.

        A label of the query's own language comes first, then labels of other languages: who types "ENT" on the English
        pages means the same as on the French ones. Acronyms of other languages must be typed in capitals, since an
        acronym in one language may be a word in another ("tea").
        """
        for read_in in (language, *(other for other in self._languages if other != language)):
            length, concepts = self._match(words, start, read_in, foreign=read_in != language)
            if any(not word.stop for word in words[start : start + length]):
                return length, concepts
        return 0, []

    def runs(
        self, words: Sequence[QueryWord], language: str
    ) -> Iterator[tuple[Sequence[QueryWord], list[Concept]]]:
        """Yields the words of a query in order: the words of a label together with its concepts, all others singly."""
        place = 0
        while place < len(words):
            length, concepts = self.match(words, place, language)
            length = max(length, 1)
            yield words[place : place + length], concepts
            place += length

    def told_apart(self, parsed: ParsedQuery) -> ParsedQuery:
        """Returns the query with acronyms no longer taken for stop words.

        "AI" typed in capitals is the acronym, not a form of the French verb "avoir".
        """
        words = (
            replace(word, stop=False, acronym=True)
            if word.stop and is_name(word, parsed) and self._knows(word)
            else word
            for word in parsed.words
        )
        return replace(parsed, words=tuple(words))

    def _knows(self, word: QueryWord) -> bool:
        """Returns whether a word of one part is a known acronym in any language."""
        known = (
            (language, (surface_key(found.surface, language),))
            for language in self._languages
            if (found := forms(word.parts[0], language))
        )
        return any(key in self._concepts for key in known)

    def _match(
        self, words: Sequence[QueryWord], start: int, language: str, *, foreign: bool
    ) -> tuple[int, list[Concept]]:
        first = forms(words[start].parts[0], language)
        if first is None:
            return 0, []
        longest = min(self._longest.get((language, first.stem), 0), len(words) - start)
        for length in range(longest, 0, -1):
            spelling = [part for word in words[start : start + length] for part in word.parts]
            key = tuple(found.stem for part in spelling if (found := forms(part, language)))
            if concepts := self._concepts.get((language, key)):
                return length, concepts
        word = words[start]
        if len(word.parts) == 1 and not word.stop and (word.parts[0].isupper() or not foreign):
            for surface in (first.surface, first.surface.removesuffix("s")):
                if concepts := self._concepts.get((language, (surface_key(surface, language),))):
                    return 1, concepts
        return 0, []


_Key = tuple[str, ...]


def is_acronym(label: str) -> bool:
    """Returns whether the label is one word in capitals, as "AESH" or "H5P". Arabic has no capitals, so no acronyms."""
    return len(label) > 1 and label.isalnum() and label.isupper()


def is_name(word: QueryWord, parsed: ParsedQuery) -> bool:
    """Returns whether a word was typed as a name: in capitals, in a query that is not all in capitals."""
    return len(word.parts) == 1 and is_acronym(word.parts[0]) and not parsed.in_capitals


def label_keys(label: str, language: str) -> Iterator[_Key]:
    """Yields the keys by which a label is found: letters of an acronym, else stems; for `e-learning` both spellings.

    A label that consists of stop words has no key, unless it is an acronym: it would match in every sentence.
    """
    words = parse(label, language).words
    if is_acronym(label) and (found := forms(label, language)):
        yield (surface_key(found.surface, language),)
        return
    if all(word.stop for word in words):
        return
    yield _label_stems(label, language)
    if len(words) == 1 and len(words[0].parts) > 1 and (joined := forms("".join(words[0].parts), language)):
        yield (joined.stem,)


def _label_stems(label: str, language: str) -> tuple[str, ...]:
    # Parsed as queries are: otherwise an elided article would be part of the label, but not of what is typed.
    return tuple(
        found.stem
        for word in parse(label, language).words
        for part in word.parts
        if (found := forms(part, language))
    )
