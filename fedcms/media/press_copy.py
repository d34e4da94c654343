"""Writes the title, credit, licence and source of an image into the copy that the press downloads, as XMP.

The pixels stay as they are: a part is added to the file. IPTC's older records are taken out of a JPEG, since they could
say something else. Formats other than JPEG, PNG and WebP are left as they are.
"""

import struct
import zlib
from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from fedcms.media.models import FederationImage, Licence

LICENCE_ADDRESSES = {
    Licence.CC_BY: "https://creativecommons.org/licenses/by/4.0/",
    Licence.CC_BY_SA: "https://creativecommons.org/licenses/by-sa/4.0/",
    Licence.CC0: "https://creativecommons.org/publicdomain/zero/1.0/",
}
_JPEG_XMP, _JPEG_EXIF = b"http://ns.adobe.com/xap/1.0/\0", b"Exif\0"
_JPEG_IPTC, _IPTC_RESOURCE = b"Photoshop 3.0\0", b"8BIM\x04\x04"
_LONGEST_SEGMENT = 65_533
_PNG, _PNG_XMP = b"\x89PNG\r\n\x1a\n", b"XML:com.adobe.xmp\0\0\0\0\0"
_WEBP_ALPHA, _WEBP_XMP = 0x10, 0x04


def _xmp_text(value: str) -> str:
    """Returns a text for XML: control characters cannot stand in it."""
    return escape("".join(c for c in value if c.isprintable()))


def xmp_of(image: FederationImage) -> bytes:
    """Returns the XMP packet that says whose the image is and how it may be used, in IPTC's names."""
    lists = {
        "dc:title": ("Alt", [image.title]),
        "dc:creator": ("Seq", [image.credit]),
        "dc:rights": ("Alt", [f"© {image.credit}" if image.credit else ""]),
        "dc:subject": ("Bag", sorted(image.tags.names())),
        "xmpRights:UsageTerms": ("Alt", [usage_terms(image)]),
    }
    texts = {"photoshop:Credit": image.credit, "photoshop:Source": image.source}
    parts = [f"<{name}>{_xmp_text(value)}</{name}>" for name, value in texts.items() if value]
    for name, (kind, values) in lists.items():
        language = ' xml:lang="x-default"' if kind == "Alt" else ""
        items = "".join(f"<rdf:li{language}>{_xmp_text(value)}</rdf:li>" for value in values if value)
        if items:
            parts.append(f"<{name}><rdf:{kind}>{items}</rdf:{kind}></{name}>")
    if address := LICENCE_ADDRESSES.get(Licence(image.licence)):
        parts.append(f"<xmpRights:WebStatement>{address}</xmpRights:WebStatement>")
        parts.append(f"<cc:license rdf:resource={quoteattr(address)}/>")
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"'
        ' xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/" xmlns:cc="http://creativecommons.org/ns#">'
        f'{"".join(parts)}</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
    ).encode()


def usage_terms(image: FederationImage) -> str:
    """Returns how the image may be used, in the reader's language: licence, who, where, until when."""
    terms = [str(image.get_licence_display()), str(image.get_reuse_display()), image.territory]
    until = image.rights_until.isoformat() if image.rights_until else ""
    return " · ".join(term for term in (*terms, f"→ {until}" if until else "") if term)


def with_xmp(content: bytes, packet: bytes) -> bytes:
    """Returns an image file with this XMP packet instead of its own; unchanged if it does not fit in."""
    try:
        if content.startswith(b"\xff\xd8"):
            return _jpeg(content, packet)
        if content.startswith(_PNG):
            return _png(content, packet)
        if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
            return _webp(content, packet)
    except (struct.error, IndexError, ValueError):
        pass
    return content


def _jpeg_segments(content: bytes) -> Iterator[tuple[int, bytes, int]]:
    """Yields the marker, the data and the end of each segment before the picture itself."""
    place = 2
    while content[place] == 0xFF and (0xE0 <= content[place + 1] <= 0xEF or content[place + 1] == 0xFE):
        (length,) = struct.unpack_from(">H", content, place + 2)
        yield content[place + 1], content[place + 4 : place + 2 + length], place + 2 + length
        place += 2 + length


def _jpeg(content: bytes, packet: bytes) -> bytes:
    data = _JPEG_XMP + packet
    if len(data) > _LONGEST_SEGMENT:
        return content
    first: list[bytes] = []
    others: list[bytes] = []
    end = 2
    for marker, body, after in _jpeg_segments(content):
        is_replaced = marker == 0xE1 and body.startswith(_JPEG_XMP)
        is_old = marker == 0xED and body.startswith(_JPEG_IPTC) and _IPTC_RESOURCE in body
        if not (is_replaced or is_old):
            # JFIF and Exif come first in a JPEG.
            is_first = marker == 0xE0 or (marker == 0xE1 and body.startswith(_JPEG_EXIF))
            (first if is_first else others).append(content[end:after])
        end = after
    segment = b"\xff\xe1" + struct.pack(">H", len(data) + 2) + data
    return b"".join([content[:2], *first, segment, *others, content[end:]])


def _png(content: bytes, packet: bytes) -> bytes:
    parts, place = [_PNG], len(_PNG)
    while place + 12 <= len(content):
        (length,) = struct.unpack_from(">I", content, place)
        kind, after = content[place + 4 : place + 8], place + 12 + length
        body = content[place + 8 : place + 8 + length]
        if not (kind == b"iTXt" and body.startswith(_PNG_XMP[:18])):
            parts.append(content[place:after])
        if kind == b"IHDR":
            data = b"iTXt" + _PNG_XMP + packet
            parts.append(struct.pack(">I", len(data) - 4) + data + struct.pack(">I", zlib.crc32(data)))
        place = after
    return b"".join([*parts, content[place:]])


def _webp(content: bytes, packet: bytes) -> bytes:
    """Puts the packet into the extended form of WebP, which says in its first part what else there is."""
    chunks, place = [], 12
    while place + 8 <= len(content):
        (length,) = struct.unpack_from("<I", content, place + 4)
        chunks.append((content[place : place + 4], content[place + 8 : place + 8 + length]))
        place += 8 + length + length % 2
    kind, first = chunks[0]
    if kind == b"VP8X":
        header = bytes([first[0] | _WEBP_XMP]) + first[1:]
        chunks = chunks[1:]
    elif kind == b"VP8L":
        (bits,) = struct.unpack_from("<I", first, 1)
        has_alpha = _WEBP_ALPHA if bits >> 28 & 1 else 0
        header = _webp_header(_WEBP_XMP | has_alpha, bits & 0x3FFF, bits >> 14 & 0x3FFF)
    elif kind == b"VP8 ":
        width, height = struct.unpack_from("<HH", first, 6)
        header = _webp_header(_WEBP_XMP, (width & 0x3FFF) - 1, (height & 0x3FFF) - 1)
    else:
        return content
    others = [(name, data) for name, data in chunks if name != b"XMP "]
    body = b"".join(_chunk(*each) for each in [(b"VP8X", header), *others, (b"XMP ", packet)])
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


def _webp_header(flags: int, last_column: int, last_row: int) -> bytes:
    return bytes([flags, 0, 0, 0]) + last_column.to_bytes(3, "little") + last_row.to_bytes(3, "little")


def _chunk(name: bytes, data: bytes) -> bytes:
    return name + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2)
