"""Dumps the database into a file, and restores it, by the tools of each database.

PostgreSQL: pg_dump and pg_restore of the same major version or newer
(https://www.postgresql.org/docs/current/backup-dump.html). SQLite: its backup API, which is safe while the site runs
(https://www.sqlite.org/backup.html).
"""

import os
import shutil
import subprocess
from contextlib import closing
from pathlib import Path
from sqlite3 import connect as open_sqlite

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
        with closing(open_sqlite(_sqlite_file())) as source, closing(open_sqlite(target)) as copy:
            source.backup(copy)
    else:
        _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={target}")
    return target


def restore_database(folder: Path) -> None:
    """Puts the dump of `folder` in the place of the database's content, all or nothing. Raises `BackupError`."""
    source = folder / FILES[connection.vendor]
    if not source.exists():
        raise BackupError(
            f"{folder} has no {source.name}: it was made from another kind of database than DATABASE_URL names."
        )
    connection.close()
    if connection.vendor == "sqlite":
        with closing(open_sqlite(source)) as dump, closing(open_sqlite(_sqlite_file())) as target:
            # Over an open database, whose write-ahead log and readers SQLite itself takes care of.
            dump.backup(target)
    else:
        _run(
            "pg_restore",
            "--clean",
            "--if-exists",
            "--no-owner",
            "--no-privileges",
            "--single-transaction",
            "--exit-on-error",
            f"--dbname={connection.settings_dict['NAME']}",
            str(source),
        )


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
