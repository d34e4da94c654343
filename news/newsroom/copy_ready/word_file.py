"""Writes a text to take away as a file of Word (DOCX): by its styles, in its language and direction."""

import logging
import zipfile
from io import BytesIO
from itertools import count
from typing import Any

from django.core.files.storage import default_storage
from docx import api
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_DIRECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Mm, Pt
from docx.text.paragraph import Paragraph as WordParagraph
from docx.text.run import Run

from fedcms.core.buckets.errors import BucketAwayError
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

# A region that Word checks the spelling of.
REGIONS = {"fr": "fr-FR", "en": "en-GB", "es": "es-ES", "ar": "ar-MA"}
PIXELS_PER_INCH = 150
_EMU_PER_PIXEL = 914_400 // PIXELS_PER_INCH
_WIDEST = Mm(165)
# Files are the same bytes as long as the text is: archives have no earlier day.
_EPOCH = (1980, 1, 1, 0, 0, 0)
_STYLES = {"lead": "Intense Quote", "quote": "Quote", "source": "Caption", "notice": "Intense Quote"}
# What stands behind the direction of a paragraph, by the schema.
_AFTER_BIDI = tuple(
    f"w:{name}"
    for name in (
        "adjustRightInd", "snapToGrid", "spacing", "ind", "contextualSpacing", "mirrorIndents", "suppressOverlap",
        "jc", "textDirection", "textAlignment", "textboxTightWrap", "outlineLvl", "divId", "cnfStyle", "rPr",
        "sectPr", "pPrChange",
    )
)  # fmt: skip
DEEPEST = 5
"""So many lists stand inside one another."""
_INDENT = 360

logger = logging.getLogger("fedcms.media")


class _Writer:
    """One file that is being written."""

    def __init__(self, document: TextDocument) -> None:
        self.source = document
        self.file: Document = api.Document()
        self._numbers = count(1)
        self._outlines: dict[bool, int] = {}

    def write(self) -> bytes:
        self._set_properties()
        for item in self.source.above:
            self._add(item)
        self._direct(self.file.add_heading(self.source.title, level=1))
        for item in self.source.items:
            self._add(item)
        buffer = BytesIO()
        self.file.save(buffer)
        return _without_clock(buffer.getvalue())

    def _set_properties(self) -> None:
        properties = self.file.core_properties
        properties.title, properties.author = self.source.title[:255], self.source.author[:255]
        properties.language, properties.comments = self.source.language, ""
        properties.last_modified_by, properties.identifier = "", self.source.address[:255]
        moment = self.source.modified_at
        if moment is not None:
            properties.created = properties.modified = moment.replace(tzinfo=None, microsecond=0)
        for style in self.file.styles:
            if style.type == WD_STYLE_TYPE.PARAGRAPH and style.name == "Normal":
                style.font.name, style.font.size = "Calibri", Pt(11)
        for section in self.file.sections:
            section.page_width, section.page_height = Mm(210), Mm(297)
            section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(22)
            if self.source.is_rtl:
                # The order of elements is the schema's, here and below.
                section._sectPr.insert_element_before(  # noqa: SLF001  # python-docx has no name for it
                    OxmlElement("w:bidi"), "w:rtlGutter", "w:docGrid", "w:printerSettings", "w:sectPrChange"
                )
            if self.source.status:
                # On each page that somebody prints.
                section.header.paragraphs[0].text = self.source.status
                self._direct(section.header.paragraphs[0])
        self._set_language()

    def _set_language(self) -> None:
        """Sets the language of all styles, which spelling and screen readers follow."""
        defaults = self.file.styles.element.find(qn("w:docDefaults"))
        properties = defaults.find(qn("w:rPrDefault")).find(qn("w:rPr"))
        for old in properties.findall(qn("w:lang")):
            properties.remove(old)
        properties.append(_language_element(self.source.language))

    def _direct(self, paragraph: WordParagraph) -> WordParagraph:
        """Sets the direction of a paragraph and of the runs in it."""
        if not self.source.is_rtl:
            return paragraph
        properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001  # the element: python-docx knows no direction
        properties.insert_element_before(OxmlElement("w:bidi"), *_AFTER_BIDI)
        # In a paragraph from right to left, "left" is where its lines begin: on the right.
        paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT
        for run in paragraph._p.iter(qn("w:r")):  # noqa: SLF001  # those in links, too
            found = Run(run, paragraph)
            found.font.rtl = True
        return paragraph

    def _add(self, item: Item) -> None:
        match item:
            case Heading():
                self._direct(self.file.add_heading(item.text, level=item.level))
            case Paragraph():
                self._paragraph(item.spans, _STYLES.get(item.role))
            case TextList():
                self._list(item)
            case TextTable():
                self._table(item)
            case TextImage():
                self._image(item)

    def _paragraph(self, spans: Spans, style: str | None = None) -> WordParagraph:
        paragraph = self.file.add_paragraph(style=style)
        for span in spans:
            run = _link_run(paragraph, span.text, span.url) if span.url else paragraph.add_run(span.text)
            run.bold, run.italic = span.is_bold or None, span.is_italic or None
            if span.language:
                run._r.get_or_add_rPr().append(_language_element(span.language))  # noqa: SLF001  # as above
        return self._direct(paragraph)

    def _list(self, item: TextList) -> None:
        # The lists that a line stands in, by depth: whether each is numbered, and its numbering.
        opened: dict[int, tuple[bool, int]] = {}
        for line in item.lines:
            opened = {depth: each for depth, each in opened.items() if depth <= line.depth}
            if line.depth not in opened or opened[line.depth][0] != line.is_numbered:
                key = self._new_numbering(is_numbered=line.is_numbered)
                opened[line.depth] = (line.is_numbered, key)
            paragraph = self._paragraph(line.spans, "List Paragraph")
            properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()  # noqa: SLF001  # as above
            properties.get_or_add_ilvl().val = min(line.depth, DEEPEST - 1)
            properties.get_or_add_numId().val = opened[line.depth][1]

    def _new_numbering(self, *, is_numbered: bool) -> int:
        """Returns a numbering of its own: without one, a list would go on where the last one ended."""
        numbers = self.file.part.numbering_part.element
        if is_numbered not in self._outlines:
            self._outlines[is_numbered] = _add_outline(numbers, is_numbered=is_numbered)
        made = numbers.add_num(self._outlines[is_numbered])
        for depth in range(DEEPEST):
            made.add_lvlOverride(ilvl=depth).add_startOverride(1)
        return int(made.numId)

    def _table(self, item: TextTable) -> None:
        if item.caption:
            self._direct(self.file.add_paragraph(item.caption, style="Caption"))
        columns = max(len(item.headings), 1)
        table = self.file.add_table(rows=0, cols=columns, style="Table Grid")
        if self.source.is_rtl:
            table.table_direction = WD_TABLE_DIRECTION.RTL
        for number, row in enumerate([item.headings, *item.rows]):
            cells = table.add_row()
            for cell, text in zip(cells.cells, row, strict=False):
                run = cell.paragraphs[0].add_run(text)
                run.bold = number == 0 or None
                self._direct(cell.paragraphs[0])
            if number == 0:
                # Repeated on each page, and read as the heading of its columns.
                cells._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001  # as above

    def _image(self, item: TextImage) -> None:
        if not (item.file and self._picture(item)):
            self._direct(self.file.add_paragraph(in_words(item)))
            return
        words = " – ".join(part for part in (item.caption, item.credit) if part)
        self._direct(self.file.add_paragraph(words, style="Caption"))

    def _picture(self, item: TextImage) -> bool:
        """Adds a picture with its alternative text; returns whether its file could be read."""
        width = min(Emu(item.width * _EMU_PER_PIXEL), _WIDEST)
        paragraph = self.file.add_paragraph()
        try:
            with default_storage.open(item.file) as file:
                shape = paragraph.add_run().add_picture(BytesIO(file.read()), width=width)
        except BucketAwayError:
            raise
        except (
            Exception
        ):  # python-docx reads headers byte by byte, and raises whatever a damaged one leads to
            logger.exception("%s could not be put into a file of Word.", item.file)
            paragraph._p.getparent().remove(paragraph._p)  # noqa: SLF001  # python-docx has no name for it
            return False
        self._direct(paragraph)
        properties: Any = shape._inline.docPr  # noqa: SLF001  # python-docx has no name for the alternative text
        properties.set("descr", item.alt or item.caption)
        properties.set("name", f"image {next(self._numbers)}")
        return True


