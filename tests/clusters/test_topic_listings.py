"""A topic of a page leads to pages of the same kind, in every language."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from lxml import html

from clusters.models import Cluster, ContentPage
from fedcms.core.models import Topic
from home.models import HomePage
from news.models import NewsIndexPage
from tests.factories import make_article, make_cluster, make_event, make_mission, make_release, make_story
from tests.shared_rows import Keep, again

pytestmark = pytest.mark.django_db

AGO = timezone.localdate() - timedelta(days=40)


@pytest.fixture(scope="module")
def kept_cluster(keep: Keep) -> Cluster:
    """A cluster, and a topic."""
    with keep():
        Topic.objects.create(key="jeux", labels={"fr": "Jeux", "en": "Games"})
        return make_cluster("one", "ONE")


@pytest.fixture
def cluster(kept_cluster: Cluster, db: None) -> Cluster:
    """As it was made."""
    return again(kept_cluster)


def topic_link(page: ContentPage) -> str:
    """Where its topic leads."""
    page.topics.add(Topic.objects.get(key="jeux"))
    page.save()
    tree = html.fromstring(Client().get(page.url_path).content.decode())
    (link,) = tree.xpath(
        "//ul[@class='topics']//a[normalize-space()='Jeux' or normalize-space()='Games']/@href"
    )
    return str(link)


@pytest.mark.parametrize(
    ("make", "listing"),
    [
        (make_article, "/fr/actualites/?topic=jeux"),
        (make_story, "/fr/actualites/?topic=jeux"),
        (make_release, "/fr/presse/?topic=jeux"),
        (make_event, "/fr/agenda/?topic=jeux"),
        (make_mission, "/fr/missions/?topic=jeux"),
        # Of what is over, what is coming says nothing.
        (lambda cluster: make_event(cluster, starts_on=AGO), "/fr/agenda/?topic=jeux&past=1"),
    ],
)
def test_a_topic_leads_to_the_listing_of_its_page_s_kind(
    cluster: Cluster, make: Callable[[Cluster], ContentPage], listing: str
) -> None:
    page = make(cluster)
    assert topic_link(page) == listing
    assert page.title in Client().get(listing).content.decode()


def test_where_a_language_has_no_such_listing_the_search_lists_them(cluster: Cluster) -> None:
    """Not the bare page itself with a parameter that it does not know."""
    article = make_article(cluster, "en")
    NewsIndexPage.objects.child_of(HomePage.objects.get(locale__language_code="en")).update(live=False)
    link = topic_link(article)
    assert link == "/en/search/?topic=jeux&kind=article"
    assert article.title in Client().get(link).content.decode()
