"""A template is a file of SQLite, or a database on PostgreSQL's server and its dump for the next server."""

import os
import secrets
import shutil
import sqlite3
import subprocess
from collections.abc import Collection, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
from django.db import connection
from psycopg import sql

from tests.core.worker_site import database_url

from .traces import ROOT, digest

# What makes a template is named by content, so that checkouts of one user may share a folder.
FOLDER = Path(os.environ.get("TEST_TEMPLATES") or ROOT / "var" / "test-templates")
# Servers that stay may be shared by several checkouts.
PREFIX = f"fedcms_template_{digest(str(ROOT).encode())[:8]}_"


def is_there(name: str) -> bool:
    """Whether the template can be copied here."""
    if connection.vendor == "sqlite":
        return file_of(name).exists()
    return _is_on_server(name) or (_dump(name).exists() and bool(_program("psql")))


def save(name: str) -> None:
    """Keeps the database of this process as a template."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(file_of(name))])
        return
    source = str(connection.settings_dict["NAME"])
    connection.close()
    _on_server("CREATE DATABASE {} TEMPLATE {}", database_of(name), source)
    if program := _program("pg_dump"):
        unfinished = _dump(name).with_suffix(".unfinished")
        command = [program, "--no-owner", "--file", str(unfinished), _url(source)]
        # A program that is older than the server refuses; the template then stays with this server.
        if not subprocess.run(command, capture_output=True, check=False).returncode:
            unfinished.replace(_dump(name))


def load(name: str) -> None:
    """Fills the database of this process, which is empty or not there yet, from a template."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with closing(sqlite3.connect(file_of(name))) as template:
            template.backup(connection.connection)
        return
    target = str(connection.settings_dict["NAME"])
    connection.close()
    bring(name)
    remove_database(target)
    _on_server("CREATE DATABASE {} TEMPLATE {}", target, database_of(name))


def bring(name: str) -> None:
    """Makes the template a database of the server, if it is not one yet."""
    if _is_on_server(name) or not _program("psql"):
        return
    # Under its name only when it is whole.
    half = f"{database_of(name)}_half"
    _on_server("DROP DATABASE IF EXISTS {}", half)
    _on_server("CREATE DATABASE {}", half)
    _restore(_dump(name), half)
    _on_server("ALTER DATABASE {} RENAME TO {}", half, database_of(name))


@contextmanager
def restored(dump: Path) -> Iterator[str]:
    """The name of a new database of the server, filled from a dump, for a while."""
    name = f"fedcms_restored_{secrets.token_hex(4)}"
    _on_server("CREATE DATABASE {}", name)
    try:
        _restore(dump, name)
        yield name
    finally:
        remove_database(name)


def _restore(dump: Path, database: str) -> None:
    program = _program("psql")
    if not program:
        raise FileNotFoundError("psql, a program of PostgreSQL, is not installed.")
    command = [program, "-X", "-q", "-1", "-v", "ON_ERROR_STOP=1", "-f", str(dump), _url(database)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def remove_others(names: Collection[str]) -> None:
    """Removes this checkout's templates from the server, those with these names excepted."""
    if connection.vendor != "postgresql":
        return
    kept = {database_of(name) for name in names}
    for found in _names_on_server():
        if found.startswith(PREFIX) and found not in kept:
            remove_database(found)


def remove_database(database: str) -> None:
    """Removes a database from the server, whoever is connected to it."""
    _on_server("DROP DATABASE IF EXISTS {} WITH (FORCE)", database)


def database_of(name: str) -> str:
    """What a template is called on the server."""
    return PREFIX + name.replace("-postgresql-", "_")


def file_of(name: str) -> Path:
    """The file of SQLite."""
    return FOLDER / f"{name}.sqlite3"


def _dump(name: str) -> Path:
    return FOLDER / f"{name}.sql"


def _program(name: str) -> str | None:
    """One of PostgreSQL's programs; `bin/with-postgres` says where it found the server's."""
    return shutil.which(
        name, path=os.pathsep.join([os.environ.get("PG_BIN", ""), os.environ.get("PATH", "")])
    )


def _url(database: str) -> str:
    return database_url(connection.settings_dict | {"NAME": database})


def _on_server(statement: str, *names: str) -> None:
    with psycopg.connect(_url("postgres"), autocommit=True) as server:
        server.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def _names_on_server() -> list[str]:
    with psycopg.connect(_url("postgres"), autocommit=True) as server:
        return [str(row[0]) for row in server.execute("SELECT datname FROM pg_database")]


def _is_on_server(name: str) -> bool:
    return database_of(name) in _names_on_server()
