"""What the tests of feeds start from."""

import pytest

from clusters.models import Cluster
from fedcms.core.models import Topic
from tests.factories import make_cluster
from tests.keeping import Keep, again


@pytest.fixture(scope="module")
def kept_loire(keep: Keep) -> Cluster:
    """A cluster that has nothing yet."""
    with keep():
        return make_cluster("loire", "LOI")


@pytest.fixture
def loire(kept_loire: Cluster, db: None) -> Cluster:
    """As it was made."""
    return again(kept_loire)


@pytest.fixture
def topic(db: None) -> Topic:
    """A topic with a label in two languages."""
    return Topic.objects.create(key="ai", labels={"fr": "Intelligence & artifices", "en": "AI"})
