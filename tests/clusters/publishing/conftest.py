"""The world that each way of publishing starts from, made once for the tests of a module."""

import pytest

from tests.clusters.publishing.world import World, make_world
from tests.shared_rows import Keep


@pytest.fixture(scope="module")
def kept_world(keep: Keep) -> World:
    with keep():
        return make_world()


@pytest.fixture
def world(kept_world: World, db: None) -> World:
    """As it was made."""
    return kept_world.again()
