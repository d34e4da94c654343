"""Scratch databases for worker processes: a migrated database, copied for each test."""

import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import cast

import psycopg
import pytest
from django.db import connections
from psycopg import sql
from pytest_django import DjangoDbBlocker

from tests.core.smtp_sink import Sink, smtp_sink
from tests.core.worker_site import ALIAS, WorkerSite, database_url
from tests.template_database import copying, store
from tests.template_database.creation import template_of

MakeDatabase = Callable[[Path], dict[str, object]]


@pytest.fixture(scope="session")
def make_database(
    tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker
) -> Iterator[MakeDatabase]:
    """Copies a migrated database, on the server that DATABASE_URL names or as an SQLite file."""
    base = cast("dict[str, object]", connections.settings["default"])
    folder = tmp_path_factory.mktemp("worker-template")
    make = _postgresql if "postgresql" in str(base["ENGINE"]) else _sqlite
    with django_db_blocker.unblock():
        migrated = template_of(store.MIGRATED)
    with make(base, folder, migrated) as copy:
        yield copy


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


@pytest.fixture
def site(
    make_database: MakeDatabase, tmp_path: Path, django_db_blocker: DjangoDbBlocker
) -> Iterator[WorkerSite]:
    """A scratch site; its workers are ended with the test."""
    site = WorkerSite(tmp_path, make_database(tmp_path))
    connections.settings[ALIAS] = site.settings
    with django_db_blocker.unblock():
        yield site
        for process in site.processes:
            if process.poll() is None:
                site.kill(process)
        connections[ALIAS].close()
        del connections[ALIAS], connections.settings[ALIAS]


@pytest.fixture
def mail_sink(site: WorkerSite) -> Iterator[Sink]:
    """A mail server to which the workers of the site send."""
    with smtp_sink() as sink:
        site.extra["WORKER_TEST_SMTP_PORT"] = str(sink.port)
        yield sink
