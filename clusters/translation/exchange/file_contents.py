"""Value types of translation files, whatever the format: exported and imported pages and texts."""

from dataclasses import dataclass, field
from hashlib import blake2s
from typing import Literal
from uuid import UUID

MOST_PAGES = 200
"""The maximum number of pages in one download or upload; a page in two languages counts twice."""

MOST_UNITS = 20_000
"""The maximum number of texts in one upload."""

MOST_BYTES = 10 * 1024 * 1024
"""The maximum size of an upload; the files of a ZIP may have twice as much together, unpacked."""

XLIFF, PO = "xliff", "po"

# The states of XLIFF 2. "final" is a text that was approved and published; imported again, it is a draft all the same.
OutState = Literal["initial", "translated", "final"]
CONFIRMED = frozenset({"reviewed", "final"})
FUZZY = "fuzzy"


@dataclass(frozen=True)
class Unit:
    """A text to export, in wagtail-localize's HTML. `notes` are for people, in the language of the person who exports.

    `kept` is the mark of the exported translation (clusters.translation.exchange.version_marks), by which the import
    sees whether somebody corrected it meanwhile.
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
    """A page to export into one language. `key` is its translation key; languages are codes (BCP 47)."""

    key: UUID
    source_language: str
    target_language: str
    title: str
    address: str = ""
    units: tuple[Unit, ...] = ()


@dataclass(frozen=True)
class FoundUnit:
    """A text as a file contains it. `problem` says why it cannot be read; `ident` is our name of it, "" if it was lost.

    `kept` is the mark of the exported translation, "" if it was lost.
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
    """A page in a language as a file contains it: nothing is looked up yet, anything may be wrong.

    `translation` is the UUID by which wagtail-localize's own PO files name a translation.
    """

    key: str
    source_language: str
    target_language: str
    title: str = ""
    tool: str = ""
    translation: str = ""
    units: list[FoundUnit] = field(default_factory=list)


def ident_of(path: str, source: str) -> str:
    """Returns the name of a text in a file, valid as an NMTOKEN; another path or another text has another name."""
    digest = blake2s(f"{path}\0{source}".encode("utf-8", "surrogatepass"), digest_size=12)
    return f"u{digest.hexdigest()}"


def squeezed(text: str) -> str:
    """Returns a text for comparison, with single spaces: translation tools change white space."""
    return " ".join(text.split())
