"""A cluster with its publisher, made once a file."""

import pytest

from clusters.models import Cluster
from fedcms.users.models import User
from tests.factories import make_cluster, make_user
from tests.shared_rows import Keep, again


@pytest.fixture(scope="module")
def kept(keep: Keep) -> tuple[Cluster, User]:
    """A cluster with its publisher."""
    with keep():
        north = make_cluster("nord", "NOR")
        return north, make_user("paul", north, "publisher")


@pytest.fixture
def north(kept: tuple[Cluster, User], db: None) -> Cluster:
    """The cluster as it was made."""
    return again(kept[0])


@pytest.fixture
def paul(kept: tuple[Cluster, User], db: None) -> User:
    """Its publisher."""
    return again(kept[1])
