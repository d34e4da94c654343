"""What a visitor and an editor see of a kind that one folder brings. Run by tests/clusters/test_new_kind.py."""

import json

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from clusters.models import Cluster, ClusterPage
from news.models import NewsIndexPage
from tests.factories import make_article, make_cluster, make_user
from tests.factories.content import publish
from tests.shared_rows import Keep, again
from tests.toy_kind.models import InterviewPage

pytestmark = pytest.mark.django_db
ADDRESSES = {
    "the front page": "/fr/",
    "the federation's news": "/fr/actualites/",
    "the news, filtered": "/fr/actualites/?kind=interview",
    "the section": "/fr/clusters/nord/",
    "the feed of the kind": "/fr/feeds/kinds/interview/rss.xml",
    "the feed of all news": "/fr/feeds/kinds/news/atom.xml",
    "the search": "/fr/search/?q=Copernic",
    "the search, filtered": "/fr/search/?q=Copernic&kind=interview",
    "the sitemap": "/sitemap-pages.xml",
    "the sitemap of news": "/sitemap-news.xml",
}


@pytest.fixture(scope="module")
def kept(keep: Keep) -> InterviewPage:
    """A published interview of a cluster, made once."""
    with keep():
        section = ClusterPage.objects.get(cluster=make_cluster("nord", "NOR"), locale__language_code="fr")
        listing = NewsIndexPage.objects.child_of(section).get()
        interview = InterviewPage(
            title="Trois questions", summary="Des réponses.", guest="Nicolas Copernic", locale=listing.locale
        )
        listing.add_child(instance=interview)
        return publish(interview)


@pytest.fixture
def page(kept: InterviewPage, db: None) -> InterviewPage:
    """A published interview."""
    return again(kept)


@pytest.fixture
def cluster(page: InterviewPage) -> Cluster:
    """The cluster that publishes it."""
    return Cluster.objects.get(slug="nord")


@pytest.mark.parametrize("address", ADDRESSES.values(), ids=ADDRESSES.keys())
def test_visitors_find_it_in(address: str, page: InterviewPage) -> None:
    answer = Client().get(address)
    assert answer.status_code == 200
    assert "trois-questions" in answer.content.decode()


def test_listings_offer_it_as_a_filter_by_its_name(page: InterviewPage, cluster: Cluster) -> None:
    make_article(cluster)  # one kind alone is no choice
    assert "Entretiens" in Client().get("/fr/actualites/").content.decode()


def test_the_page_says_what_it_is(page: InterviewPage) -> None:
    shown = Client().get(page.url_path).content.decode()
    assert "Nicolas Copernic" in shown
    data = json.loads(shown.partition('type="application/ld+json">')[2].partition("</script>")[0])
    assert any(thing.get("genre") == "interview" for thing in data["@graph"])


def test_the_api_counts_it(page: InterviewPage) -> None:
    answer = Client().get("/api/search/?q=Copernic&language=fr").json()
    assert [hit["kind"] for hit in answer["results"]] == ["interview"]


def test_it_has_no_calendar(page: InterviewPage) -> None:
    assert Client().get("/fr/feeds/kinds/interview/calendar.ics").status_code == 404
    assert Client().get(f"{page.url_path}calendar.ics").status_code == 404


def test_an_editor_begins_one_from_the_dashboard(cluster: Cluster) -> None:
    client = Client()
    client.force_login(make_user("nora", cluster))
    section = ClusterPage.objects.get(cluster=cluster, locale__language_code="fr")
    listing = Page.objects.child_of(section).type(NewsIndexPage).get()
    address = reverse("wagtailadmin_pages:add", args=["toy_kind", "interviewpage", listing.pk])
    shown = client.get(reverse("wagtailadmin_home")).content.decode()
    assert address in shown
    assert "Une personne répond à vos questions." in shown
    form = client.get(address)
    assert form.status_code == 200
    assert "invité" in form.content.decode().lower()
