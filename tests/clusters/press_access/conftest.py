"""A cluster with its publisher, made once a file."""

import pytest

from clusters.models import Cluster
from fedcms.users.models import User
from tests.factories import make_cluster, make_user
from tests.shared_rows import Keep, again


@pytest.fixture(scope="module")
def kept(keep: Keep) -> tuple[Cluster, User]:
    with keep():
        south = make_cluster("midi", "MID")
        return south, make_user("paula", south, "publisher")


@pytest.fixture
def south(kept: tuple[Cluster, User], db: None) -> Cluster:
    return again(kept[0])


@pytest.fixture
def paula(kept: tuple[Cluster, User], db: None) -> User:
    return again(kept[1])
