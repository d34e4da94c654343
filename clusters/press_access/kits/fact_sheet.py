"""The fact sheet of a press kit: one tagged PDF (PDF/UA) for each language, made by Typst.

Texts go to Typst as data, which it never reads as its own language; the template is fact_sheet.typ.
"""

import json
import logging
import re
from collections.abc import Callable, Mapping
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import override

from clusters.models import Cluster
from clusters.press_access.kits.contents import PressKitContents
from clusters.press_access.kits.sections import KitRow, KitSection
from fedcms.core.design.colour import FEDERATION_ACCENT
from fedcms.core.pages.addresses import absolute, page_address
from fedcms.core.seo.site_name import site_name
from fedcms.core.templatetags.core_tags import RIGHT_TO_LEFT
from fedcms.media.typeset import printable, typeset

logger = logging.getLogger("fedcms.press_kits")

# Letters, digits and signs of Latin and Arabic, as every Typst writes them with the font.
_KNOWN_SIGNS = re.compile(
    r"[^ \u00a0\u202f!-~\u00a1-\u017f\u0621-\u064a\u0660-\u066c\u2013\u2014\u2018-\u201e\u2026]"
)
_TEMPLATE = Path(__file__).with_name("fact_sheet.typ")
_SAFE_SCHEMES = ("https://", "http://", "mailto:", "tel:")

Sheet = Mapping[str, object]


class SheetNotMade(Exception):
    """Typst makes no PDF of a sheet, whatever letters are left out."""


def _text_or_words(value: str) -> str:
    """Returns a text as `printable` does; in place of one of which no letter is left, words that say so."""
    return printable(value) or (printable(_("(à lire sur la page)")) if value.strip() else "")


def _url(address: str) -> str:
    return address if address.startswith(_SAFE_SCHEMES) else ""


def _row(row: KitRow, language: str) -> dict[str, object]:
    return {
        "label": _text_or_words(row.label),
        "label-language": row.label_language or language,
        "value": _text_or_words(row.value),
        "value-language": row.value_language or language,
        "note": _text_or_words(row.note),
        "url": _url(row.url),
        "links": [{"text": _text_or_words(link.text), "url": _url(link.url)} for link in row.links],
    }


def _section(section: KitSection, language: str) -> dict[str, object]:
    return {
        "title": _text_or_words(section.title),
        "language": section.language,
        "paragraphs": [text for text in map(_text_or_words, section.paragraphs) if text],
        "rows": [_row(row, language) for row in section.rows],
    }


def sheet_of(contents: PressKitContents) -> Sheet:
    """Returns all that the fact sheet of a kit says, as data for its template."""
    owner, page, notice = contents.owner, contents.page, contents.notice
    with override(contents.language):
        links = []
        if page is not None and notice is None:
            links.append({"label": _text_or_words(page.title), "url": absolute(page_address(page))})
        return {
            "title": printable(contents.title) or printable(contents.owner_name) or "–",
            "label": printable(_("Fiche de presse")),
            "owner": printable(contents.owner_name),
            "site": printable(site_name()),
            "accent": owner.accent if isinstance(owner, Cluster) else FEDERATION_ACCENT,
            "language": contents.language,
            "right-to-left": sorted(RIGHT_TO_LEFT),
            "summary": printable(page.summary) if page is not None else "",
            "embargo": None
            if notice is None
            else {
                "title": printable(notice.title),
                "warning": printable(notice.warning),
            },
            "sections": [_section(section, contents.language) for section in contents.sections],
            "links": links,
            "links-title": printable(_("En ligne")),
        }


@cache
def _look() -> bytes:
    """What the look of a sheet depends on besides its texts."""
    return _TEMPLATE.read_bytes() + version("typst").encode()


def digest_of(sheet: Sheet) -> str:
    """Returns what names a sheet's file: other texts, another template or another Typst give another one."""
    return sha256(json.dumps(sheet, sort_keys=True).encode() + _look()).hexdigest()[:32]


def _with_texts(value: object, change: Callable[[str], str]) -> object:
    """Returns the data of a sheet with every text changed, but for addresses, languages and colours."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list):
        return [_with_texts(each, change) for each in value]
    if isinstance(value, Mapping):
        kept = ("url", "language", "label-language", "value-language", "right-to-left", "accent")
        return {key: each if key in kept else _with_texts(each, change) for key, each in value.items()}
    return value


def render(sheet: Sheet) -> bytes:
    """Returns the sheet as a PDF: tagged, with title and language (PDF/UA-1). Takes some hundredths of a second.

    Should Typst refuse it, with Latin and Arabic letters alone. Raises `SheetNotMade` when it refuses that, too.
    """
    import typst  # noqa: PLC0415  # 40 MB of code, which most processes never need

    try:
        return typeset(_TEMPLATE, sheet)
    except typst.TypstError as error:
        logger.warning("A fact sheet was refused, and is made of fewer letters: %s", error)
    fewer = _with_texts(sheet, lambda text: _KNOWN_SIGNS.sub("", text) or "–")
    try:
        return typeset(_TEMPLATE, fewer)
    except typst.TypstError as error:
        raise SheetNotMade(str(error)) from error
