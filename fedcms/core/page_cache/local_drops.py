"""What the processes of this machine dropped lately, in a file: for when the database's notes can be read no more.

Each process adds a line after a commit. While the notes can be read, only the file's name and length are looked at.
"""

import logging
import os
import secrets
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from django.conf import settings

LARGEST = 4_000_000
"""Bytes, after which another file is begun."""
_FILE = "dropped"
_ID_BYTES = 32

logger = logging.getLogger("fedcms.page_cache")


class FilePosition(NamedTuple):
    """How far the file had come: the name in its first line, since the disk gives its number to the next; its bytes."""

    file: bytes
    size: int


def add_drops(tags: Iterable[str]) -> None:
    """Adds a line with the tags. Where that fails, the file is deleted: others then know that they cannot know."""
    folder = settings.FEDCMS_PAGE_CACHE_DIR
    if folder is None:
        return
    path = folder / _FILE
    # The first newline ends what another wrote a part of.
    line = f"\n{' '.join(tags)}\n".encode()
    try:
        _begin(path)
        # What is added in one piece stands in one piece, whoever else adds.
        file = os.open(path, os.O_WRONLY | os.O_APPEND)
        try:
            if os.write(file, line) < len(line):
                raise OSError("only a part of the line was written")
            is_full = os.fstat(file).st_size > LARGEST
        finally:
            os.close(file)
        if is_full:
            path.unlink(missing_ok=True)
    except OSError as error:
        logger.warning("What was dropped cannot be added to %s: %s", path, error)
        with suppress(OSError):
            path.unlink(missing_ok=True)


def file_position() -> FilePosition | None:
    """Returns how far the file has come, and begins one where there is none; None where this process may not write it.

    Take it before the notes are read.
    """
    folder = settings.FEDCMS_PAGE_CACHE_DIR
    if folder is None:
        return None
    try:
        return _position_in(folder / _FILE)
    except FileNotFoundError:
        try:
            _begin(folder / _FILE)
            return _position_in(folder / _FILE)
        except OSError:
            return None
    except OSError:
        return None


def drops_since(before: FilePosition) -> list[frozenset[str]] | None:
    """Returns the tags of each line after a position; None if nobody knows: the file is another, or none."""
    folder = settings.FEDCMS_PAGE_CACHE_DIR
    if folder is None:
        return None
    path = folder / _FILE
    try:
        now = _position_in(path)
        if now is None or now.file != before.file or now.size < before.size:
            return None
        if now == before:
            return []
        with path.open("rb") as file:
            if file.read(_ID_BYTES) != before.file:
                return None
            file.seek(before.size)
            lines = file.read().decode(errors="replace").splitlines()
    except OSError:
        return None
    return [frozenset(line.split(" ")) for line in lines if line]


def _begin(path: Path) -> None:
    """Makes the file with its name in it, at once, unless there is one."""
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    name = secrets.token_hex(_ID_BYTES // 2)
    new = path.with_name(f"{_FILE}-{name}")
    file = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        try:
            if os.write(file, f"{name}\n".encode()) <= _ID_BYTES:
                raise OSError("only a part of the first line was written")
        finally:
            os.close(file)
        with suppress(FileExistsError):
            os.link(new, path)
    finally:
        new.unlink(missing_ok=True)


def _position_in(path: Path) -> FilePosition | None:
    # For writing, too: who may only read it could not say what it drops itself.
    file = os.open(path, os.O_RDWR)
    try:
        name = os.read(file, _ID_BYTES)
        return FilePosition(name, os.fstat(file).st_size) if len(name) == _ID_BYTES else None
    finally:
        os.close(file)
