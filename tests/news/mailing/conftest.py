"""Two clusters and a publisher, made once a file; and a scratch site on which real workers send real mails."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connections
from pytest_django import DjangoDbBlocker

from clusters.models import Cluster
from fedcms.users.models import User
from tests.core.scratch_databases import MakeDatabase, scratch_databases
from tests.core.smtp_sink import Sink, smtp_sink
from tests.core.worker_site import ALIAS, WorkerSite
from tests.factories import make_cluster, make_user
from tests.shared_rows import Keep, again
from tests.template_database import store


@pytest.fixture(scope="module")
def kept(keep: Keep) -> tuple[Cluster, Cluster, User]:
    with keep():
        south = make_cluster("midi", "MID")
        return south, make_cluster("nord", "NOR"), make_user("paula", south, "publisher")


@pytest.fixture
def south(kept: tuple[Cluster, Cluster, User], db: None) -> Cluster:
    return again(kept[0])


@pytest.fixture
def north(kept: tuple[Cluster, Cluster, User], db: None) -> Cluster:
    return again(kept[1])


@pytest.fixture
def paula(kept: tuple[Cluster, Cluster, User], db: None) -> User:
    return again(kept[2])


@pytest.fixture(scope="session")
def make_federation_database(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[MakeDatabase]:
    """Copies a database with the federation's pages, whose template is there once the test database is."""
    folder = tmp_path_factory.mktemp("mailing-template")
    with django_db_blocker.unblock():
        databases = scratch_databases(folder, store.PROVISIONED)
    with databases as copy:
        yield copy


@pytest.fixture
def site(
    make_federation_database: MakeDatabase, tmp_path: Path, django_db_blocker: DjangoDbBlocker
) -> Iterator[WorkerSite]:
    """A scratch site; its workers are ended with the test."""
    site = WorkerSite(tmp_path, make_federation_database(tmp_path))
    connections.settings[ALIAS] = site.settings
    with django_db_blocker.unblock():
        yield site
        for process in site.processes:
            if process.poll() is None:
                site.kill(process)
        connections[ALIAS].close()
        del connections[ALIAS], connections.settings[ALIAS]


@pytest.fixture
def sink(site: WorkerSite) -> Iterator[Sink]:
    """A mail server to which the workers of the site send."""
    with smtp_sink() as sink:
        site.extra["WORKER_TEST_SMTP_PORT"] = str(sink.port)
        yield sink
