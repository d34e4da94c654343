"""Dumps the database into a file, and restores it, by the tools of each database.

PostgreSQL: pg_dump and pg_restore of the same major version or newer
(https://www.postgresql.org/docs/current/backup-dump.html). SQLite: its backup API, which is safe while the site runs
(https://www.sqlite.org/backup.html).
"""

import os
import shutil
import subprocess
import tempfile
from contextlib import closing
from pathlib import Path
from sqlite3 import Error as SqliteError
from sqlite3 import connect as open_sqlite
from urllib.parse import quote

from django.db import connection

FILES = {"postgresql": "database.dump", "sqlite": "database.sqlite3"}
# By the names of libpq, so that no password is an argument that other users of the machine can read.
_VARIABLES = {
    "NAME": "PGDATABASE",
    "USER": "PGUSER",
    "PASSWORD": "PGPASSWORD",
    "HOST": "PGHOST",
    "PORT": "PGPORT",
}
_OPTIONS = {
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
    "sslcert": "PGSSLCERT",
    "sslkey": "PGSSLKEY",
}


class BackupError(Exception):
    """A backup cannot be made or restored; its words say why and what to do."""


def dump_database(folder: Path) -> Path:
    """Writes the database as it is at one moment into a file of `folder`; returns the file. Raises `BackupError`."""
    target = folder / FILES[connection.vendor]
    if connection.vendor == "sqlite":
        _copy_sqlite(_sqlite_file(), str(target))
    else:
        _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={target}")
    return target


def restore_database(folder: Path) -> None:
    """Puts the dump of `folder` in the place of all that the database holds, or of nothing. Raises `BackupError`."""
    source = folder / FILES[connection.vendor]
    connection.close()
    if connection.vendor == "sqlite":
        # Over an open database, whose write-ahead log and readers SQLite itself takes care of. The dump may be on a
        # disk that nothing writes to.
        _copy_sqlite(f"file:{quote(str(source))}?mode=ro&immutable=1", _sqlite_file())
        return
    with tempfile.TemporaryDirectory() as scratch:
        script = Path(scratch, "restore.sql")
        _run("pg_restore", "--no-owner", "--no-privileges", f"--file={script}", str(source))
        # Also what the dump does not know: tables of a newer release would hold those of the dump.
        _run(
            "psql",
            "--quiet",
            "--no-psqlrc",
            "--single-transaction",
            "--set=ON_ERROR_STOP=1",
            "--command=DROP SCHEMA public CASCADE",
            "--command=CREATE SCHEMA public",
            f"--file={script}",
        )


def _copy_sqlite(source: str, target: str) -> None:
    try:
        with (
            closing(open_sqlite(source, uri=source.startswith("file:"))) as read,
            closing(open_sqlite(target)) as written,
        ):
            read.backup(written)
    except SqliteError as error:
        raise BackupError(f"SQLite could not copy {source}: {error}") from error


def has_content() -> bool:
    """Returns whether the database has any table."""
    with connection.cursor() as cursor:
        return bool(connection.introspection.table_names(cursor))


def _sqlite_file() -> str:
    return str(connection.settings_dict["NAME"])


def _run(program: str, *arguments: str) -> None:
    path = shutil.which(program)
    if path is None:
        raise BackupError(
            f"{program} is not installed: install the client of PostgreSQL (postgresql-client)."
        )
    settings = connection.settings_dict
    values = {variable: settings.get(name) for name, variable in _VARIABLES.items()}
    values |= {variable: (settings.get("OPTIONS") or {}).get(name) for name, variable in _OPTIONS.items()}
    environment = os.environ | {name: str(value) for name, value in values.items() if value not in (None, "")}
    run = subprocess.run(  # noqa: S603  # programs of ours, with arguments of ours
        [path, *arguments], env=environment, capture_output=True, text=True, check=False
    )
    if run.returncode:
        raise BackupError(f"{program} failed: {run.stderr.strip()}")
