"""Removes from an image file the position where it was taken, without touching its pixels.

The position stands in Exif (a directory of tags that TIFF defines) and in XMP (XML). Both are overwritten where they
stand, byte for byte, so that every other part of a JPEG, WebP, AVIF or GIF keeps its offset; a PNG has checksums, and
is put together again. What cannot be understood as a position stays as it is.
"""

import re
import struct
import zlib
from collections.abc import Iterator

GPS_DIRECTORY = 0x8825
_LONG_TYPES = (4, 13)
_TIFF = re.compile(rb"II\*\x00|MM\x00\*")
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4}
_MOST_TAGS = 500

_XMP = re.compile(rb"<(?:[\w-]+:)?RDF\b.{0,4000000}?</(?:[\w-]+:)?RDF\s*>", re.DOTALL)
_XMP_POSITION = re.compile(
    rb"""\b[\w-]+:GPS\w+\s*=\s*(?:"[^"]*"|'[^']*')|<([\w-]+:GPS\w+)\b[^>]*?(?:/>|>.*?</\1\s*>)""", re.DOTALL
)
# Adobe's second part of a long XMP packet, cut into segments.
_EXTENDED_XMP = b"http://ns.adobe.com/xmp/extension/\0"

_PNG = b"\x89PNG\r\n\x1a\n"
# Exif and XMP as ImageMagick and old programs put them into a PNG: as compressed text.
_PROFILES = (b"Raw profile type exif", b"Raw profile type APP1", b"Raw profile type xmp")
_PNG_XMP = b"XML:com.adobe.xmp\0"


def without_position(content: bytes) -> bytes:
    """Returns the file without the position; the same object if it has none. Never raises."""
    if content.startswith(_PNG):
        return _png_without_position(content)
    return _overwritten(content)


def _overwritten(content: bytes) -> bytes:
    """Returns bytes of the same length in which every Exif and XMP block has lost its position."""
    changed = bytearray(content)
    for match in _TIFF.finditer(content):
        _empty_exif(changed, match.start())
    for match in _XMP.finditer(content):
        changed[match.start() : match.end()] = _xmp_without_position(match.group())
    _empty_extended_xmp(changed)
    return content if changed == content else bytes(changed)


def _xmp_without_position(packet: bytes) -> bytes:
    cleaned = _XMP_POSITION.sub(lambda match: b" " * len(match.group()), packet)
    # Written in a way that is not understood: better no description than the position of a home.
    return b" " * len(packet) if b":GPSL" in cleaned else cleaned


def _empty_extended_xmp(content: bytearray) -> None:
    start = content.find(_EXTENDED_XMP)
    while start >= 4:
        length = int.from_bytes(content[start - 2 : start], "big") - 2
        body = start + len(_EXTENDED_XMP)
        end = min(start + max(length, 0), len(content))
        if content[start - 4 : start - 2] == b"\xff\xe1" and end > body:
            content[body:end] = bytes(end - body)
        start = content.find(_EXTENDED_XMP, body)


def _entries(
    content: bytearray, start: int, directory: int, order: str
) -> Iterator[tuple[int, int, int, int]]:
    """Yields the place, tag, type and count of each entry of a directory; nothing for what is no directory."""
    if not 8 <= directory <= len(content) - start - 2:
        return
    (number,) = struct.unpack_from(f"{order}H", content, start + directory)
    first = start + directory + 2
    if not 0 < number <= _MOST_TAGS or first + 12 * number > len(content):
        return
    for place in range(first, first + 12 * number, 12):
        yield place, *struct.unpack_from(f"{order}HHI", content, place)


def _empty_exif(content: bytearray, start: int) -> None:
    """Empties the directory of the position in the Exif that begins at `start`, and takes it out of its list."""
    if start + 8 > len(content):
        return
    order = "<" if content[start : start + 2] == b"II" else ">"
    (main,) = struct.unpack_from(f"{order}I", content, start + 4)
    for place, tag, kind, count in _entries(content, start, main, order):
        if tag == GPS_DIRECTORY and kind in _LONG_TYPES and count == 1:
            (position,) = struct.unpack_from(f"{order}I", content, place + 8)
            _empty_directory(content, start, position, order)
            _remove_entry(content, start + main, place, order)
            return


def _empty_directory(content: bytearray, start: int, directory: int, order: str) -> None:
    for place, _tag, kind, count in list(_entries(content, start, directory, order)):
        size = _SIZES.get(kind, 1) * count
        if size > 4:
            (value,) = struct.unpack_from(f"{order}I", content, place + 8)
            end = start + value + size
            if end <= len(content) and size <= 1024:
                content[start + value : end] = bytes(size)
        content[place : place + 12] = bytes(12)


def _remove_entry(content: bytearray, directory: int, place: int, order: str) -> None:
    """Takes an entry out: what follows it, with the offset of the next directory, moves up."""
    (number,) = struct.unpack_from(f"{order}H", content, directory)
    end = directory + 2 + 12 * number + 4
    content[place : end - 12] = content[place + 12 : end]
    content[end - 12 : end] = bytes(12)
    struct.pack_into(f"{order}H", content, directory, number - 1)


def _png_without_position(content: bytes) -> bytes:
    parts, is_changed, place = [_PNG], False, len(_PNG)
    while place + 12 <= len(content):
        length = int.from_bytes(content[place : place + 4], "big")
        kind, data = content[place + 4 : place + 8], content[place + 8 : place + 8 + length]
        after = place + 12 + length
        if after > len(content):
            break
        cleaned = _png_chunk_without_position(kind, data)
        if cleaned is data:
            parts.append(content[place:after])
        elif cleaned is not None:
            checksum = zlib.crc32(kind + cleaned)
            parts.append(struct.pack(">I", len(cleaned)) + kind + cleaned + struct.pack(">I", checksum))
        is_changed = is_changed or cleaned is not data
        place = after
    return b"".join([*parts, content[place:]]) if is_changed else content


def _png_chunk_without_position(kind: bytes, data: bytes) -> bytes | None:
    """Returns the data of a chunk, the same object if nothing changes; `None` for a chunk that is left out."""
    if kind == b"eXIf":
        return _overwritten(data)
    if kind in (b"tEXt", b"zTXt", b"iTXt") and data.startswith(_PROFILES):
        return None
    if kind == b"iTXt" and data.startswith(_PNG_XMP):
        is_compressed = data[len(_PNG_XMP) : len(_PNG_XMP) + 1] != b"\0"
        return None if is_compressed else _overwritten(data)
    return data