def _add_outline(numbers: Any, *, is_numbered: bool) -> int:
    """Adds an outline of numbers or of dots, with a level for each depth; returns its key."""
    used = [int(each.get(qn("w:abstractNumId"))) for each in numbers.findall(qn("w:abstractNum"))]
    key = max(used, default=0) + 1
    outline = OxmlElement("w:abstractNum", attrs={qn("w:abstractNumId"): str(key)})
    outline.append(_value("w:multiLevelType", "hybridMultilevel"))
    for depth in range(DEEPEST):
        level = OxmlElement("w:lvl", attrs={qn("w:ilvl"): str(depth)})
        level.append(_value("w:start", "1"))
        level.append(_value("w:numFmt", "decimal" if is_numbered else "bullet"))
        level.append(_value("w:lvlText", f"%{depth + 1}." if is_numbered else "•"))
        level.append(_value("w:lvlJc", "left"))
        looks = OxmlElement("w:pPr")
        indent = {qn("w:left"): str(_INDENT * (depth + 2)), qn("w:hanging"): str(_INDENT)}
        looks.append(OxmlElement("w:ind", attrs=indent))
        level.append(looks)
        outline.append(level)
    # The schema wants outlines before the numberings that use them.
    numbers.insert(len(used), outline)
    return key


def _value(tag: str, value: str) -> Any:
    return OxmlElement(tag, attrs={qn("w:val"): value})


def _language_element(language: str) -> Any:
    element = OxmlElement("w:lang")
    region = REGIONS.get(language, language)
    element.set(qn("w:val"), region)
    element.set(qn("w:bidi"), region if language == "ar" else REGIONS["ar"])
    return element


def _link_run(paragraph: WordParagraph, text: str, url: str) -> Run:
    """Returns a new run inside a link, which python-docx can read, but not write."""
    key = paragraph.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), key)
    paragraph._p.append(link)  # noqa: SLF001  # as above
    element = OxmlElement("w:r")
    link.append(element)
    run = Run(element, paragraph)
    run.text = text
    run.font.underline = True
    return run


def _without_clock(content: bytes) -> bytes:
    """Returns the archive with one moment for all its parts, so that the same text gives the same bytes."""
    buffer = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = zipfile.ZipInfo(name, date_time=_EPOCH)
            part.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(part, old.read(name))
    return buffer.getvalue()


def word_file_of(document: TextDocument) -> bytes:
    """Returns the text as the bytes of a DOCX file."""
    return _Writer(document).write()
