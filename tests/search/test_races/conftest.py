"""Rows that every connection sees, and one transaction that can be held while another goes on."""

from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker

from clusters.models import Cluster
from tests.factories import make_cluster
from tests.search.races import Held, shared_database


@pytest.fixture(scope="module")
def cluster(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Cluster]:
    """A cluster with its section, which every connection sees."""
    with django_db_blocker.unblock(), shared_database():
        yield make_cluster("course", "COU")


@pytest.fixture(autouse=True)
def db(cluster: Cluster) -> None:
    """Instead of one transaction around each test: what is written here is seen by every connection."""


@pytest.fixture
def held() -> Held:
    return Held()
