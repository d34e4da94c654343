"""Finds thesaurus labels in a query."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from search.language import forms, surface_key

from .documents import Concept
from .query import ParsedQuery, QueryWord, parse


class Thesaurus:
    """Labels that mean the same. Looks for the longest label at each place of a query."""

    def __init__(self, concepts: Iterable[Concept] = ()) -> None:
        """Labels are compared by their stems, so that a plural typed finds a singular kept; acronyms by their letters.

        "ENT" and "ENTs" are one acronym; "gare" is no form of "GAR".
        """
        self._concepts: dict[tuple[str, _Key], list[Concept]] = {}
        # By language and first stem: how many stems the longest label has, so that most words cost one look.
        self._longest: dict[tuple[str, str], int] = {}
        self._languages: dict[str, None] = {}
        for concept in concepts:
            for language, labels in concept.labels.items():
                for key in dict.fromkeys(key for label in labels for key in _keys(label, language)):
                    self._concepts.setdefault((language, key), []).append(concept)
                    self._languages[language] = None
                    first = (language, key[0])
                    self._longest[first] = max(self._longest.get(first, 0), len(key))

    def match(self, words: Sequence[QueryWord], start: int, language: str) -> tuple[int, list[Concept]]:
        """How many words from `start` make the longest label, and its concepts; (0, []) when none does.

        A label of the query's own language comes first; else one of another language is understood, too: who types
        "ENT" on the English pages means the same as on the French ones. Acronyms of others must be in capitals: what
        is an acronym in one language is a word in another ("tea").
        """
        for read_in in (language, *(other for other in self._languages if other != language)):
            length, concepts = self._match(words, start, read_in, foreign=read_in != language)
            if any(not word.stop for word in words[start : start + length]):
                return length, concepts
        return 0, []

    def runs(
        self, words: Sequence[QueryWord], language: str
    ) -> Iterator[tuple[Sequence[QueryWord], list[Concept]]]:
        """The words of a query, those of a label together with its concepts, others one by one with none."""
        place = 0
        while place < len(words):
            length, concepts = self.match(words, place, language)
            length = max(length, 1)
            yield words[place : place + length], concepts
            place += length

    def told_apart(self, parsed: ParsedQuery) -> ParsedQuery:
        """The query with small words marked that are none: typed in capitals, "AI" is no form of "avoir" in French."""
        words = (
            replace(word, stop=False, acronym=True)
            if word.stop and is_name(word, parsed) and self._knows(word)
            else word
            for word in parsed.words
        )
        return replace(parsed, words=tuple(words))

    def _knows(self, word: QueryWord) -> bool:
        """Whether a word of one part is an acronym of any language."""
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
    """Capitals in one word, as in "AESH" or "H5P". Arabic has none."""
    return len(label) > 1 and label.isalnum() and label.isupper()


def is_name(word: QueryWord, parsed: ParsedQuery) -> bool:
    """Whether a word was typed as nothing but a name is: in capitals, among words that are not."""
    return len(word.parts) == 1 and is_acronym(word.parts[0]) and not parsed.in_capitals


def _keys(label: str, language: str) -> Iterator[_Key]:
    """Under which keys a label is looked for: its letters or its stems; of `e-learning`, joined as well.

    A label of small words alone has none, unless it is an acronym: it would be met in every sentence.
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
    # Read as a query is, or an elided article would stand in the label and not in what is typed.
    return tuple(
        found.stem
        for word in parse(label, language).words
        for part in word.parts
        if (found := forms(part, language))
    )
