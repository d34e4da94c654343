"""Removes the position from Exif, a list of tags that TIFF defines, without moving any other value."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

GPS_DIRECTORY, EXIF_DIRECTORY = 0x8825, 0x8769
MARKS = (b"II*\0", b"MM\0*")
_LONG_TYPES = (4, 13)
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4}
_MOST_TAGS, _MOST_DIRECTORIES, _LONGEST_VALUE = 500, 8, 1024


@dataclass
class Allowance:
    """What is still read of one file: photographs have some blocks and a hundred tags, hostile files millions."""

    blocks: int = 64
    tags: int = 10_000


@dataclass(frozen=True)
class _Block:
    """Exif at `start` of a file, in one order of bytes; offsets count from `start`."""

    content: bytearray
    start: int
    order: str
    allowance: Allowance

    def number(self, place: int) -> int:
        (value,) = struct.unpack_from(f"{self.order}I", self.content, place)
        return int(value)

    def length_of(self, directory: int) -> int:
        """Returns how many tags a directory has; 0 for what is none."""
        if not 8 <= directory <= len(self.content) - self.start - 2:
            return 0
        (number,) = struct.unpack_from(f"{self.order}H", self.content, self.start + directory)
        ends_inside = self.start + directory + 2 + 12 * number <= len(self.content)
        return int(number) if number <= _MOST_TAGS and ends_inside else 0

    def entries(self, directory: int) -> Iterator[tuple[int, int, int, int]]:
        """Yields the place, tag, type and count of each entry of a directory."""
        first = self.start + directory + 2
        for place in range(first, first + 12 * self.length_of(directory), 12):
            if self.allowance.tags <= 0:
                return
            self.allowance.tags -= 1
            yield place, *struct.unpack_from(f"{self.order}HHI", self.content, place)


def empty_exif(content: bytearray, allowance: Allowance) -> None:
    """Empties the directories of the position in every Exif of a file, and takes them out of their lists."""
    for mark in MARKS:
        start = content.find(mark)
        while start >= 0 and allowance.blocks > 0:
            allowance.blocks -= 1
            if start + 8 <= len(content):
                _empty_block(_Block(content, start, "<" if mark[:1] == b"I" else ">", allowance))
            start = content.find(mark, start + 4)


def _empty_block(block: _Block) -> None:
    waiting, done = [block.number(block.start + 4)], set[int]()
    while waiting and len(done) < _MOST_DIRECTORIES:
        directory = waiting.pop()
        if directory in done:
            continue
        done.add(directory)
        positions = []
        for place, tag, kind, count in block.entries(directory):
            if kind not in _LONG_TYPES or count != 1:
                continue
            if tag == GPS_DIRECTORY:
                positions.append(place)
            elif tag == EXIF_DIRECTORY:
                waiting.append(block.number(place + 8))
        # The next directory, of a thumbnail, follows the last entry.
        after = block.start + directory + 2 + 12 * block.length_of(directory)
        if block.length_of(directory) and after + 4 <= len(block.content):
            waiting.append(block.number(after))
        for place in reversed(positions):
            _empty_directory(block, block.number(place + 8))
            _remove_entry(block, directory, place)


def _empty_directory(block: _Block, directory: int) -> None:
    for place, _tag, kind, count in list(block.entries(directory)):
        size = _SIZES.get(kind, 1) * count
        if 4 < size <= _LONGEST_VALUE:
            value = block.start + block.number(place + 8)
            if value + size <= len(block.content):
                block.content[value : value + size] = bytes(size)
        block.content[place : place + 12] = bytes(12)


def _remove_entry(block: _Block, directory: int, place: int) -> None:
    """Takes an entry out: what follows it, with the offset of the next directory, moves up."""
    number = block.length_of(directory)
    end = min(block.start + directory + 2 + 12 * number + 4, len(block.content))
    if not number or end < place + 12:
        return
    block.content[place : end - 12] = block.content[place + 12 : end]
    block.content[end - 12 : end] = bytes(12)
    struct.pack_into(f"{block.order}H", block.content, block.start + directory, number - 1)
