"""Makes, lists, checks, restores and forgets backups: a folder each, whose name is its moment in UTC."""

import fcntl
import hashlib
import json
import os
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

from django.conf import settings
from django.core.files.storage import storages
from django.db import connection
from django.utils import timezone
from django.utils.crypto import salted_hmac

from fedcms.core.backups.bucket import copy_bucket, put_back_bucket
from fedcms.core.backups.database import FILES, BackupError, dump_database, restore_database
from fedcms.core.backups.files import copy_tree, files_of, put_back

if TYPE_CHECKING:
    from fedcms.core.buckets.storage import BucketStorage

KEY_FILE = "secret_key"
SAYS = "backup.json"
SHOWN = 5
_TRIES, _TRY_SECONDS = 30, 0.1
_NAME = re.compile(r"\d{8}T\d{6}Z", re.ASCII)


@dataclass(frozen=True)
class Backup:
    """A backup that is complete, and what it says of itself."""

    folder: Path
    database: str
    """The kind of its database, as Django calls it."""
    sha256: str
    """Of the dump."""
    key: str
    """By which one knows whether a site has the same secret key, and nothing else."""
    has_key: bool
    sizes: dict[str, int]
    """Bytes of each file, by its path."""


def folders_of_files() -> dict[str, Path]:
    """Returns the folders that a backup holds, by their names in it; those of a site whose files are in no bucket."""
    return {"media": Path(settings.MEDIA_ROOT), "private": Path(settings.PRIVATE_ROOT)}


_STORAGES = {"media": "default", "private": "private"}
"""Where a site whose files are in a bucket has those of each folder."""


def _bucket(name: str) -> "BucketStorage":
    return cast("BucketStorage", storages[_STORAGES[name]])


def free_name(root: Path) -> str:
    """Returns the name of a backup made now; waits for the next second where one was made within this one.

    Raises `BackupError` when that does not come.
    """
    for _try in range(_TRIES):
        name = f"{timezone.now():%Y%m%dT%H%M%SZ}"
        if not (root / name).exists():
            return name
        time.sleep(_TRY_SECONDS)
    raise BackupError(
        f"{root} has a backup of this moment: if the clock stands still, mend that and try again."
    )


@contextmanager
def alone(root: Path) -> Iterator[None]:
    """Keeps others from making a backup or a drill below `root`. Raises `BackupError` when somebody does."""
    root.mkdir(parents=True, exist_ok=True)
    root.chmod(0o700)
    with (root / ".lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BackupError("Another backup or drill is running: wait until it has ended.") from error
        yield


def make_backup(root: Path, *, keep: int) -> Backup:
    """Makes a backup below `root`, then deletes all but the newest `keep`. Raises `BackupError`.

    The database comes between two looks at the files: what it knows was there before or is there after. What is not
    complete has another name, and the next backup deletes it.
    """
    if keep < 1:
        raise BackupError("At least one backup must be kept.")
    for rest in root.glob("*.part"):
        shutil.rmtree(rest)
    before = newest(root)
    name = free_name(root)
    part = root / f"{name}.part"
    part.mkdir(mode=0o700)
    _copy_files(part, before)
    dump = dump_database(part)
    _copy_files(part, before)
    key = Path(os.environ.get("FEDCMS_SECRET_KEY_FILE") or settings.VAR_DIR / KEY_FILE)
    if key.exists():
        shutil.copy2(key, part / KEY_FILE)
    said = {
        "database": connection.vendor,
        "sha256": _digest(dump),
        "key": key_mark(settings.SECRET_KEY),
        "has_key": key.exists(),
        "sizes": _sizes_in(part),
    }
    (part / SAYS).write_text(json.dumps(said, indent=1))
    # On the disk before the name says that it is whole.
    os.sync()
    part.replace(root / name)
    for old in all_backups(root)[keep:]:
        # Under the name of what is not complete, should this be cut.
        shutil.rmtree(old.rename(old.with_suffix(".part")))
    return read_backup(root / name)


def _copy_files(part: Path, before: Backup | None) -> None:
    for name, folder in folders_of_files().items():
        known, leave_out = before.folder / name if before else None, settings.FEDCMS_BACKUP_LEAVES_OUT
        if settings.FEDCMS_S3_BUCKET:
            copy_bucket(_bucket(name), part / name, known, leave_out)
        else:
            copy_tree(folder, part / name, known, leave_out)


def key_mark(key: str | bytes) -> str:
    """Returns by what one knows a secret key again that one has; the key cannot be found from it."""
    return salted_hmac("fedcms.backup", "mark", secret=key, algorithm="sha256").hexdigest()[:16]


def all_backups(root: Path) -> list[Path]:
    """Returns the folders of complete backups, the newest first."""
    found = [path for path in root.glob("*") if _NAME.fullmatch(path.name) and (path / SAYS).exists()]
    return sorted(found, reverse=True)


def newest(root: Path) -> Backup | None:
    """Returns the newest complete backup; `None` without any."""
    found = all_backups(root)
    return read_backup(found[0]) if found else None


def read_backup(folder: Path) -> Backup:
    """Returns what a backup says of itself. Raises `BackupError` for what is none."""
    try:
        return Backup(folder=folder, **json.loads((folder / SAYS).read_text()))
    except (OSError, ValueError, TypeError) as error:
        raise BackupError(f"{folder} is no complete backup: {error}") from error


def check_backup(backup: Backup) -> None:
    """Raises `BackupError` if anything of a backup is missing or damaged, or if this site has another secret key."""
    there = _sizes_in(backup.folder)
    wrong = [name for name, size in backup.sizes.items() if there.get(name) != size]
    if wrong:
        raise BackupError(
            f"{backup.folder} is not whole: {len(wrong)} of {len(backup.sizes)} files are missing or damaged"
            f" ({', '.join(wrong[:SHOWN])} …). Nothing was changed: copy it again, or restore another."
        )
    if backup.database != connection.vendor:
        raise BackupError(
            f"{backup.folder} is of {backup.database}, and DATABASE_URL names {connection.vendor}."
        )
    dump = backup.folder / FILES[backup.database]
    if not dump.exists() or _digest(dump) != backup.sha256:
        raise BackupError(f"{dump} is not what was written. Nothing was changed: restore another backup.")
    if backup.key not in map(key_mark, [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]):
        where = f"it is in {backup.folder / KEY_FILE}" if backup.has_key else "the backup does not hold it"
        raise BackupError(
            "This site has another secret key than the one of the backup: second factors, links in mails and the list"
            f" of who unsubscribed would be void. Nothing was changed: give the site that key first ({where})."
        )


def restore_backup(backup: Backup) -> None:
    """Restores database and files of a backup in which `check_backup` found nothing. Raises `BackupError`."""
    restore_database(backup.folder)
    for name, folder in folders_of_files().items():
        if settings.FEDCMS_S3_BUCKET:
            put_back_bucket(backup.folder / name, _bucket(name))
        else:
            put_back(backup.folder / name, folder)


def _sizes_in(folder: Path) -> dict[str, int]:
    found = [path for name in folders_of_files() for path in files_of(folder / name)]
    return {path.relative_to(folder).as_posix(): path.stat().st_size for path in found}


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
