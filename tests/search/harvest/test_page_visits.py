"""What is gone at its address leaves search within a day; pages complete what a sitemap says."""

from datetime import timedelta

import pytest
from django.utils import timezone

from clusters.models import Cluster
from search.harvest.scheduling import BATCH, ROUND_SECONDS, harvest_due, visit_due
from search.maintenance.consistency import differences
from search.models import HarvestedItem
from tests.search.harvest.server import Site
from tests.search.harvest.support import found, harvested, item, make_source, rss, titles

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_parsing")]


@pytest.fixture
def kept(cluster: Cluster, site: Site) -> HarvestedItem:
    """An item that was found."""
    source = harvested(make_source(cluster, site.at("/feed", rss(item("Le quadrivium", "/a")))))
    return source.items.get()


def visited(kept: HarvestedItem) -> HarvestedItem:
    HarvestedItem.objects.filter(pk=kept.pk).update(next_visit=timezone.now())
    visit_due()
    kept.refresh_from_db()
    return kept


def test_each_item_is_looked_at_within_a_day(kept: HarvestedItem, site: Site) -> None:
    assert kept.next_visit is not None
    assert kept.next_visit - kept.first_seen < timedelta(hours=20)
    site.at("/a", "la page")
    visited(kept)
    assert site.paths("HEAD") == ["/a"]
    assert timedelta(hours=19) < kept.next_visit - timezone.now() < timedelta(hours=21)
    assert titles() == ["Le quadrivium"]


@pytest.mark.parametrize("status", [404, 410])
def test_what_is_gone_leaves_and_comes_back_when_it_is_put_back(
    kept: HarvestedItem, site: Site, status: int
) -> None:
    site.at("/a", status=status)
    visited(kept)
    assert titles() == []
    assert kept.gone_at is not None
    assert site.paths("HEAD") == site.paths("GET")[1:] == ["/a"], (
        "what HEAD says is asked again as a browser would"
    )
    assert differences() == []
    harvested(kept.source)
    assert titles() == [], "the feed still names it, and leads nowhere"
    site.at("/a", "la page")
    visited(kept)
    assert titles() == ["Le quadrivium"]
    assert differences() == []


def test_what_is_long_gone_is_left_alone(kept: HarvestedItem, site: Site) -> None:
    HarvestedItem.objects.update(gone_at=timezone.now() - timedelta(days=31))
    site.at("/a", status=404)
    visited(kept)
    assert kept.next_visit is None


@pytest.mark.parametrize("status", [401, 403, 500, 503, 429, 418])
def test_a_site_that_is_down_or_shy_takes_nothing_away(kept: HarvestedItem, site: Site, status: int) -> None:
    site.at("/a", status=status)
    visited(kept)
    assert kept.gone_at is None
    assert titles() == ["Le quadrivium"]
    assert timedelta(hours=3) < kept.next_visit - timezone.now() < timedelta(hours=5)


def test_a_site_that_knows_no_head_is_asked_for_the_page(kept: HarvestedItem, site: Site) -> None:
    site.by("/a", lambda exchange: exchange.say(404 if exchange.command == "HEAD" else 200, b"la page"))
    visited(kept)
    assert kept.gone_at is None


def test_robots_txt_holds_for_pages_too(kept: HarvestedItem, site: Site) -> None:
    site.at("/robots.txt", "User-agent: *\nDisallow: /a")
    from search.models import HarvestHost  # noqa: PLC0415

    HarvestHost.objects.update(robots_read_at=None)
    visited(kept)
    assert "/a" not in site.paths()
    assert kept.gone_at is None


def test_a_page_that_moved_for_good_is_linked_at_its_new_address(kept: HarvestedItem, site: Site) -> None:
    site.at("/new", "la page")
    site.at("/a", status=301, location="/new?utm_source=x")
    visited(kept)
    harvested(kept.source)
    assert [result["url"] for result in found("quadrivium")] == [f"{site.base}/new"], (
        "the feed has the old one still"
    )
    assert differences() == []


def test_hosts_are_visited_in_small_portions_and_thousands_within_a_day(cluster: Cluster, site: Site) -> None:
    many = [item(f"Numéro {n} quadrivium", f"/{n}") for n in range(BATCH + 3)]
    harvested(make_source(cluster, site.at("/feed", rss(*many))))
    HarvestedItem.objects.update(next_visit=timezone.now())
    harvest_due()
    assert len(site.paths("HEAD")) == BATCH
    harvest_due()
    assert len(site.paths("HEAD")) == BATCH + 3
    assert BATCH * 24 * 3600 / ROUND_SECONDS > 10_000


def test_pages_of_a_sitemap_say_what_they_are(cluster: Cluster, site: Site) -> None:
    site.at(
        "/p",
        '<html lang="es"><head><title>x</title><meta property="og:title" content="El quadrivium">'
        '<meta name="description" content="Qué es"><link rel="canonical" href="/p/"></head>',
        content_type="text/html",
    )
    site.at("/q", "<html><head><title>Autre quadrivium</title></head>", content_type="text/html")
    sitemap = f"<urlset><url><loc>{site.base}/p</loc></url><url><loc>{site.base}/q</loc></url></urlset>"
    index = f"<sitemapindex><sitemap><loc>{site.base}/news.xml</loc></sitemap></sitemapindex>"
    site.at("/news.xml", sitemap)
    source = harvested(make_source(cluster, site.at("/sitemap.xml", index)))
    assert source.found_format == "sitemap"
    assert titles() == [], "nothing is shown before its page said what it is"
    visit_due()
    (result,) = found("quadrivium", locale="es")
    assert (result["title"], result["summary"], result["url"]) == (
        "El quadrivium",
        "Qué es",
        f"{site.base}/p/",
    )
    assert titles() == ["Autre quadrivium"]
    assert differences() == []
    harvested(source)
    assert source.items.count() == 2
    assert found("quadrivium", locale="es")[0]["url"] == f"{site.base}/p/"
    assert differences() == []


def test_a_page_may_not_say_that_it_is_another_sites(cluster: Cluster, site: Site) -> None:
    page = '<head><title>Le quadrivium</title><link rel="canonical" href="https://elsewhere.example/"></head>'
    site.at("/p", page, content_type="text/html")
    sitemap = f"<urlset><url><loc>{site.base}/p</loc></url></urlset>"
    harvested(make_source(cluster, site.at("/sitemap.xml", sitemap)))
    visit_due()
    assert [result["url"] for result in found("quadrivium")] == [f"{site.base}/p"]
