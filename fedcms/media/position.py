"""Removes from an image file the position where it was taken, without touching its pixels.

The position stands in Exif and in XMP. Both are overwritten where they stand, byte for byte, so that every other part
of a JPEG, WebP, AVIF or GIF keeps its offset; a PNG has checksums, and is put together again. The film that telephones
put behind a photograph knows it too, and is cut off. What cannot be understood as a position stays as it is.
"""

import re
import struct
import zlib

from fedcms.media.position_in_exif import Allowance, empty_exif
from fedcms.media.position_in_xmp import empty_xmp

_JPEG, _JPEG_SCAN, _JPEG_END = b"\xff\xd8", b"\xff\xda", b"\xff\xd9"
_MOST_SEGMENTS = 1000
_FILM = re.compile(rb"\x00\x00\x00[\x08-\x80]ftyp[\w ]{4}")

_PNG = b"\x89PNG\r\n\x1a\n"
_MOST_CHUNKS = 50_000
_TEXTS = (b"tEXt", b"zTXt", b"iTXt")
# Exif and XMP as ImageMagick and old programs put them into a PNG: as text, packed or not.
_PROFILES = (b"raw profile type exif", b"raw profile type app1", b"raw profile type xmp", b"exif")
_POSITION_WORDS = (b"gps", b"latitude", b"longitude")
_XMP = b"XML:com.adobe.xmp\0"
_LONGEST_KEYWORD = 80


def without_position(content: bytes) -> bytes:
    """Returns the file without the position; the same object if it has none. Never raises."""
    if content.startswith(_PNG):
        return _png_without_position(content)
    return _overwritten(_without_film(content), Allowance())


def _without_film(content: bytes) -> bytes:
    """Returns a JPEG without the film behind it."""
    pixels = _place_of_pixels(content) if content.startswith(_JPEG) else -1
    end = content.find(_JPEG_END, pixels) if pixels >= 0 else -1
    film = _FILM.search(content, end) if end >= 0 else None
    return content[: film.start()] if film else content


def _place_of_pixels(content: bytes) -> int:
    """Returns where the segments in front of a JPEG's pixels end: a small picture in one of them has an end, too.

    -1 if they cannot be read. ITU-T T.81, annex B: a segment is a marker, then its length in two bytes.
    """
    place = len(_JPEG)
    for _segment in range(_MOST_SEGMENTS):
        marker = content[place : place + 2]
        if marker == _JPEG_SCAN:
            return place
        if marker == b"\xff\xff":
            place += 1
            continue
        length = int.from_bytes(content[place + 2 : place + 4], "big")
        if len(marker) < 2 or marker[0] != 0xFF or length < 2:
            break
        place += 2 + length
    return -1


def _overwritten(content: bytes, allowance: Allowance) -> bytes:
    """Returns bytes of the same length in which every Exif and XMP block has lost its position."""
    changed = bytearray(content)
    empty_exif(changed, allowance)
    empty_xmp(changed)
    return content if changed == content else bytes(changed)


def _png_without_position(content: bytes) -> bytes:
    parts, is_changed, place, allowance = [_PNG], False, len(_PNG), Allowance()
    while place + 12 <= len(content) and len(parts) < _MOST_CHUNKS:
        length = int.from_bytes(content[place : place + 4], "big")
        kind, data = content[place + 4 : place + 8], content[place + 8 : place + 8 + length]
        after = place + 12 + length
        if after > len(content):
            break
        cleaned = _chunk_without_position(kind, data, allowance)
        if cleaned is data:
            parts.append(content[place:after])
        elif cleaned is not None:
            checksum = zlib.crc32(kind + cleaned)
            parts.append(struct.pack(">I", len(cleaned)) + kind + cleaned + struct.pack(">I", checksum))
        is_changed = is_changed or cleaned is not data
        place = after
    return b"".join([*parts, content[place:]]) if is_changed else content


def _chunk_without_position(kind: bytes, data: bytes, allowance: Allowance) -> bytes | None:
    """Returns the data of a chunk, the same object if nothing changes; `None` for a chunk that is left out."""
    if kind == b"eXIf":
        return _overwritten(data, allowance)
    if kind not in _TEXTS:
        return data
    keyword = data[:_LONGEST_KEYWORD].partition(b"\0")[0].lower()
    if keyword.startswith(_PROFILES) or any(word in keyword for word in _POSITION_WORDS):
        return None
    is_packed = kind == b"zTXt" or (kind == b"iTXt" and data[len(keyword) + 1 : len(keyword) + 2] != b"\0")
    if is_packed:
        return None if data.startswith(_XMP) else data
    return _overwritten(data, allowance)
