"""What a text to take away is made of, whatever its format: headings, paragraphs, lists, quotations, tables, images."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class Span:
    """A run of text in one look; `url` is absolute, "" where it links nowhere."""

    text: str
    is_bold: bool = False
    is_italic: bool = False
    url: str = ""
    language: str = ""
    """Where it is not that of the document; "" otherwise."""


Spans = tuple[Span, ...]


@dataclass(frozen=True)
class Heading:
    """A heading below the title: level 2 or 3."""

    text: str
    level: int = 2


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; `role` is "text", "lead" (the summary), "notice" (an embargo), "quote" or "source" (who speaks)."""

    spans: Spans
    role: str = "text"


@dataclass(frozen=True)
class ListLine:
    """A line of a list, with the depth of its list, from 0."""

    spans: Spans
    depth: int = 0
    is_numbered: bool = False


@dataclass(frozen=True)
class NestedLine:
    """A line of a list with the lines of the list below it, as HTML nests them."""

    spans: Spans
    lines: "list[NestedLine]"
    is_numbered_inside: bool = False


@dataclass(frozen=True)
class TextList:
    """A list: its lines and those of the lists in it, one after the other."""

    lines: tuple[ListLine, ...]

    @property
    def is_numbered(self) -> bool:
        """Whether its own lines are numbered."""
        return bool(self.lines) and self.lines[0].is_numbered

    @property
    def nested(self) -> list[NestedLine]:
        """Its lines, each with those below it."""
        return _nested(self.lines, 0)


@dataclass(frozen=True)
class TextTable:
    """A table with the headings of its columns."""

    caption: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class TextImage:
    """An image of the text: in words, and as a file in the storage if the press may take it ("" otherwise)."""

    alt: str
    caption: str
    credit: str
    file: str
    width: int = 0
    height: int = 0


Item = Heading | Paragraph | TextList | TextTable | TextImage


@dataclass(frozen=True)
class TextDocument:
    """A text to take away, in one language."""

    title: str
    language: str
    is_rtl: bool
    author: str
    address: str
    modified_at: datetime | None
    status: str = ""
    """That it is under embargo, or a draft; "" when it is public."""
    above: tuple[Item, ...] = field(default=())
    """What stands before the title: an embargo, the kind of text."""
    items: tuple[Item, ...] = field(default=())


def plain(text: str) -> Spans:
    """Returns a text without looks as spans; none for ""."""
    return (Span(text),) if text else ()


def _nested(lines: tuple[ListLine, ...], depth: int) -> list[NestedLine]:
    found: list[NestedLine] = []
    number = 0
    while number < len(lines):
        end = number + 1
        while end < len(lines) and lines[end].depth > depth:
            end += 1
        below = lines[number + 1 : end]
        inside = bool(below) and below[0].is_numbered
        found.append(NestedLine(lines[number].spans, _nested(below, depth + 1), inside))
        number = end
    return found
