"""Copies folders of files into a backup, unchanged ones as hard links to those of the backup before, and back."""

import errno
import os
import shutil
from collections.abc import Collection, Iterator
from pathlib import Path


def copy_tree(source: Path, target: Path, before: Path | None, leave_out: Collection[str]) -> None:
    """Copies what `target` does not have yet; a file that `before` has as it is takes no space.

    Folders of the first level with a name in `leave_out` are left out. A file that vanishes meanwhile is left out, too.
    """
    target.mkdir(parents=True, exist_ok=True)
    for path in files_of(source):
        name = path.relative_to(source)
        if name.parts[0] in leave_out or (target / name).exists():
            continue
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        try:
            now = path.stat()
            known = before / name if before else None
            if not link_if_same(now.st_size, now.st_mtime_ns, known, target / name):
                shutil.copy2(path, target / name)
        except FileNotFoundError:
            continue


def put_back(source: Path, target: Path) -> None:
    """Makes `target` hold just what `source` holds. Files are copied, never linked, and nothing is deleted before."""
    wanted = set()
    for path in files_of(source):
        name = path.relative_to(source)
        wanted.add(name)
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        # A backup may be restored twice: nothing that the site writes may reach its files.
        part = (target / name).with_name(f".{name.name}.part")
        shutil.copy2(path, part)
        part.replace(target / name)
    for path in list(files_of(target)):
        if path.relative_to(target) not in wanted:
            path.unlink()


def files_of(folder: Path) -> Iterator[Path]:
    """Yields the files below a folder, those of linked folders too, without what is just being written."""
    for parent, _folders, names in os.walk(folder, followlinks=True):
        for name in names:
            # fedcms.core.whole_files
            if not (name.startswith(".") and name.endswith(".part")):
                yield Path(parent, name)


def link_if_same(size: int, modified_ns: int, known: Path | None, target: Path) -> bool:
    """Links `target` to a file of the backup before, if that has this size and moment; returns whether it did.

    The moment is in nanoseconds since 1970.
    """
    if known is None:
        return False
    try:
        then = known.stat()
        if (then.st_size, then.st_mtime_ns) != (size, modified_ns):
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
