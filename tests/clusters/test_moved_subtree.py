"""What follows a moved subtree holds its pages first, as whoever publishes one of them does."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from clusters.models import Cluster
from clusters.signal_handlers import cluster_follows_move
from fedcms.core.changes.followers import BranchChanged
from tests.factories import make_article

# SQLite lets one write at a time.
pytestmark = pytest.mark.database("postgresql")


def test_pages_are_held_before_their_cluster_is_written(loire: Cluster) -> None:
    page = make_article(loire)
    with transaction.atomic(), CaptureQueriesContext(connection) as queries:
        cluster_follows_move(BranchChanged(page.pk, None, is_moved=True))
    said = [query["sql"] for query in queries]
    held = [n for n, sql in enumerate(said) if "wagtailcore_page" in sql and "FOR NO KEY UPDATE" in sql]
    written = [n for n, sql in enumerate(said) if sql.startswith('UPDATE "clusters_contentpage"')]
    assert written
    assert held
    assert held[0] < written[0]
