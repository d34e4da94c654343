"""The world that each way of publishing starts from, made once for the tests of a module."""

import pytest

from tests.clusters.publishing.world import World, make_world
from tests.keeping import Keep


@pytest.fixture(scope="module")
def world(keep: Keep) -> World:
    with keep():
        return make_world()


@pytest.fixture(autouse=True)
def _database(world: World, db: None) -> None:
    """Every test here reads and writes rows."""
