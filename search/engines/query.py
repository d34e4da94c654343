"""Reads what a person typed: words, "phrases in quotes", -exclusions, an unfinished last word."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from search.normalisation import Compound, compounds, fold, is_stop_word

# A person's longest question is a few hundred characters; the rest of a pasted page would only cost time.
MAX_CHARACTERS = 1_000
MAX_WORDS = 24
# Parts of words in phrases and exclusions too: a search server counts each of them, in each field and language.
MAX_PARTS = 64

_QUOTES = '"“”„«»'
_ITEM = re.compile(
    rf"(?P<minus>(?<!\S)-)?(?:[{_QUOTES}](?P<phrase>[^{_QUOTES}]*)[{_QUOTES}]|(?P<word>[^\s{_QUOTES}]+))"
)


@dataclass(frozen=True)
class QueryWord:
    """A word of a query: its spelling in parts (more than one for `e-learning`), and what is known of it.

    `start` and `end` are its place in the query's text.
    """

    parts: tuple[str, ...]
    start: int
    end: int
    stop: bool = False
    prefix: bool = False


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


def _words(text: str, offset: int, language: str) -> Iterator[QueryWord]:
    for compound in compounds(text, language):
        spelling = _spelling(compound)
        if spelling:
            stop = len(spelling) == 1 and is_stop_word(fold(spelling[0]), language)
            yield QueryWord(spelling, offset + compound.parts[0].start, offset + compound.parts[-1].end, stop)


def _fitting(words: Iterator[QueryWord], room: int) -> Iterator[QueryWord]:
    """The first words, with no more than `room` parts in all; of a longer chain of parts, its beginning."""
    for word in words:
        if not room:
            return
        parts = word.parts[:room]
        room -= len(parts)
        yield replace(word, parts=parts)


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
    room = MAX_PARTS
    for item in _ITEM.finditer(text):
        group = "word" if item["phrase"] is None else "phrase"
        found = tuple(_fitting(_words(item[group], item.start(group), language), room))
        if not found:
            continue
        room -= sum(len(word.parts) for word in found)
        if item["minus"]:
            excluded.append(found)
        elif group == "phrase":
            phrases.append(found)
        else:
            words.extend(found)
    last = words[-1] if words else None
    words = words[:MAX_WORDS]
    if prefix_last and last is not None and last.end == len(text) and last in words:
        words[-1] = QueryWord(last.parts, last.start, last.end, last.stop, prefix=True)
    return ParsedQuery(text, tuple(words), tuple(phrases[:MAX_WORDS]), tuple(excluded[:MAX_WORDS]))
