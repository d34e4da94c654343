"""A page belongs to the cluster in whose section it stands, however deep; above the sections nobody has to be asked."""

import pytest
from pytest_django import DjangoAssertNumQueries

from clusters.models import ClusterIndexPage, ClusterPage
from clusters.models.membership import cluster_of_path
from home.models import HomePage
from news.models import NewsIndexPage
from tests.factories import make_article, make_cluster

pytestmark = pytest.mark.django_db


def test_a_section_gives_its_cluster_to_all_that_is_in_it(
    federation: object, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """Its root, its listings and their pages; what the federation publishes at the same depth is nobody's."""
    cluster, other = make_cluster("one", "ONE"), make_cluster("two", "TWO")
    article, others, federal = make_article(cluster), make_article(other), make_article(None)
    root = ClusterPage.objects.get(cluster=cluster, locale=article.locale)
    pages = [root, article.get_parent(), article, others, federal]
    with django_assert_num_queries(len(pages)):
        found = [cluster_of_path(page.path) for page in pages]
    assert found == [cluster, cluster, cluster, other, None]
    above = [
        model.objects.filter(locale=article.locale).order_by("depth")[0]
        for model in (HomePage, ClusterIndexPage, NewsIndexPage)
    ]
    with django_assert_num_queries(0):
        assert [cluster_of_path(page.path) for page in above] == [None, None, None]
