"""What the tests of feeds start from."""

import pytest

from clusters.models import Cluster
from fedcms.core.models import Topic
from tests.factories import make_cluster


@pytest.fixture
def loire(federation: object) -> Cluster:
    """A cluster that has nothing yet."""
    return make_cluster("loire", "LOI")


@pytest.fixture
def topic(db: None) -> Topic:
    """A topic with a label in two languages."""
    return Topic.objects.create(key="ai", labels={"fr": "Intelligence & artifices", "en": "AI"})
