"""Nothing is counted yet, and there is a page to look at."""

from collections.abc import Iterator

import pytest

from clusters.models import Cluster
from home.view_counts.buffer import buffer
from news.models import ArticlePage
from tests.factories import make_article, make_cluster
from tests.shared_rows import Keep, again
from tests.view_counts.report_world import World


@pytest.fixture(autouse=True)
def _empty_buffer() -> Iterator[None]:
    """Counts of a process outlive a test."""
    buffer.after_fork()
    yield
    buffer.after_fork()


@pytest.fixture(scope="module")
def kept_article(keep: Keep) -> ArticlePage:
    """An article of a cluster."""
    with keep():
        return make_article(make_cluster("vues", "VUE"), slug="phare", title="Un phare")


@pytest.fixture
def article(kept_article: ArticlePage, db: None) -> ArticlePage:
    """As it was made."""
    return again(kept_article)


@pytest.fixture
def cluster(article: ArticlePage) -> Cluster:
    """The cluster of the article."""
    assert article.cluster is not None
    return article.cluster


@pytest.fixture(scope="module")
def kept_world(keep: Keep) -> World:
    """Made once."""
    with keep():
        return World()


@pytest.fixture
def world(kept_world: World, db: None) -> World:
    """As it was made."""
    return kept_world
