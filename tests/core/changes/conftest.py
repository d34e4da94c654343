"""A public article of a cluster, made once for each file of tests."""

import pytest

from clusters.models import Cluster
from news.models import ArticlePage
from tests.core.changes.events import told
from tests.factories import (
    make_article,
    make_cluster,
    publish,
)
from tests.shared_rows import Keep, again


@pytest.fixture(scope="module")
def kept_cluster(keep: Keep) -> Cluster:
    """A cluster with its section."""
    with keep():
        return make_cluster("found", "FOU")


@pytest.fixture
def cluster(kept_cluster: Cluster, db: None) -> Cluster:
    """As it was made."""
    return again(kept_cluster)


@pytest.fixture
def article(cluster: Cluster) -> ArticlePage:
    """A public article, of which nothing is to be told any more."""
    page = publish(make_article(cluster, title="Le trivium"))
    told()
    return page
