"""Fixtures that every test may use. The federation's tree is made once per test database."""

import gc
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker

from clusters.models import Cluster, Federation
from fedcms.core.i18n.message_catalogues import compile_and_reload
from tests.selection import (  # noqa: F401  # pytest's hooks
    pytest_collection_modifyitems,
    pytest_make_collect_report,
    pytest_runtest_makereport,
    pytest_xdist_make_scheduler,
)
from tests.shared_rows import Keep, again, keeping
from tests.template_database import store
from tests.template_database.creation import use_templates
from tests.template_database.worlds import close_worlds

# A busy machine is no defect: examples have no time limit of their own.
hypothesis.settings.register_profile("fedcms", deadline=None)
hypothesis.settings.load_profile("fedcms")


def pytest_configure(config: pytest.Config) -> None:
    """A fresh clone has no compiled catalogues: made once, before any process of the run reads one."""
    if not hasattr(config, "workerinput"):
        compile_and_reload(settings.LOCALE_PATHS)
        if config.getoption("create_db"):
            store.forget_all()


def pytest_collection_finish() -> None:
    """Modules and tests stay until the end: the search for garbage passes them over, a tenth of a run's CPU."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """A test database is the copy of a template, which holds the federation too."""
    use_templates(connection)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The test database with the federation provisioned, also when an older one is used again (`--reuse-db`)."""
    from tests.factories import make_federation  # noqa: PLC0415  # models need the database

    with django_db_blocker.unblock():
        if not Federation.objects.exists():
            make_federation()
    yield
    with django_db_blocker.unblock():
        close_worlds()
    # Where workers of this process had their locks, with a database in memory.
    shutil.rmtree(Path(tempfile.gettempdir()) / f"fedcms-workers-{os.getpid()}", ignore_errors=True)


@pytest.fixture(autouse=True)
def _nothing_is_remembered() -> None:
    """What a test wrote is taken back, and with it what the process made of it."""
    from fedcms.core.page_cache.store import store as kept_pages  # noqa: PLC0415  # models need the settings
    from fedcms.core.public_version import forget_all  # noqa: PLC0415  # as above
    from fedcms.core.templatetags.component_tags import forget_components  # noqa: PLC0415  # as above
    from search.engines.postgresql import statistics  # noqa: PLC0415  # as above

    statistics._kept.clear()
    forget_all()
    forget_components()
    kept_pages.forget_all()


@pytest.fixture(scope="module")
def keep(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Keep]:
    """For a fixture of a module: `with keep():` makes rows once for all its tests."""
    with keeping(django_db_blocker) as kept:
        yield kept


@pytest.fixture
def federation(db: None) -> Federation:
    """The provisioned federation, without clusters."""
    return Federation.load()


@pytest.fixture(scope="module")
def kept_loire(keep: Keep) -> Cluster:
    """A cluster that has nothing yet."""
    with keep():
        from tests.factories import make_cluster  # noqa: PLC0415  # models need the database

        return make_cluster("loire", "LOI")


@pytest.fixture
def loire(kept_loire: Cluster, db: None) -> Cluster:
    """As it was made."""
    return again(kept_loire)
