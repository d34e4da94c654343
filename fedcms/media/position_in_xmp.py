"""Removes the position from XMP, which is XML anywhere in a file: spaces stand where it stood.

Each pattern reads a byte a bounded number of times, whatever the file: it runs while somebody waits.
"""

import re

_LARGEST_PACKET, _MOST_PACKETS = 2**20, 16

_START = re.compile(rb"<(?:[\w-]{1,40}+:)?+RDF\b")
_END = re.compile(rb"</(?:[\w-]{1,40}+:)?+RDF\s{0,20}+>")
# The same in UTF-16, of either order of bytes.
_WIDE_START = re.compile(rb"<\x00(?:(?:[\w-]\x00){1,40}+:\x00)?+R\x00D\x00F\x00")
_WIDE_END = re.compile(rb"/\x00(?:(?:[\w-]\x00){1,40}+:\x00)?+R\x00D\x00F\x00")

# Exif's names, those of drones (one maker writes GpsLongtitude), and everything that has the word.
_NAME = rb"""(?!xmlns:)(?:[\w-]{1,40}+:\w{0,60}?(?:gps|latitude|longt?itude)\w{0,60}+
    |drone-\w{1,30}+:\w{0,60}?(?:lat|lon)\w{0,60}+)"""
_POSITION = re.compile(
    rb"""(?<![\w<-])%(name)s\s{0,20}+=\s{0,20}+(?:"[^"]{0,1024}+"|'[^']{0,1024}+')
    |<(%(name)s)\b[^<>]{0,1024}+(?:(?<=/)>|>[^<]{0,1024}+</\1\s{0,20}+>)"""
    % {b"name": _NAME},
    re.IGNORECASE | re.VERBOSE,
)
# What is left of one that is written in a way that is not understood.
_TRACE = re.compile(rb"(?:(?<!xmlns):|<)\w{0,60}?(?:gpsl|latitude|longt?itude)", re.IGNORECASE)

# Adobe's second part of a long XMP packet, cut into segments.
_EXTENDED = b"http://ns.adobe.com/xmp/extension/\0"


def empty_xmp(content: bytearray) -> None:
    """Overwrites the position in every XMP packet of a file."""
    _empty_packets(content)
    _empty_wide_packets(content)
    _empty_extended(content)


def _empty_packets(content: bytearray) -> None:
    place = 0
    for _number in range(_MOST_PACKETS):
        start = _START.search(content, place)
        if start is None:
            return
        end = _END.search(content, start.end(), start.start() + _LARGEST_PACKET)
        if end is None:
            place = start.end()
            continue
        packet = bytes(content[start.start() : end.end()])
        cleaned = _POSITION.sub(lambda match: b" " * len(match.group()), packet)
        # Better no description than the position of a home.
        content[start.start() : end.end()] = b" " * len(packet) if _TRACE.search(cleaned) else cleaned
        place = end.end()


def _empty_wide_packets(content: bytearray) -> None:
    """Overwrites a packet of UTF-16 that has a position, with all that it says: no program writes them today."""
    place = 0
    for _number in range(_MOST_PACKETS):
        start = _WIDE_START.search(content, place)
        if start is None:
            return
        end = _WIDE_END.search(content, start.end(), start.start() + _LARGEST_PACKET)
        place = start.end() if end is None else end.end()
        if end is None:
            continue
        letters = content[start.start() : end.start() : 2]
        if _TRACE.search(letters) or _POSITION.search(letters):
            content[start.start() : end.end() : 2] = b" " * len(content[start.start() : end.end() : 2])


def _empty_extended(content: bytearray) -> None:
    start = content.find(_EXTENDED)
    while start >= 0:
        body = start + len(_EXTENDED)
        if start >= 4 and content[start - 4 : start - 2] == b"\xff\xe1":
            length = int.from_bytes(content[start - 2 : start], "big") - 2
            end = min(start + max(length, 0), len(content))
            if end > body:
                content[body:end] = bytes(end - body)
        start = content.find(_EXTENDED, body)
