"""Reads the blocks of a body into the items of a text to take away."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from wagtail.blocks.stream_block import StreamValue

from fedcms.media.models import FederationDocument
from news.newsroom.copy_ready.document import (
    Heading,
    Item,
    ListLine,
    Paragraph,
    Span,
    TextList,
    TextTable,
    plain,
)
from news.newsroom.copy_ready.images import credit_of, text_image
from news.newsroom.copy_ready.rich_text import Resolve, items_of_rich_text

Reader = Callable[[Any, Resolve], list[Item]]


def items_of_body(body: StreamValue, resolve: Resolve) -> list[Item]:
    """Returns the items of a body, in order. A kind of block that is not known here gives its words."""
    found: list[Item] = []
    for child in body:
        reader = _READERS.get(child.block_type)
        found += reader(child.value, resolve) if reader else _words(child)
    return found


def _words(child: StreamValue.StreamChild) -> list[Item]:
    texts = (str(text) for text in child.block.get_searchable_content(child.value))
    return [Paragraph(plain(text)) for text in texts if text.strip()]


def _lines(text: str, role: str = "text") -> list[Item]:
    """Returns the paragraphs of a plain text, which empty lines part."""
    return [Paragraph(plain(part.strip()), role) for part in text.split("\n\n") if part.strip()]


def _list(texts: list[str]) -> list[Item]:
    lines = tuple(ListLine(plain(str(text))) for text in texts if str(text).strip())
    return [TextList(lines)] if lines else []


def _quote(value: Any, resolve: Resolve) -> list[Item]:
    found = _lines(value["text"], "quote")
    source = value.get("source")
    return [*found, Paragraph(plain(source), "source")] if source else found


def _figures(value: Any, resolve: Resolve) -> list[Item]:
    def line(figure: Any) -> str:
        number = " ".join(part for part in (figure.get("value"), figure.get("unit")) if part)
        words = _("%(number)s : %(label)s") % {"number": number, "label": figure.get("label")}
        source = figure.get("source")
        return (
            words
            if not source
            else _("%(figure)s (source : %(source)s)") % {"figure": words, "source": source}
        )

    return _list([line(figure) for figure in value])


def _callout(value: Any, resolve: Resolve) -> list[Item]:
    return [Heading(value["title"], 3), *_lines(value["text"])]


def link_to_document(document: FederationDocument, resolve: Resolve) -> Span:
    """Returns the name of a document with its credit, which links to it where it may."""
    return Span(f"{document.title} – {credit_of(document)}", url=resolve(document.url))


def _documents(value: Any, resolve: Resolve) -> list[Item]:
    lines = tuple(ListLine((link_to_document(document, resolve),)) for document in value.shown)
    title: list[Item] = [Heading(value["title"], 3)] if value.get("title") else []
    return [*title, TextList(lines)] if lines else []


def _table(value: Any, resolve: Resolve) -> list[Item]:
    headings = tuple(str(column["heading"] or "") for column in value.columns)
    rows = tuple(tuple("" if cell is None else str(cell) for cell in row["values"]) for row in value.row_data)
    return [TextTable(value.caption or "", headings, rows)]


def _embed(value: Any, resolve: Resolve) -> list[Item]:
    return [Paragraph((Span(value["title"], url=resolve(value["url"])),))]


def _button(value: Any, resolve: Resolve) -> list[Item]:
    href = value.href
    return [Paragraph((Span(value["label"], url=resolve(href)),))] if href else []


def _image(value: Any, resolve: Resolve) -> list[Item]:
    shown = text_image(value["image"], value.get("caption") or "")
    return [shown] if shown else []


def _gallery(value: Any, resolve: Resolve) -> list[Item]:
    title: list[Item] = [Heading(value["title"], 3)] if value.get("title") else []
    images = [item for each in value["images"] for item in _image(each, resolve)]
    return [*title, *images] if images else []


_READERS: dict[str, Reader] = {
    "paragraph": items_of_rich_text,
    "heading": lambda value, resolve: [Heading(str(value))],
    "list": lambda value, resolve: _list(list(value)),
    "quote": _quote,
    "figures": _figures,
    "callout": _callout,
    "documents": _documents,
    "table": _table,
    "embed": _embed,
    "button": _button,
    "image": _image,
    "gallery": _gallery,
}
