"""What clusters publish elsewhere, searched on a server: found, merged and taken back as on the database."""

import pytest
from django.test import Client
from django.utils import timezone

from clusters.models import Cluster
from search.engines import ElasticsearchEngine
from search.harvest.scheduling import visit_due
from search.harvest.sources import resume, withdraw
from search.maintenance.consistency import differences
from search.models import HarvestedItem, IndexChange
from tests.factories import make_article
from tests.search.conftest import feed
from tests.search.harvest.server import Site
from tests.search.harvest.support import harvested, item, make_source, rss

pytestmark = [pytest.mark.django_db, pytest.mark.elasticsearch, pytest.mark.usefixtures("quick_parsing")]

TITLE = "Le quadrivium ouvre ses portes à Rennes"
OTHER = "Un autre quadrivium"


def shown(query: str = "quadrivium", **parameters: str) -> dict[str, list[str]]:
    """Titles that a program gets of the server, each with the sites that are credited."""
    answer = Client().get("/api/search/", {"q": query, "locale": "fr", **parameters}).json()
    assert not answer["stands_in"]
    return {result["title"]: [credit["name"] for credit in result["also"]] for result in answer["results"]}


def suggested() -> set[str]:
    """Titles that are suggested to who types."""
    answer = Client().get("/api/search/suggestions/", {"q": "quadri", "locale": "fr"}).json()
    return {each["title"] for group in answer["groups"] for each in group["suggestions"]}


def test_items_are_found_merged_and_withdrawn_at_once(
    search_server: ElasticsearchEngine, section: Cluster, site: Site
) -> None:
    now = timezone.now()
    address = site.at("/feed", rss(item(TITLE, "/a", when=now), item(OTHER, "/b", when=now)))
    one = harvested(make_source(section, address, name="Un"))
    again = site.at("/again", rss(item(TITLE, "/c", when=now)))
    two = harvested(make_source(section, again, name="Deux"))
    feed()
    assert shown() == {TITLE: ["Deux"], OTHER: []}
    assert suggested() == {TITLE, OTHER}
    assert shown(source="site") == {}

    # Published here too: one result, which credits both, also while the worker has not come.
    page = make_article(section, title=TITLE)
    assert set(shown()) <= {TITLE, OTHER}
    feed()
    assert shown() == {TITLE: ["Un", "Deux"], OTHER: []}
    assert set(shown(source="site")) == {TITLE}
    assert differences() == []
    page.unpublish()
    feed()
    assert shown() == {TITLE: ["Deux"], OTHER: []}

    withdraw(one)
    # Nothing that came from it, before the server knows.
    assert OTHER not in shown()
    assert OTHER not in suggested()
    feed()
    assert shown() == {TITLE: []}
    assert differences() == []
    withdraw(two)
    assert (shown(), suggested()) == ({}, set())
    feed()
    assert (shown(), suggested()) == ({}, set())
    assert differences() == []
    resume(one)
    feed()
    assert set(shown()) == {TITLE, OTHER}
    one.delete()
    assert (shown(), suggested()) == ({}, set())
    feed()
    assert differences() == []


def test_what_is_gone_at_its_address_is_gone_from_the_server(
    search_server: ElasticsearchEngine, cluster: Cluster, site: Site
) -> None:
    source = harvested(make_source(cluster, site.at("/feed", rss(item(TITLE, "/a")))))
    feed()
    assert set(shown()) == {TITLE}
    IndexChange.objects.all().delete()
    site.at("/a", status=410)
    HarvestedItem.objects.update(next_visit=timezone.now())
    visit_due()
    assert (shown(), suggested()) == ({}, set())
    # Noted once, however many rows hang together.
    assert IndexChange.objects.filter(key=f"item-{source.items.get().pk}").count() == 1
    feed()
    assert (shown(), suggested()) == ({}, set())
    assert differences() == []
