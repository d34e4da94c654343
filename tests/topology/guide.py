"""Reads the commands out of a page of docs/operations, so that what is run is what is written."""

import re
import textwrap
from dataclasses import dataclass
from pathlib import Path

FENCE = re.compile(r"^( *)```(\S*)\s*$")


@dataclass(frozen=True)
class Command:
    """One command of a page, and where it stands."""

    page: str
    line: int
    text: str

    @property
    def words(self) -> str:
        """Returns the command without the comment at its end."""
        return re.sub(r"\s+#\s.*$", "", self.text).strip()

    def __str__(self) -> str:
        return f"{self.page}:{self.line}: {self.text}"


@dataclass(frozen=True)
class Block:
    """What stands between two fences, under a heading."""

    heading: str
    language: str
    commands: tuple[Command, ...]


def commands_of(text: str, page: str, first: int) -> tuple[Command, ...]:
    """Returns the commands of a block whose first line has that number; a line that ends with a backslash goes on."""
    found: list[Command] = []
    parts: list[str] = []
    for number, line in enumerate(text.splitlines(), first):
        parts.append(line)
        if line.endswith("\\"):
            continue
        whole = "\n".join(parts).strip()
        if whole and not whole.startswith("#"):
            found.append(Command(page, number - len(parts) + 1, whole))
        parts = []
    if parts:
        raise ValueError(f"{page}:{first}: the block ends in the middle of a command.")
    return tuple(found)


def blocks_of(path: Path, name: str) -> list[Block]:
    """Returns the fenced blocks of a page, in order. Raises `ValueError` for a fence that is never closed."""
    blocks: list[Block] = []
    heading, lines = "", path.read_text(encoding="utf-8").splitlines()
    begun: tuple[int, str] | None = None
    for number, line in enumerate(lines, 1):
        fence = FENCE.match(line)
        if begun is None:
            if fence:
                begun = (number, fence[2])
            elif line.startswith("#"):
                heading = line.lstrip("# ")
        elif fence:
            first, language = begun
            text = textwrap.dedent("\n".join(lines[first : number - 1]))
            commands = () if language else commands_of(text, name, first + 1)
            blocks.append(Block(heading, language, commands))
            begun = None
    if begun:
        raise ValueError(f"{name}:{begun[0]}: the block is never closed.")
    return blocks
