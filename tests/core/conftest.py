"""Scratch databases for worker processes: a migrated database, copied for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connections
from pytest_django import DjangoDbBlocker

from tests.core.scratch_databases import MakeDatabase, scratch_databases
from tests.core.smtp_sink import Sink, smtp_sink
from tests.core.worker_site import ALIAS, WorkerSite
from tests.template_database import store


@pytest.fixture(scope="session")
def make_database(
    tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker
) -> Iterator[MakeDatabase]:
    """Copies a migrated database, on the server that DATABASE_URL names or as an SQLite file."""
    folder = tmp_path_factory.mktemp("worker-template")
    with django_db_blocker.unblock():
        databases = scratch_databases(folder, store.MIGRATED)
    with databases as copy:
        yield copy


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
