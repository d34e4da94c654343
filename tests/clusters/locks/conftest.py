"""Rows that every connection sees: two sets of translations of a section, of which anything may be written."""

from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker

from tests.clusters.locks.mission_writers import make_called_mission
from tests.clusters.locks.writers import make_signed_release
from tests.clusters.publishing.world import World, make_world
from tests.search.races import shared_database


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    with django_db_blocker.unblock(), shared_database():
        made = make_world()
        make_signed_release(made)
        make_called_mission(made)
        yield made


@pytest.fixture(autouse=True)
def db(world: World) -> None:
    """Instead of one transaction around each test: what is written here is seen by every connection."""
