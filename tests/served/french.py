"""French under another language's prefix, found without guessing: the very words of the catalogues and of French pages.

Spanish, English and French share a script, so that no look at letters tells one from the other. What can be told for
certain is whether a text *is* one of ours: a message whose translation says something else, or a sentence that stands
on a French page. A detector of languages was turned down: of titles of three words with two names in them it is wrong
too often to stop a build.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import polib

from tests.served.texts import Said, normal

LOCALE = Path(__file__).resolve().parent.parent.parent / "locale"
# What stands for a value in a message: %(name)s, %s, {name}.
_VALUE = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}")
_TAG = re.compile(r"<[^>]+>")
_WORD = re.compile(r"[^\W\d_]{3,}")
_PARTS = re.compile(r" [–—] ")
_SENTENCES = re.compile(r"(?<=[.!?…])\s+")
WORDS_OF_A_SENTENCE = 5
"""Shorter sentences may be names, of people, of organisations and of places, which are the same in every language."""
WORDS_AROUND_A_VALUE = 2


def _pieces(message: str) -> set[str]:
    """A message as it stands in texts: elements in it part it."""
    return {piece for part in _TAG.split(message.replace("%%", "%")) if (piece := normal(part))}


@dataclass
class French:
    """What is French for certain, and is no Spanish, English or Arabic besides."""

    language: str
    """The other language."""
    sentences: set[str]
    messages: set[str] = field(default_factory=set)
    pattern: "re.Pattern[str] | None" = None

    @classmethod
    def beside(cls, language: str, sentences: set[str]) -> "French":
        """With the messages whose translation into `language` says something else. Reads the catalogue."""
        translated: set[str] = set()
        french: set[str] = set()
        for entry in polib.pofile(str(LOCALE / language / "LC_MESSAGES" / "django.po")):
            french |= _pieces(entry.msgid) | _pieces(entry.msgid_plural)
            for text in (entry.msgstr, *entry.msgstr_plural.values()):
                translated |= _pieces(text)
        found = french - translated
        around = sorted(
            "".join(".+" if n % 2 else re.escape(part) for n, part in enumerate(_parted(message)))
            for message in found
            if _VALUE.search(message) and len(_WORD.findall(_VALUE.sub("", message))) >= WORDS_AROUND_A_VALUE
        )
        plain = {message for message in found if _WORD.search(message) and not _VALUE.search(message)}
        return cls(language, sentences, plain, re.compile("|".join(around)) if around else None)

    def is_in(self, text: str) -> bool:
        """Whether a text is French: a message of the interface, or a sentence of a French page."""
        if text in self.messages or (self.pattern is not None and self.pattern.fullmatch(text)):
            return True
        return any(sentence in self.sentences for sentence in sentences_of(text))

    def wrong(self, texts: Iterable[Said]) -> Iterator[str]:
        """The texts that are French and say that they are not."""
        for each in texts:
            if each.language == self.language and not each.is_name and self.is_in(each.text):
                yield each.text


def _parted(message: str) -> list[str]:
    """What stands around the values, and between them each value."""
    parts: list[str] = []
    at = 0
    for value in _VALUE.finditer(message):
        parts += [message[at : value.start()], value.group()]
        at = value.end()
    return [*parts, message[at:]]


def sentences_of(text: str) -> Iterator[str]:
    """The sentences of a text that are long enough to be no name."""
    for sentence in _SENTENCES.split(text):
        if len(_WORD.findall(sentence)) >= WORDS_OF_A_SENTENCE:
            yield sentence


def french_sentences(pages: Iterable[Iterable[Said]]) -> set[str]:
    """Every sentence that French pages say in French, but those that are names which stand in a `bdi` elsewhere."""
    texts = {each for page in pages for each in page if each.language == "fr"}
    names = {each.text for each in texts if each.is_name}
    found = {sentence for each in texts if not each.is_name for sentence in sentences_of(each.text)}
    # The title of an organisation's page: its name, and that of its cluster.
    return {sentence for sentence in found if not names.issuperset(_PARTS.split(sentence))}
