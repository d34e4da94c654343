"""What the editors' guide prints in bold, and puts between « » in what it says of a picture, is what screens show.

The interface's words are those of the message catalogues, Wagtail's and the project's own, as the site merges them. A
path is written “**Menu > Entry**”; each of its parts is looked for.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import trans_real
from markdown_it.token import Token

from home.guide.chapters import LANGUAGES, chapter_files
from home.guide.rendering import parse

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
QUOTED = re.compile(r"«\s*(.+?)\s*»")
# A message of which less than this is fixed would answer for any label.
FIXED_LETTERS = 4
_SAME = str.maketrans({"\u00a0": " ", "\u202f": " ", "’": "'"})


def normalised(text: str) -> str:
    """The text with one kind of space and apostrophe: catalogues differ in them."""
    return text.translate(_SAME).strip()


def own_messages(language: str) -> dict[str, set[str]]:
    """The project's own catalogue in a language: by source string, what it says."""
    path = Path(settings.BASE_DIR, "locale", language, "LC_MESSAGES", "django.po")
    return {entry.msgid: {entry.msgstr, *entry.msgstr_plural.values()} for entry in polib.pofile(str(path))}


def messages(language: str) -> set[str]:
    """All that the interface may say in a language."""
    # The project's are read from their source: a process may have read what was compiled before the last change.
    found = set().union(*own_messages(language).values())
    catalogue = trans_real.DjangoTranslation(language)._catalog
    found |= {str(catalogue[key]) for key in catalogue.keys()}  # noqa: SIM118  # no dictionary
    if language == "en":
        # Wagtail's source strings: English, and in no English catalogue.
        keys = trans_real.DjangoTranslation("fr")._catalog.keys()
        sources = {key if isinstance(key, str) else key[0] for key in keys}
        found |= {source.rpartition("\x04")[2] for source in sources} - set(own_messages("fr"))
    return {normalised(each) for each in found if each}


class Interface:
    """The words of the interface in a language, those with a place for others among them."""

    def __init__(self, language: str) -> None:
        said = messages(language)
        self.exact = said | {capfirst(each) for each in said}
        self.patterns = [
            re.compile(".+?".join(map(re.escape, PLACEHOLDER.split(each))))
            for each in said
            if PLACEHOLDER.search(each) and sum(map(str.isalpha, PLACEHOLDER.sub("", each))) >= FIXED_LETTERS
        ]

    def shows(self, label: str) -> bool:
        """Whether a screen may show it."""
        wanted = normalised(label)
        return wanted in self.exact or any(pattern.fullmatch(wanted) for pattern in self.patterns)


def bold_texts(tokens: list[Token]) -> Iterator[str]:
    """Each text in bold, on one line."""
    for inline in tokens:
        bold: list[str] | None = None
        for token in inline.children or []:
            if token.type == "strong_open":
                bold = []
            elif token.type == "strong_close" and bold is not None:
                yield " ".join("".join(bold).split())
                bold = None
            elif bold is not None:
                bold.append(token.content if token.type == "text" else " ")


def labels_in(tokens: list[Token]) -> Iterator[str]:
    """Each label that a text names: in bold, a path being several, and between « » in what is said of a picture."""
    for text in bold_texts(tokens):
        yield from text.split(" > ")
    for inline in tokens:
        for token in inline.children or []:
            if token.type == "image":
                yield from QUOTED.findall(token.content)


def unknown_labels(text: str, interface: Interface) -> list[str]:
    """The labels of a text that no screen shows; signs without a letter (•••) are pictures."""
    return [
        label
        for label in labels_in(parse(text))
        if any(map(str.isalpha, label)) and not interface.shows(label)
    ]


@pytest.fixture(scope="module", params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    """Each language of the guide."""
    return str(request.param)


@pytest.fixture(scope="module")
def interface(language: str) -> Interface:
    """The interface in that language."""
    return Interface(language)


def test_every_label_of_the_guide_is_one_that_a_screen_shows(language: str, interface: Interface) -> None:
    wrong = {
        path.name: labels
        for path in chapter_files(language).values()
        if (labels := unknown_labels(path.read_text(encoding="utf-8"), interface))
    }
    assert not wrong


def test_chapters_name_labels_at_all(language: str) -> None:
    named = [
        label
        for path in chapter_files(language).values()
        for label in labels_in(parse(path.read_text(encoding="utf-8")))
    ]
    assert len(named) > 100


def test_a_label_that_no_screen_shows_is_found() -> None:
    french = Interface("fr")
    text = (
        "**Aide > Réglages du four** puis **Enregistrer\nle brouillon**\n\n"
        "![Le bouton « Tout jeter ».](images/x.webp)"
    )
    assert unknown_labels(text, french) == ["Réglages du four", "Tout jeter"]
    assert unknown_labels("**Save draft**", french) == ["Save draft"]
    assert unknown_labels("**Save draft** and **Soumettre à Publication – X**", Interface("en")) == [
        "Soumettre à Publication – X"
    ]
