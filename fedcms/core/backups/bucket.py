"""Copies the files of a bucket into a backup, unchanged ones as hard links to those of the backup before, and back."""

import os
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING

from fedcms.core.backups.database import BackupError
from fedcms.core.backups.files import files_of, link_if_same
from fedcms.core.buckets.errors import BucketAwayError

if TYPE_CHECKING:
    from fedcms.core.buckets.storage import BucketStorage

_NS = 1_000_000_000


def copy_bucket(
    storage: "BucketStorage", target: Path, before: Path | None, leave_out: Collection[str]
) -> None:
    """Copies what `target` does not have yet; a file that `before` has as it is, is not fetched.

    Folders of the first level with a name in `leave_out` are left out. A file that vanishes meanwhile is left out, too.
    Raises `BackupError` when the bucket does not answer.
    """
    target.mkdir(parents=True, exist_ok=True)
    try:
        for found in storage.all_files():
            name, path = Path(found.name), target / found.name
            if name.parts[0] in leave_out or path.exists():
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            modified = int(found.modified.timestamp()) * _NS
            known = before / name if before else None
            if not link_if_same(found.size, modified, known, path):
                _fetch(storage, found.name, path, modified)
    except BucketAwayError as error:
        raise BackupError(str(error)) from error


def _fetch(storage: "BucketStorage", name: str, path: Path, modified: int) -> None:
    part = path.with_name(f".{path.name}.part")
    try:
        storage.fetch(name, part)
    except FileNotFoundError:
        return
    # By which the next backup knows it again.
    os.utime(part, ns=(modified, modified))
    part.replace(path)


def put_back_bucket(source: Path, storage: "BucketStorage") -> None:
    """Makes the bucket hold just what `source` holds; nothing is deleted before all is stored. Raises `BackupError`."""
    wanted = set()
    try:
        for path in files_of(source):
            name = path.relative_to(source).as_posix()
            wanted.add(name)
            storage.put_back(name, path)
        for name in [found.name for found in storage.all_files() if found.name not in wanted]:
            storage.delete(name)
    except BucketAwayError as error:
        raise BackupError(str(error)) from error
