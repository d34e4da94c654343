"""Copies folders of files into a backup, unchanged ones as hard links to those of the backup before, and back."""

import errno
import os
import shutil
from collections.abc import Iterator
from pathlib import Path


def copy_tree(source: Path, target: Path, before: Path | None = None) -> int:
    """Copies a folder; a file that `before` has with the same size and moment takes no space. Returns how many files.

    A file that vanishes meanwhile is left out: nothing that the database's dump names is deleted from a running site
    within the minutes that a backup takes, since deletions are the worker's and follow their transaction.
    """
    target.mkdir(parents=True, exist_ok=True)
    copied = 0
    for path in _files_of(source):
        name = path.relative_to(source)
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        try:
            if before is None or not _link(path, before / name, target / name):
                shutil.copy2(path, target / name)
        except FileNotFoundError:
            continue
        copied += 1
    return copied


def put_back(source: Path, target: Path) -> int:
    """Makes `target` hold just what `source` holds; returns how many files. Files are copied, never linked."""
    wanted = {path.relative_to(source) for path in _files_of(source)}
    for path in list(_files_of(target)):
        if path.relative_to(target) not in wanted:
            path.unlink()
    for name in wanted:
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        # A backup may be restored twice: nothing that the site writes may reach its files.
        part = (target / name).with_name(f".{name.name}.part")
        shutil.copy2(source / name, part)
        part.replace(target / name)
    return len(wanted)


def _files_of(folder: Path) -> Iterator[Path]:
    for parent, _folders, names in os.walk(folder):
        for name in names:
            # What begins so is being written (fedcms.core.whole_files).
            if not (name.startswith(".") and name.endswith(".part")):
                yield Path(parent, name)


def _link(path: Path, known: Path, target: Path) -> bool:
    """Links a file to the one of the backup before, if that is the same; returns whether it did."""
    now = path.stat()
    try:
        then = known.stat()
        if (then.st_size, then.st_mtime_ns) != (now.st_size, now.st_mtime_ns):
            return False
        os.link(known, target)
    except FileNotFoundError:
        return False
    except OSError as error:
        # Another disk, or one that knows no links.
        if error.errno in (errno.EXDEV, errno.EPERM, errno.EMLINK, errno.ENOTSUP):
            return False
        raise
    return True
