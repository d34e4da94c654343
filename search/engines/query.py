"""Parses a typed query: words, "phrases", -exclusions, an unfinished last word."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from search.language import Compound, compounds, fold, is_stop_word
from search.language.tokens import THOUSANDS, base_language

from .ranking import DESCRIPTION_WORDS, QUESTION_WORDS, SENTENCE_WORDS

# Of a longer text, only so many characters are read: the longest question has a few hundred; a pasted page costs time.
MAX_CHARACTERS = 1_000
# The most words of a query. Of more, stop words are left out first.
MAX_WORDS = 32
# The most parts of words, those in phrases and exclusions included: a search server counts each of them in each field
# and language.
MAX_PARTS = 64

_QUESTION_MARKS = "?؟"
_QUOTES = '"“”„«»'
_ITEM = re.compile(
    rf"(?P<minus>(?<!\S)-)?(?:[{_QUOTES}](?P<phrase>[^{_QUOTES}]*)[{_QUOTES}]|(?P<word>{THOUSANDS}|[^\s{_QUOTES}]+))"
)

# By language: pronouns that a question hangs on its verb (`t` stands between vowels), and words that only look like
# it.
_INVERTED = {
    "fr": (
        frozenset(("je", "tu", "il", "elle", "on", "nous", "vous", "ils", "elles", "ce", "t")),
        frozenset({"rendezvous"}),
    )
}


@dataclass(frozen=True)
class QueryWord:
    """A word of a query: its spelling in parts (more than one for `e-learning`), and what is known of it.

    `start` and `end` are positions in the query's text. `stop`: it is a stop word. `prefix`: it is unfinished.
    `acronym`: it has the letters of a stop word, but is an acronym (`Thesaurus.told_apart`).
    """

    parts: tuple[str, ...]
    start: int
    end: int
    stop: bool = False
    prefix: bool = False
    acronym: bool = False


@dataclass(frozen=True)
class ParsedQuery:
    """A query after parsing. All `words` (in the order typed) and `phrases` are wanted, `excluded` are not."""

    text: str
    words: tuple[QueryWord, ...] = ()
    phrases: tuple[tuple[QueryWord, ...], ...] = ()
    excluded: tuple[tuple[QueryWord, ...], ...] = ()

    @property
    def everything(self) -> bool:
        """Whether nothing was typed: all documents are asked for."""
        return not self.text.strip()

    @property
    def unanswerable(self) -> bool:
        """Whether something was typed that contains no word."""
        return not (self.everything or self.words or self.phrases or self.excluded)

    @property
    def in_capitals(self) -> bool:
        """Whether several words were typed, all in capitals: then capitals do not mark a name."""
        letters = "".join(part for word in self.words for part in word.parts)
        # Not `text.isupper()`, which ignores letters without capitals, as those of Arabic.
        return len(self.words) > 1 and all(letter.isupper() for letter in letters if letter.isalpha())

    @property
    def sentence(self) -> bool:
        """Whether a whole question or sentence was typed, not a few words.

        It has a question mark, or stop words in between, or more words than anybody would set as conditions (the
        limits are in `ranking`). Acronyms that the thesaurus recognises count as the stop words that they look like.
        """
        carrying = sum(not (word.stop or word.acronym) for word in self.words)
        if carrying >= DESCRIPTION_WORDS or carrying < QUESTION_WORDS:
            return carrying >= DESCRIPTION_WORDS
        asked = any(mark in self.text for mark in _QUESTION_MARKS)
        return asked or (carrying >= SENTENCE_WORDS and carrying < len(self.words))


def _words(text: str, offset: int, language: str) -> Iterator[QueryWord]:
    for compound in compounds(text, language):
        spelling = _without_pronouns(_spelling(compound), language)
        if spelling:
            stop = all(is_stop_word(fold(part), language) for part in spelling)
            yield QueryWord(spelling, offset + compound.parts[0].start, offset + compound.parts[-1].end, stop)


def _fitting(words: Iterator[QueryWord], space: int) -> Iterator[QueryWord]:
    """Yields the first words, with no more than `space` parts together; the last word may lose parts."""
    for word in words:
        if not space:
            return
        parts = word.parts[:space]
        space -= len(parts)
        yield replace(word, parts=parts)


def _without_pronouns(parts: tuple[str, ...], language: str) -> tuple[str, ...]:
    """Returns the parts of a verb without the pronoun that a French question hangs on it: `existe` of `existe-t-il`.

    A text that answers the question has the verb without that pronoun.
    """
    pronouns, kept = _INVERTED.get(base_language(language), (frozenset(), frozenset()))
    length = len(parts)
    while length > 1 and fold(parts[length - 1]) in pronouns and fold("".join(parts[:length])) not in kept:
        length -= 1
    return parts[:length]


def _spelling(compound: Compound) -> tuple[str, ...]:
    return tuple(part.text for part in compound.parts if fold(part.text))


def parse(text: str, language: str, *, prefix_last: bool = False) -> ParsedQuery:
    """Parses any text; never raises. A quote without its partner is ignored; a hyphen excludes only before a word.

    With `prefix_last`, the last word counts as unfinished if the text ends with it.
    """
    text = text[:MAX_CHARACTERS]
    words: list[QueryWord] = []
    phrases: list[tuple[QueryWord, ...]] = []
    excluded: list[tuple[QueryWord, ...]] = []
    space = MAX_PARTS
    for item in _ITEM.finditer(text):
        group = "word" if item["phrase"] is None else "phrase"
        found = tuple(_fitting(_words(item[group], item.start(group), language), space))
        if not found:
            continue
        # Stop words outside of phrases become no clauses, so they take no space.
        space -= sum(len(word.parts) for word in found if item["minus"] or group == "phrase" or not word.stop)
        if item["minus"]:
            excluded.append(found)
        elif group == "phrase":
            phrases.append(found)
        else:
            words.extend(found)
    last = words[-1] if words else None
    if len(words) > MAX_WORDS:
        words = ([word for word in words if not word.stop] or words)[:MAX_WORDS]
    if prefix_last and last is not None and last.end == len(text) and last in words:
        words[-1] = QueryWord(last.parts, last.start, last.end, last.stop, prefix=True)
    return ParsedQuery(text, tuple(words), tuple(phrases[:MAX_WORDS]), tuple(excluded[:MAX_WORDS]))
