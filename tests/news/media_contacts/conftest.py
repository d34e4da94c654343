"""Two clusters and their people, made once a file."""

import pytest

from clusters.models import Cluster
from fedcms.users.models import User
from tests.factories import make_cluster, make_user
from tests.shared_rows import Keep, again


@pytest.fixture(scope="module")
def kept(keep: Keep) -> tuple[Cluster, Cluster, User, User, User]:
    with keep():
        south, north = make_cluster("midi", "MID"), make_cluster("nord", "NOR")
        people = make_user("ed", south), make_user("paula", south, "publisher"), make_user("nora", north)
        return south, north, *people


@pytest.fixture
def south(kept: tuple[Cluster, Cluster, User, User, User], db: None) -> Cluster:
    return again(kept[0])


@pytest.fixture
def north(kept: tuple[Cluster, Cluster, User, User, User], db: None) -> Cluster:
    return again(kept[1])


@pytest.fixture
def editor(kept: tuple[Cluster, Cluster, User, User, User], db: None) -> User:
    return again(kept[2])


@pytest.fixture
def paula(kept: tuple[Cluster, Cluster, User, User, User], db: None) -> User:
    return again(kept[3])


@pytest.fixture
def nora(kept: tuple[Cluster, Cluster, User, User, User], db: None) -> User:
    return again(kept[4])
