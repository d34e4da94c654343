"""Value types of translation files, whatever the format: exported and imported pages and texts."""

from dataclasses import dataclass, field
from hashlib import blake2s
from typing import Literal
from uuid import UUID

MOST_PAGES = 200
"""Pages in languages (a page in two languages counts twice) in one download or upload."""

MOST_UNITS = 20_000
"""Texts in one upload."""

MOST_BYTES = 10 * 1024 * 1024
"""Of an upload; of a ZIP, after it is unpacked, twice as many."""

XLIFF, PO = "xliff", "po"

# As XLIFF 2 names them. "final" is what was approved and published; a file that comes back is a draft all the same.
OutState = Literal["initial", "translated", "final"]
CONFIRMED = frozenset({"reviewed", "final"})
FUZZY = "fuzzy"


@dataclass(frozen=True)
class Unit:
    """A text that goes out, in wagtail-localize's HTML. `notes` are for people, in the language of who exports.

    `kept` is the mark of the translation that goes out (clusters.translation.exchange.version_marks), by which the
    import knows whether somebody corrected it meanwhile.
    """

    path: str
    source: str
    target: str = ""
    label: str = ""
    state: OutState = "initial"
    notes: tuple[str, ...] = ()
    kept: str = ""


@dataclass(frozen=True)
class FileContent:
    """A page in a language, going out. `key` is that of the page in all languages; languages are codes (BCP 47)."""

    key: UUID
    source_language: str
    target_language: str
    title: str
    address: str = ""
    units: tuple[Unit, ...] = ()


@dataclass(frozen=True)
class FoundUnit:
    """A text as a file brings it. `problem`: why it cannot be read, in words; `ident` is ours, "" when it was lost.

    `kept` is the mark of the translation that went out, "" when it was lost.
    """

    path: str
    source: str
    target: str
    state: str = ""
    ident: str = ""
    problem: str = ""
    kept: str = ""


@dataclass
class FoundContent:
    """A page in a language as a file brings it: nothing here was looked up yet, anything may be wrong.

    `translation` is the key by which wagtail-localize's own PO files name one of its translations.
    """

    key: str
    source_language: str
    target_language: str
    title: str = ""
    tool: str = ""
    translation: str = ""
    units: list[FoundUnit] = field(default_factory=list)


def ident_of(path: str, source: str) -> str:
    """The name of a text in a file, valid as an NMTOKEN: another place or another wording has another one."""
    digest = blake2s(f"{path}\0{source}".encode("utf-8", "surrogatepass"), digest_size=12)
    return f"u{digest.hexdigest()}"


def squeezed(text: str) -> str:
    """A text as it is compared: tools put other white space in the place of what was there."""
    return " ".join(text.split())
