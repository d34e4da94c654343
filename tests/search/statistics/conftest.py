"""Nothing is counted yet, and there is something to find."""

from collections.abc import Iterator

import pytest

from clusters.models import Cluster
from search.statistics.buffer import buffer
from tests.factories import make_article, make_cluster
from tests.shared_rows import Keep, again


@pytest.fixture(autouse=True)
def _empty_buffer() -> Iterator[None]:
    """Counts of a process outlive a test."""
    buffer.after_fork()
    yield
    buffer.after_fork()


@pytest.fixture(scope="module")
def kept_cluster(keep: Keep) -> Cluster:
    """Two articles about robots."""
    with keep():
        cluster = make_cluster("compte", "CPT")
        make_article(cluster, title="Un robot rouge", slug="rouge")
        make_article(cluster, title="Un robot bleu", slug="bleu")
    return cluster


@pytest.fixture
def cluster(kept_cluster: Cluster, db: None) -> Cluster:
    """As it was made."""
    return again(kept_cluster)
