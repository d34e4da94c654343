"""Proves that a backup restores: into a database and folders of its own, by the very command that an operator types."""

import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import Error as DatabaseError
from django.db import connection

from fedcms.core.backups.database import BackupError
from fedcms.core.backups.sets import Backup

PREFIX, DATABASE = "drill-", "fedcms_drill_"


def drill(backup: Backup) -> float:
    """Restores a backup beside the site, which goes on untouched, migrates and checks it; returns how many seconds.

    Raises `BackupError` with the words of what failed. Needs space for the files once more, and on PostgreSQL the right
    to make a database (CREATEDB).
    """
    began = time.monotonic()
    _remove_rests(backup.folder.parent)
    with (
        tempfile.TemporaryDirectory(prefix=PREFIX, dir=backup.folder.parent) as folder,
        _scratch_database(Path(folder)) as url,
    ):
        run = subprocess.run(  # noqa: S603  # this interpreter and this project
            [sys.executable, str(settings.BASE_DIR / "manage.py"), "restore_backup", str(backup.folder)],
            env=_environment(Path(folder), url),
            capture_output=True,
            text=True,
            check=False,
        )
    if run.returncode:
        raise BackupError(run.stderr.strip()[-2000:])
    return round(time.monotonic() - began, 1)


def _environment(folder: Path, url: str) -> dict[str, str]:
    """Returns the site's environment, led to other places; without what reaches others (search, mail, bucket)."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(
            ("FEDCMS_SMTP", "FEDCMS_SEARCH_URL", "FEDCMS_ANYMAIL", "FEDCMS_MAIL_", "FEDCMS_S3_")
        )
    }
    places = {
        "DATABASE_URL": url,
        "FEDCMS_VAR_DIR": str(folder),
        "FEDCMS_MEDIA_DIR": str(folder / "media"),
        "FEDCMS_PRIVATE_DIR": str(folder / "private"),
    }
    return kept | places


def _remove_rests(root: Path) -> None:
    """Removes what drills left that were killed. Nobody else drills meanwhile (`alone`)."""
    for folder in root.glob(f"{PREFIX}*"):
        shutil.rmtree(folder)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT datname FROM pg_database WHERE datname ~ %s", [f"^{DATABASE}[0-9a-f]{{8}}$"]
            )
            for (name,) in cursor.fetchall():
                cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def _scratch_database(folder: Path) -> Iterator[str]:
    """Gives the address of an empty database of the same kind, and removes it afterwards."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{folder / 'db.sqlite3'}"
        return
    name = f"{DATABASE}{secrets.token_hex(4)}"
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")
    except DatabaseError as error:
        raise BackupError(
            f"No database could be made for the drill ({error}): give this user CREATEDB, or drill as one that has it."
        ) from error
    try:
        yield urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
    finally:
        # The server may have ended a connection that did nothing all the while.
        connection.close()
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")
