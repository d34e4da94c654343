"""Writes a text to take away as plain text: lines that no editor wraps, addresses in brackets."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from news.newsroom.copy_ready.document import (
    Heading,
    Item,
    Paragraph,
    Spans,
    TextDocument,
    TextImage,
    TextList,
    TextTable,
)
from news.newsroom.copy_ready.images import in_words


def plain_text_of(document: TextDocument) -> str:
    """Returns the text, with an empty line between its parts."""
    parts = [*map(_written, document.above), document.title, *map(_written, document.items)]
    return "\n\n".join(part for part in parts if part) + "\n"


def _written(item: Item) -> str:
    match item:
        case Heading():
            return item.text
        case Paragraph():
            text = _text(item.spans)
            if item.role == "quote":
                return _("« %(text)s »") % {"text": text}
            return f"— {text}" if item.role == "source" else text
        case TextList():
            return "\n".join(_list_lines(item))
        case TextTable():
            lines = [item.headings, *item.rows]
            return "\n".join(
                [*([item.caption] if item.caption else []), *("\t".join(line) for line in lines)]
            )
        case TextImage():
            return in_words(item)


def _text(spans: Spans) -> str:
    return "".join(
        f"{span.text} ({span.url})" if _says_more(span.text, span.url) else span.text for span in spans
    )


def _says_more(text: str, url: str) -> bool:
    """Returns whether an address is not what the text says already."""
    if not url or url.startswith("tel:"):
        return False
    return text.strip().rstrip("/") != url.removeprefix("mailto:").rstrip("/")


def _list_lines(item: TextList) -> Iterator[str]:
    numbers: dict[int, int] = {}
    for line in item.lines:
        numbers = {depth: number for depth, number in numbers.items() if depth <= line.depth}
        numbers[line.depth] = numbers.get(line.depth, 0) + 1
        mark = f"{numbers[line.depth]}." if line.is_numbered else "•"
        yield f"{'  ' * line.depth}{mark} {_text(line.spans)}"
