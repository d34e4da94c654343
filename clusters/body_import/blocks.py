"""Makes blocks of a page's body from HTML: headings, paragraphs with lists, quotations, tables, images."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from bs4.element import PageElement, Tag
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clusters.body_import.clean_html import LISTS, inline, is_text, list_html, parse, text_of
from fedcms.core.i18n.formatting import number

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
LONGEST_HEADING = 150
BLOCK_TAGS = (*HEADINGS, *LISTS, "p", "div", "table", "blockquote", "section", "article", "main", "header", "footer",
              "aside", "figure", "figcaption", "pre", "dl", "dt", "dd", "address", "body", "html", "hr", "img",
              "center", "nav", "details", "summary")  # fmt: skip
MOST_BLOCKS = 500
# No editor's table is larger, and each cell is a field of the form.
MOST_COLUMNS, MOST_CELLS = 50, 5000

RawBlock = dict[str, object]
# Returns the raw value of an image block for an <img>, or `None` when it cannot be kept.
ImageReader = Callable[[Tag], RawBlock | None]


def no_image(_tag: Tag) -> None:
    """Keeps no image: those of a pasted page are on another site, or on the disk of who pasted them."""


@dataclass
class Imported:
    """The blocks of a text, as a StreamField stores them, and a line for each thing that could not be kept."""

    blocks: list[RawBlock] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)


class _Maker:
    """Collects blocks in the order of the document; paragraphs and lists that follow one another are one block."""

    def __init__(self, read_image: ImageReader) -> None:
        self.made = Imported()
        self.text: list[str] = []
        self.read_image = read_image
        self.images_lost = 0

    def end_text(self) -> None:
        """Makes the block of the paragraphs so far."""
        if self.text:
            self.made.blocks.append({"type": "paragraph", "value": "".join(self.text)})
            self.text = []

    def add(self, kind: str, value: object) -> None:
        """Adds a block after the paragraphs so far."""
        self.end_text()
        self.made.blocks.append({"type": kind, "value": value})

    def add_paragraph(self, nodes: list[PageElement]) -> None:
        """Adds a paragraph, unless it is empty."""
        # Non-breaking spaces alone are Word's empty line.
        made = inline(nodes).strip()
        if made.replace("\xa0", "").replace("<br/>", "").strip():
            self.text.append(f"<p>{made}</p>")

    def walk(self, nodes: Iterable[PageElement]) -> None:
        """Adds what stands in a container: what is between its blocks is a paragraph."""
        loose: list[PageElement] = []
        for node in nodes:
            if is_text(node) or (isinstance(node, Tag) and not self._has_blocks(node)):
                loose.append(node)
            elif isinstance(node, Tag):
                self.add_paragraph(loose)
                loose = []
                self.block(node)
        self.add_paragraph(loose)

    @staticmethod
    def _has_blocks(tag: Tag) -> bool:
        return tag.name in BLOCK_TAGS or tag.find(BLOCK_TAGS) is not None

    def block(self, tag: Tag) -> None:
        """Adds an element that makes a block, or holds some."""
        if tag.name in HEADINGS:
            self._heading(tag)
        elif tag.name in LISTS:
            self._images_in(tag)
            self.text.append(list_html(tag))
        elif tag.name == "table":
            self._table(tag)
        elif tag.name == "blockquote":
            self._images_in(tag)
            if words := text_of(tag):
                self.add("quote", {"text": words, "source": ""})
        elif tag.name == "img":
            self._image(tag)
        elif tag.name != "hr":
            self.walk(list(tag.children))

    def _heading(self, tag: Tag) -> None:
        self._images_in(tag)
        words = text_of(tag)
        if len(words) > LONGEST_HEADING:
            self.text.append(f"<p><b>{inline([*tag.children], frozenset({'b'})).strip()}</b></p>")
            self.made.left_out.append(
                _("Un intertitre de plus de 150 signes est devenu un paragraphe : « {} »").format(words[:60])
            )
        elif words:
            self.add("heading", words)

    def _images_in(self, tag: Tag) -> None:
        for image in tag.find_all("img"):
            self._image(image)

    def _image(self, tag: Tag) -> None:
        value = self.read_image(tag)
        if value is None:
            self.images_lost += 1
        else:
            self.add("image", value)

    def _table(self, tag: Tag) -> None:
        rows = [
            [cell for cell in row.find_all(("td", "th")) if cell.find_parent("table") is tag]
            for row in tag.find_all("tr")
            if row.find_parent("table") is tag
        ]
        rows = [row for row in rows if row]
        width = max((len(row) for row in rows), default=0)
        if width < 2 or len(rows) < 2 or tag.find("table"):  # it only sets things side by side
            for row in rows:
                for cell in row:
                    self.walk(list(cell.children))
            return
        self._images_in(tag)
        if any(int_of(cell.get(name)) > 1 for row in rows for cell in row for name in ("colspan", "rowspan")):
            self.made.left_out.append(
                _("Un tableau avait des cellules fusionnées : elles sont séparées, vérifiez-le.")
            )
        words = [spread(row) for row in rows]
        width = max(len(row) for row in words)
        if width > MOST_COLUMNS or width * len(words) > MOST_CELLS:
            self.made.left_out.append(
                _("Un tableau de plus de %(columns)s colonnes ou %(cells)s cellules n’est pas repris.")
                % {"columns": MOST_COLUMNS, "cells": number(MOST_CELLS)}
            )
            return
        words = [row + [""] * (width - len(row)) for row in words]
        caption = tag.find("caption")
        self.add(
            "table",
            {
                "columns": [{"type": "text", "heading": heading} for heading in words[0]],
                "rows": [{"values": row} for row in words[1:]],
                "caption": text_of(caption) if caption is not None else "",
            },
        )


def int_of(value: object) -> int:
    """Returns the number in an attribute, 1 without one."""
    return int(value) if isinstance(value, str) and value.isdecimal() and len(value) < 4 else 1


def spread(row: list[Tag]) -> list[str]:
    """Returns the words of a row's cells; a cell over several columns is followed by empty ones."""
    words: list[str] = []
    for cell in row:
        words += [text_of(cell), *[""] * (min(int_of(cell.get("colspan")), 50) - 1)]
    return words


def blocks_of(data: str, read_image: ImageReader = no_image) -> Imported:
    """Returns the blocks of HTML, and what was left out."""
    maker = _Maker(read_image)
    try:
        maker.walk(list(parse(data).children))
    except RecursionError:
        maker.made.left_out.append(_("La suite est imbriquée trop profondément pour être lue."))
    maker.end_text()
    made = maker.made
    if maker.images_lost:
        made.left_out.append(
            ngettext(
                "%(count)d image n’est pas reprise : ajoutez-la par un bloc Image.",
                "%(count)d images ne sont pas reprises : ajoutez-les par un bloc Image.",
                maker.images_lost,
            )
            % {"count": maker.images_lost}
        )
    if len(made.blocks) > MOST_BLOCKS:
        made.left_out.append(_("Le texte est trop long : seul son début est repris."))
        del made.blocks[MOST_BLOCKS:]
    return made
