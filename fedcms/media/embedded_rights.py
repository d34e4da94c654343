"""Reads what was written into an image: title, credit, source, licence, keywords (XMP, IPTC, Exif)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import BinaryIO
from xml.etree.ElementTree import Element

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring
from PIL import Image, IptcImagePlugin
from PIL.ImageFile import ImageFile

from fedcms.media.damaged_images import DAMAGED
from fedcms.media.models import LICENCE_ADDRESSES

RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
DC = "{http://purl.org/dc/elements/1.1/}"
PHOTOSHOP = "{http://ns.adobe.com/photoshop/1.0/}"
RIGHTS = "{http://ns.adobe.com/xap/1.0/rights/}"
CC = "{http://creativecommons.org/ns#}"
LARGEST_XMP = 2**20
LONGEST_TITLE, LONGEST_CREDIT, LONGEST_SOURCE, LONGEST_KEYWORD, MOST_KEYWORDS = 200, 200, 300, 100, 20
# Persian and Indian words are written with them, and Arabic ones beside Latin.
_JOINERS = "\u200c\u200d\u200e\u200f\u061c"
_EXIF_ARTIST, _EXIF_COPYRIGHT = 0x013B, 0x8298
# Programs write an address with or without https, and with a language at its end.
_LICENCES = {
    address.removeprefix("https://").rstrip("/"): licence for licence, address in LICENCE_ADDRESSES.items()
}


@dataclass(frozen=True)
class EmbeddedRights:
    """What an image says of itself; "" for what it does not say."""

    title: str = ""
    credit: str = ""
    source: str = ""
    licence: str = ""
    keywords: tuple[str, ...] = ()


def read_embedded_rights(file: BinaryIO) -> EmbeddedRights:
    """Returns what the image says of itself; nothing for a file that cannot be read. Decodes no pixel.

    XMP comes first, which programs write today, then IPTC's older form, then Exif; one that is damaged hides no other.
    Leaves the file at its beginning.
    """
    file.seek(0)
    try:
        with Image.open(file) as image:
            xmp = _xmp_of(image.info.get("xmp") or image.info.get("XML:com.adobe.xmp"))
            iptc = _iptc_of(image)
            artist, copyright_line = _exif_of(image)
    except DAMAGED:
        return EmbeddedRights()
    finally:
        file.seek(0)
    credit = [*xmp["credit"], *_old(iptc, 110, 80), artist, *xmp["rights"], *_old(iptc, 116), copyright_line]
    return EmbeddedRights(
        title=_first([*xmp["title"], *_old(iptc, 105, 5)], LONGEST_TITLE),
        credit=_first(credit, LONGEST_CREDIT),
        source=_first([*xmp["source"], *_old(iptc, 115)], LONGEST_SOURCE),
        licence=_licence_of(xmp["licence"]),
        keywords=_keywords([*xmp["keywords"], *_old(iptc, 25)]),
    )


def _iptc_of(image: ImageFile) -> Mapping[tuple[int, int], object]:
    try:
        return IptcImagePlugin.getiptcinfo(image) or {}
    except DAMAGED:
        return {}


def _exif_of(image: ImageFile) -> tuple[str, str]:
    """Returns the artist and the copyright; not from the image's own reader, which decodes a PNG to find them."""
    exif = Image.Exif()
    try:
        exif.load(image.info.get("exif") or b"")
        return _mended(exif.get(_EXIF_ARTIST)), _mended(exif.get(_EXIF_COPYRIGHT))
    except DAMAGED:
        return "", ""


def _first(found: Iterable[object], longest: int) -> str:
    """Returns the first that says something, on one line and without characters that no text has."""
    for value in found:
        kept = (c if c.isprintable() or c in _JOINERS else " " for c in str(value or ""))
        line = " ".join("".join(kept).split())
        if line.strip(_JOINERS):
            return line[:longest].rstrip()
    return ""


def _keywords(found: Iterable[str]) -> tuple[str, ...]:
    lines = (_first([value.replace(",", " ")], LONGEST_KEYWORD) for value in found)
    return tuple(dict.fromkeys(line for line in lines if line))[:MOST_KEYWORDS]


def _licence_of(found: Iterable[str]) -> str:
    for address in found:
        for part, licence in _LICENCES.items():
            if part in address:
                return str(licence)
    return ""


def _old(iptc: Mapping[tuple[int, int], object], *numbers: int) -> list[str]:
    """Returns the texts of IPTC's records of these numbers, in their order."""
    found: list[str] = []
    for number in numbers:
        value = iptc.get((2, number), [])
        each = value if isinstance(value, list) else [value]
        found += [_decoded(text) for text in each if isinstance(text, bytes)]
    return found


def _mended(text: object) -> str:
    """Returns a text of Exif, which Pillow reads as Latin 1 and programs write as UTF-8."""
    try:
        return str(text or "").encode("latin-1").decode("utf-8")
    except UnicodeError:
        return str(text)


def _decoded(text: bytes) -> str:
    """Returns a text of IPTC, which is UTF-8 today, and was Latin 1."""
    try:
        return text.decode("utf-8")
    except UnicodeDecodeError:
        return text.decode("latin-1")


def _xmp_of(packet: object) -> dict[str, list[str]]:
    """Returns the texts of an XMP packet by what they are; empty lists for what is no XMP."""
    found: dict[str, list[str]] = {
        name: [] for name in ("title", "credit", "rights", "source", "licence", "keywords")
    }
    content = packet.encode() if isinstance(packet, str) else packet
    if not isinstance(content, bytes) or len(content) > LARGEST_XMP:
        return found
    try:
        root = fromstring(content.strip(b"\0 \n\r\t"), forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        return found
    wanted = {
        "title": (f"{PHOTOSHOP}Headline", f"{DC}title"),
        "credit": (f"{PHOTOSHOP}Credit", f"{DC}creator"),
        "rights": (f"{DC}rights",),
        "source": (f"{PHOTOSHOP}Source",),
        "licence": (f"{CC}license", f"{RIGHTS}WebStatement"),
        "keywords": (f"{DC}subject",),
    }
    for name, properties in wanted.items():
        found[name] = [text for each in properties for text in _texts_of(root, each)]
    return found


def _texts_of(root: Element, name: str) -> list[str]:
    """Returns the values of a property, which may be an attribute, an element, or a list in one.

    Looks no deeper than XMP puts them: elements in elements, each of that name, would be read once for each.
    """
    found: list[str] = []
    for description in root.iter(f"{RDF}Description"):
        if name in description.attrib:
            found.append(description.attrib[name])
        for element in description.iterfind(name):
            listed = [item.text or "" for item in element.iterfind(f"*/{RDF}li")]
            found += listed or [element.text or element.attrib.get(f"{RDF}resource", "")]
    return found
