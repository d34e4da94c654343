"""Scratch databases for worker processes: a prepared database, copied for each site."""

import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import cast

import psycopg
from django.db import connections
from psycopg import sql

from tests.core.worker_site import WorkerSite, database_url
from tests.template_database import copying
from tests.template_database.creation import template_of

MakeDatabase = Callable[[Path], dict[str, object]]


def scratch_databases(folder: Path, level: str) -> AbstractContextManager[MakeDatabase]:
    """Copies of a template of a level, on the server that DATABASE_URL names or as SQLite files."""
    base = cast("dict[str, object]", connections.settings["default"])
    make = _postgresql if "postgresql" in str(base["ENGINE"]) else _sqlite
    return make(base, folder, template_of(level))


def _prepare(settings: dict[str, object], folder: Path) -> None:
    site = WorkerSite(folder, settings)
    site.manage("migrate", "--verbosity=0")
    site.manage(
        "shell",
        "-v0",
        "-c",
        "from django.db import connection as c; c.cursor().execute('CREATE TABLE tally (job text)')",
    )


@contextmanager
def _sqlite(base: dict[str, object], folder: Path, migrated: str | None) -> Iterator[MakeDatabase]:
    template = folder / "template.sqlite3"
    if migrated:
        shutil.copy(copying.file_of(migrated), template)
    _prepare(base | {"NAME": str(template)}, folder)

    def copy(target: Path) -> dict[str, object]:
        shutil.copy(template, target / "db.sqlite3")
        return base | {"NAME": str(target / "db.sqlite3")}

    yield copy


@contextmanager
def _postgresql(base: dict[str, object], folder: Path, migrated: str | None) -> Iterator[MakeDatabase]:
    made: list[str] = []
    with psycopg.connect(database_url(base | {"NAME": "postgres"}), autocommit=True) as server:

        def create(like: str | None) -> dict[str, object]:
            name = f"fedcms_worker_{secrets.token_hex(4)}"
            template = sql.SQL(" TEMPLATE {}").format(sql.Identifier(like)) if like else sql.SQL("")
            server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)) + template)
            made.append(name)
            return base | {"NAME": name}

        template = create(copying.database_of(migrated) if migrated else None)
        _prepare(template, folder)
        try:
            yield lambda target: create(str(template["NAME"]))
        finally:
            for name in made:
                server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
