"""Makes, lists, checks, restores and forgets backups: a folder each, whose name is its moment in UTC."""

import hashlib
import json
import os
import re
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from fedcms.core.backups.database import BackupError, dump_database, restore_database
from fedcms.core.backups.files import copy_tree, put_back

KEY_FILE = "secret_key"
SAYS = "backup.json"
_NAME = re.compile(r"\d{8}T\d{6}Z", re.ASCII)


@dataclass(frozen=True)
class Backup:
    """A backup that is complete, and what it says of itself."""

    folder: Path
    database: str
    sha256: str
    files: int
    migrations: int
    """How many migrations the database had."""


def folders_of_files() -> dict[str, Path]:
    """Returns the folders that a backup holds, by their names in it."""
    return {"media": Path(settings.MEDIA_ROOT), "private": Path(settings.PRIVATE_ROOT)}


def make_backup(root: Path, *, keep: int) -> Backup:
    """Makes a backup below `root`, then deletes all but the newest `keep`. Raises `BackupError`.

    The database comes first: a file that it does not know yet is harmless. What is not complete has another name, and
    the next one deletes it.
    """
    if keep < 1:
        raise BackupError("At least one backup must be kept.")
    root.mkdir(parents=True, exist_ok=True)
    root.chmod(0o700)
    for rest in root.glob("*.part"):
        shutil.rmtree(rest)
    before = newest(root)
    name = f"{timezone.now():%Y%m%dT%H%M%SZ}"
    part = root / f"{name}.part"
    if (root / name).exists():
        raise BackupError(f"{root / name} was made within this second.")
    part.mkdir(mode=0o700)
    dump = dump_database(part)
    files = sum(
        copy_tree(folder, part / each, before.folder / each if before else None)
        for each, folder in folders_of_files().items()
    )
    key = Path(settings.VAR_DIR) / KEY_FILE
    if key.exists():
        shutil.copy2(key, part / KEY_FILE)
    made = Backup(
        root / name, connection.vendor, _digest(dump), files, MigrationRecorder.Migration.objects.count()
    )
    (part / SAYS).write_text(json.dumps(asdict(made) | {"folder": name}, indent=1))
    # On the disk before the name says that it is whole.
    os.sync()
    part.replace(made.folder)
    for old in all_backups(root)[keep:]:
        shutil.rmtree(old)
    return made


def all_backups(root: Path) -> list[Path]:
    """Returns the folders of complete backups, the newest first."""
    found = [path for path in root.glob("*") if _NAME.fullmatch(path.name) and (path / SAYS).exists()]
    return sorted(found, reverse=True)


def newest(root: Path) -> Backup | None:
    """Returns the newest complete backup; `None` without any."""
    found = all_backups(root)
    return read_backup(found[0]) if found else None


def read_backup(folder: Path) -> Backup:
    """Returns what a backup says of itself. Raises `BackupError` for what is none, or is damaged."""
    try:
        said = json.loads((folder / SAYS).read_text())
        backup = Backup(**(said | {"folder": folder}))
    except (OSError, ValueError, TypeError) as error:
        raise BackupError(f"{folder} is no complete backup: {error}") from error
    return backup


def restore_backup(backup: Backup) -> int:
    """Restores database and files; returns how many files. Raises `BackupError`, first of all for a damaged dump."""
    for dump in backup.folder.glob("database.*"):
        if _digest(dump) != backup.sha256:
            raise BackupError(f"{dump} is not what was written: restore another backup.")
    restore_database(backup.folder)
    files = sum(put_back(backup.folder / name, folder) for name, folder in folders_of_files().items())
    key, here = backup.folder / KEY_FILE, Path(settings.VAR_DIR) / KEY_FILE
    if key.exists() and not here.exists():
        shutil.copy2(key, here)
    return files


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
