"""Parses a typed query: words, "phrases", -exclusions, an unfinished last word."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from search.language import Compound, compounds, fold, is_stop_word
from search.language.tokens import base_language

from .ranking import DESCRIPTION_WORDS, QUESTION_WORDS, SENTENCE_WORDS

# A person's longest question is a few hundred characters; the rest of a pasted page would only cost time.
MAX_CHARACTERS = 1_000
# Of a longer text, small words are left out first.
MAX_WORDS = 32
# Parts of words in phrases and exclusions too: a search server counts each of them, in each field and language.
MAX_PARTS = 64

_QUESTION_MARKS = "?؟"
_QUOTES = '"“”„«»'
_ITEM = re.compile(
    rf"(?P<minus>(?<!\S)-)?(?:[{_QUOTES}](?P<phrase>[^{_QUOTES}]*)[{_QUOTES}]|(?P<word>[^\s{_QUOTES}]+))"
)

# Pronouns that a French question hangs on its verb (the `t` is between vowels), and what only looks like it.
_INVERTED = {
    "fr": (
        frozenset(("je", "tu", "il", "elle", "on", "nous", "vous", "ils", "elles", "ce", "t")),
        frozenset({"rendezvous"}),
    )
}


@dataclass(frozen=True)
class QueryWord:
    """A word of a query: its spelling in parts (more than one for `e-learning`), and what is known of it.

    `start` and `end` are its place in the query's text. `acronym`: its letters are a small word's, but not its meaning
    (`Thesaurus.told_apart`).
    """

    parts: tuple[str, ...]
    start: int
    end: int
    stop: bool = False
    prefix: bool = False
    acronym: bool = False


@dataclass(frozen=True)
class ParsedQuery:
    """A query, read.

    `words` are in the order typed and all wanted, `phrases` too; `excluded` are phrases or words.
    """

    text: str
    words: tuple[QueryWord, ...] = ()
    phrases: tuple[tuple[QueryWord, ...], ...] = ()
    excluded: tuple[tuple[QueryWord, ...], ...] = ()

    @property
    def everything(self) -> bool:
        """Nothing was typed: all documents are asked for."""
        return not self.text.strip()

    @property
    def unanswerable(self) -> bool:
        """Something was typed, and there is no word in it."""
        return not (self.everything or self.words or self.phrases or self.excluded)

    @property
    def in_capitals(self) -> bool:
        """Several words, all in capitals: they say nothing, as they would of one among others."""
        letters = "".join(part for word in self.words for part in word.parts)
        # Not `isupper`, which passes over letters that have no capitals, as Arabic.
        return len(self.words) > 1 and all(letter.isupper() for letter in letters if letter.isalpha())

    @property
    def sentence(self) -> bool:
        """A whole question or sentence was typed, not a few words.

        It has a question mark, or small words between, or more words than anybody would set as conditions. What the
        thesaurus tells apart changes nothing of that.
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
    """The first words, with no more than `space` parts in all; of a longer chain of parts, its beginning."""
    for word in words:
        if not space:
            return
        parts = word.parts[:space]
        space -= len(parts)
        yield replace(word, parts=parts)


def _without_pronouns(parts: tuple[str, ...], language: str) -> tuple[str, ...]:
    """`existe-t-il` asks for `existe`: as a question turns them round, no text that answers it has verb and pronoun."""
    pronouns, kept = _INVERTED.get(base_language(language), (frozenset(), frozenset()))
    length = len(parts)
    while length > 1 and fold(parts[length - 1]) in pronouns and fold("".join(parts[:length])) not in kept:
        length -= 1
    return parts[:length]


def _spelling(compound: Compound) -> tuple[str, ...]:
    return tuple(part.text for part in compound.parts if fold(part.text))


def parse(text: str, language: str, *, prefix_last: bool = False) -> ParsedQuery:
    """Reads any text at all. A quote without its partner is no quote; a hyphen excludes only before a word.

    With `prefix_last`, the last word is taken as unfinished if the text ends with it.
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
        # Small words among others are no clauses.
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
