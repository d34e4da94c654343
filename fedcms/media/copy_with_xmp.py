"""Makes a copy of an image file with an XMP packet of its own, as parts: new bytes, and ranges of the stored file.

The pixels stay as they are, and are never in memory as one. IPTC's older records are taken out of a JPEG, since they
could say something else. Formats other than JPEG, PNG and WebP are left as they are.
"""

import struct
import zlib
from collections.abc import Iterator, Sequence
from typing import IO

Part = bytes | range

_JPEG_XMP, _JPEG_EXIF = b"http://ns.adobe.com/xap/1.0/\0", b"Exif\0"
_JPEG_IPTC, _IPTC_RESOURCE = b"Photoshop 3.0\0", b"8BIM\x04\x04"
_LONGEST_SEGMENT = 65_533
_PNG, _PNG_XMP = b"\x89PNG\r\n\x1a\n", b"XML:com.adobe.xmp\0\0\0\0\0"
_WEBP_ALPHA, _WEBP_XMP = 0x10, 0x04
# A file in more pieces than any program makes is sent as it is.
_MOST_PIECES = 20_000
_SENT_AT_ONCE = 2**16


def copy_with_xmp(file: IO[bytes], packet: bytes) -> list[Part]:
    """Returns the parts of the file with this packet instead of its own; all of it as it is if it does not fit in."""
    size = file.seek(0, 2)
    first = _read(file, 0, 12)
    try:
        if first.startswith(b"\xff\xd8"):
            return _jpeg(file, size, packet)
        if first.startswith(_PNG):
            return _png(file, size, packet)
        if first[:4] == b"RIFF" and first[8:12] == b"WEBP":
            return _webp(file, size, packet)
    except (struct.error, IndexError, ValueError, OverflowError):
        pass
    return [range(size)]


def length_of(parts: Sequence[Part]) -> int:
    """Returns the size of the copy in bytes."""
    return sum(len(part) for part in parts)


def stream(file: IO[bytes], parts: Sequence[Part]) -> Iterator[bytes]:
    """Yields the copy in pieces of a bounded size, and closes the file.

    Raises `OSError` when the file is shorter by now: who announced its length must not go on.
    """
    with file:
        for part in parts:
            if isinstance(part, bytes):
                yield part
                continue
            for place in range(part.start, part.stop, _SENT_AT_ONCE):
                wanted = min(_SENT_AT_ONCE, part.stop - place)
                piece = _read(file, place, wanted)
                if len(piece) < wanted:
                    raise OSError("The file became shorter while it was sent.")
                yield piece


def _read(file: IO[bytes], place: int, length: int) -> bytes:
    file.seek(place)
    return file.read(length)


def _jpeg_segments(file: IO[bytes]) -> Iterator[tuple[int, range]]:
    """Yields the marker and the range of each segment before the picture itself."""
    place = 2
    for _number in range(_MOST_PIECES):
        mark, marker, length = struct.unpack(">BBH", _read(file, place, 4))
        if mark != 0xFF or not (0xE0 <= marker <= 0xEF or marker == 0xFE):
            return
        yield marker, range(place, place + 2 + length)
        place += 2 + length
    raise ValueError("too many segments")


def _jpeg(file: IO[bytes], size: int, packet: bytes) -> list[Part]:
    data = _JPEG_XMP + packet
    if len(data) > _LONGEST_SEGMENT:
        return [range(size)]
    first: list[Part] = []
    others: list[Part] = []
    end = 2
    for marker, segment in _jpeg_segments(file):
        # IPTC's records may stand anywhere in theirs.
        body = _read(file, segment.start + 4, len(segment) - 4 if marker == 0xED else len(_JPEG_XMP))
        is_replaced = marker == 0xE1 and body.startswith(_JPEG_XMP)
        is_old = marker == 0xED and body.startswith(_JPEG_IPTC) and _IPTC_RESOURCE in body
        if not (is_replaced or is_old):
            # JFIF and Exif come first in a JPEG.
            is_first = marker == 0xE0 or (marker == 0xE1 and body.startswith(_JPEG_EXIF))
            (first if is_first else others).append(segment)
        end = segment.stop
    if end > size:
        return [range(size)]
    own = b"\xff\xe1" + struct.pack(">H", len(data) + 2) + data
    return [range(2), *first, own, *others, range(end, size)]


def _png(file: IO[bytes], size: int, packet: bytes) -> list[Part]:
    parts: list[Part] = []
    place, kept_from = len(_PNG), 0
    for _number in range(_MOST_PIECES):
        if place + 12 > size:
            return [*parts, range(kept_from, size)]
        head = _read(file, place, 8 + 18)
        (length,) = struct.unpack_from(">I", head)
        after = place + 12 + length
        if after > size:
            raise ValueError("ends too soon")
        if head[4:8] == b"iTXt" and head[8:].startswith(_PNG_XMP[:18]):
            parts.append(range(kept_from, place))
            kept_from = after
        elif head[4:8] == b"IHDR":
            data = b"iTXt" + _PNG_XMP + packet
            own = struct.pack(">I", len(data) - 4) + data + struct.pack(">I", zlib.crc32(data))
            parts += [range(kept_from, after), own]
            kept_from = after
        place = after
    raise ValueError("too many chunks")


def _webp_chunks(file: IO[bytes], size: int) -> Iterator[tuple[bytes, range]]:
    """Yields the name and the range of each chunk, with its head and the zero that makes it even."""
    place = 12
    for _number in range(_MOST_PIECES):
        if place + 8 > size:
            return
        name, length = struct.unpack("<4sI", _read(file, place, 8))
        after = place + 8 + length + length % 2
        yield name, range(place, after)
        place = after
    raise ValueError("too many chunks")


def _webp(file: IO[bytes], size: int, packet: bytes) -> list[Part]:
    """Puts the packet into the extended form of WebP, which says in its first part what else there is."""
    chunks = list(_webp_chunks(file, size))
    (kind, first), last = chunks[0], chunks[-1][1]
    if last.stop > size:
        raise ValueError("ends too soon")
    header = _webp_header(kind, _read(file, first.start + 8, 10))
    if header is None:
        return [range(size)]
    kept = [chunk for name, chunk in chunks if name not in (b"VP8X", b"XMP ")]
    own = _chunk(b"XMP ", packet)
    body = b"WEBP" + _chunk(b"VP8X", header)
    length = len(body) + length_of(kept) + len(own)
    return [b"RIFF" + struct.pack("<I", length) + body, *kept, own]


def _webp_header(kind: bytes, first: bytes) -> bytes | None:
    """Returns the extended form's own part, from the beginning of the first chunk; `None` for one that is unknown."""
    if kind == b"VP8X":
        return bytes([first[0] | _WEBP_XMP]) + first[1:]
    width: int
    height: int
    bits: int
    if kind == b"VP8L":
        (bits,) = struct.unpack_from("<I", first, 1)
        flags = _WEBP_XMP | (_WEBP_ALPHA if bits >> 28 & 1 else 0)
        width, height = (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    elif kind == b"VP8 ":
        width, height = struct.unpack_from("<HH", first, 6)
        flags, width, height = _WEBP_XMP, width & 0x3FFF, height & 0x3FFF
    else:
        return None
    return bytes([flags, 0, 0, 0]) + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")


def _chunk(name: bytes, data: bytes) -> bytes:
    return name + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2)
