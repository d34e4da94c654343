"""Changes queries as people do when they type: key words alone, typing errors, plurals, no accents (`--perturb`)."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import pairwise
from random import Random

from search.language import fold, is_stop_word, words
from search.language.tokens import base_language

from .grammatical_number import other_number

UNCHANGED = "none"
NAMES = "keywords:N, typo:N, typos, number, nospace, case, accents"
# Shorter words are rarely mistyped, and an error in them makes another word.
LONG_WORD = 5
# An error may change nothing (two equal letters swapped, a mark of a vowel left out): another is made then.
_TRIES = 50

_ORDERED = re.compile(r"(keywords|typo):([1-9][0-9]?)")
_ROWS = {
    "ar": ("ضصثقفغعهخحجد", "شسيبلاتنمكط", "ئءؤرىةوزظ"),
    "fr": ("azertyuiop", "qsdfghjklm", "wxcvbn"),
}
_QWERTY = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
# How Arabic is typed in haste: no hamza, ه for ة, ي for ى.
_PLAIN_ARABIC = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ؤ": "و", "ئ": "ي", "ة": "ه", "ى": "ي"})


class BadPerturbation(ValueError):
    """A name that is no perturbation; the message says which there are."""


@dataclass(frozen=True)
class _Typing:
    """What a change may ask: the language of the query, and its own chance."""

    language: str
    chance: Random


@dataclass(frozen=True)
class _Word:
    start: int
    end: int
    text: str


Change = Callable[[str, _Typing], str]


def perturb(name: str, text: str, language: str, *, seed: str) -> str:
    """Returns the query changed by a perturbation, or by several joined by "+", one after the other.

    The same `seed` gives the same errors. Raises `BadPerturbation`.
    """
    for change in changes(name):
        text = change(text, _Typing(language, Random(f"{seed}:{text}")))
    return text


def changes(name: str) -> list[Change]:
    """Returns the functions that a name such as `keywords:3+typo:1` stands for. Raises `BadPerturbation`."""
    return [] if name == UNCHANGED else [_change(each) for each in name.split("+")]


def _change(name: str) -> Change:
    if found := _ORDERED.fullmatch(name):
        number = int(found[2])
        if found[1] == "keywords":
            return lambda text, typing: _keywords(text, typing, number)
        return lambda text, typing: _typos(text, typing, number)
    if name not in _CHANGES:
        raise BadPerturbation(
            f"No perturbation {name!r}; there is {UNCHANGED}, {NAMES}, and several joined by +."
        )
    return _CHANGES[name]


def _carrying(text: str, language: str) -> list[_Word]:
    """Returns the words of a query that are not stop words; all, when there are no others."""
    found = [_Word(start, end, text[start:end]) for start, end, _, _ in words(text, language)]
    return [word for word in found if not is_stop_word(fold(word.text), language)] or found


def _replaced(text: str, changed: Iterable[tuple[_Word, str]]) -> str:
    for word, spelling in sorted(changed, key=lambda pair: -pair[0].start):
        text = text[: word.start] + spelling + text[word.end :]
    return text


def _keywords(text: str, typing: _Typing, number: int) -> str:
    """Keeps the longest words, in the order typed: what is long says most, in each of the languages."""
    found = list({fold(word.text): word for word in reversed(_carrying(text, typing.language))}.values())
    kept = sorted(found, key=lambda word: (-len(word.text), word.start))[:number]
    return " ".join(word.text for word in sorted(kept, key=lambda word: word.start)) or text


def _typos(text: str, typing: _Typing, number: int | None) -> str:
    """Puts one error into each of `number` long words; into all of them with None."""
    found = _carrying(text, typing.language)
    longest = max((len(word.text) for word in found), default=0)
    long = [word for word in found if len(word.text) >= min(LONG_WORD, longest)]
    chosen = long if number is None else typing.chance.sample(long, min(number, len(long)))
    return _replaced(text, [(word, _mistyped(word.text, typing)) for word in chosen])


def _mistyped(word: str, typing: _Typing) -> str:
    """Returns the word with a letter left out, doubled, swapped with its neighbour, or of the key beside it.

    The first letter is right, as in nearly all errors of people who type. Words of two letters stay as they are.
    """
    for _ in range(_TRIES if len(word) > 2 else 0):
        place = typing.chance.randrange(1, len(word))
        before, letter, after = word[:place], word[place], word[place + 1 :]
        kind = typing.chance.randrange(4)
        if kind == 0:
            wrong = before + after
        elif kind == 1:
            wrong = before + letter + letter + after
        elif kind == 2:
            wrong = before + after[:1] + letter + after[1:]
        else:
            wrong = before + _beside(letter, typing) + after
        if fold(wrong) != fold(word):
            return wrong
    return word


def _beside(letter: str, typing: _Typing) -> str:
    plain = fold(letter)
    for row in _ROWS.get(base_language(typing.language), _QWERTY):
        if (place := row.find(plain)) >= 0:
            return typing.chance.choice(row[max(0, place - 1) : place] + row[place + 1 : place + 2])
    return typing.chance.choice("aeiost")


def _number(text: str, typing: _Typing) -> str:
    found = [word for word in _carrying(text, typing.language) if len(word.text) > 3]
    return _replaced(text, [(word, other_number(word.text, typing.language)) for word in found])


def _no_space(text: str, typing: _Typing) -> str:
    """Joins two words that are not stop words, where two stand side by side; else any two."""
    found = _carrying(text, typing.language)
    pairs = [(one, two) for one, two in pairwise(found) if text[one.end : two.start] == " "]
    places = [one.end for one, _ in pairs] or [space.start() for space in re.finditer(" ", text)]
    if not places:
        return text
    place = typing.chance.choice(places)
    return text[:place] + text[place + 1 :]


def _other_case(text: str, _typing: _Typing) -> str:
    return text.lower() if text.isupper() else text.upper()


def _no_accents(text: str, _typing: _Typing) -> str:
    composed = unicodedata.normalize("NFC", text).translate(_PLAIN_ARABIC)
    decomposed = unicodedata.normalize("NFD", composed)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


_CHANGES: dict[str, Change] = {
    "typos": lambda text, typing: _typos(text, typing, None),
    "number": _number,
    "nospace": _no_space,
    "case": _other_case,
    "accents": _no_accents,
}
