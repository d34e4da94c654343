"""What happens to a source or an item while the other side takes its time: the row decides, not what was loaded."""

from collections.abc import Callable
from types import ModuleType

import pytest
from django.utils import timezone

from clusters.models import Cluster
from search.harvest import harvest_run, page_visits, sources
from search.harvest.scheduling import visit_due
from search.maintenance.consistency import differences
from search.models import HarvestedItem, HarvestSource, SourceState
from tests.search.harvest.server import Site
from tests.search.harvest.support import harvested, item, make_source, rss, titles

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_parsing")]


def meanwhile(
    monkeypatch: pytest.MonkeyPatch, owner: ModuleType, asks: str, what: Callable[[], object]
) -> None:
    """Something happens, once, between an answer and what is made of it."""
    real = getattr(owner, asks)

    def slow(*args: object) -> object:
        answer = real(*args)
        monkeypatch.setattr(owner, asks, real)
        what()
        return answer

    monkeypatch.setattr(owner, asks, slow)


def withdraw() -> None:
    """A publisher presses the button."""
    sources.withdraw(HarvestSource.objects.get())


def visited() -> None:
    HarvestedItem.objects.update(next_visit=timezone.now())
    visit_due()


def test_a_source_withdrawn_while_it_is_read_stays_away(
    cluster: Cluster, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = harvested(make_source(cluster, site.at("/feed", rss(item("Le quadrivium", "/a", "g1")))))
    site.at("/feed", rss(item("Le quadrivium changé", "/a", "g1"), item("Un quadrivium neuf", "/b", "g2")))
    meanwhile(monkeypatch, harvest_run, "read_source", withdraw)
    source = harvested(source)
    assert source.state == SourceState.WITHDRAWN
    assert titles() == []
    assert differences() == []


def test_a_source_deleted_while_it_is_read_is_no_error(
    cluster: Cluster, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = make_source(cluster, site.at("/feed", rss(item("Le quadrivium", "/a"))))
    meanwhile(monkeypatch, harvest_run, "read_source", HarvestSource.objects.get().delete)
    harvest_run.harvest(source.pk)
    assert titles() == []
    assert differences() == []


def test_a_source_withdrawn_while_a_page_of_it_is_visited_stays_away(
    cluster: Cluster, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    sitemap = f"<urlset><url><loc>{site.base}/p</loc></url></urlset>"
    harvested(make_source(cluster, site.at("/map.xml", sitemap)))
    site.at("/p", "<html><title>Le quadrivium en page</title></html>", content_type="text/html")
    meanwhile(monkeypatch, page_visits, "_ask", withdraw)
    visited()
    assert titles() == []
    assert differences() == []


def test_a_harvest_while_an_item_is_visited_is_kept(
    cluster: Cluster, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = harvested(make_source(cluster, site.at("/feed", rss(item("Le quadrivium", "/a", "g1")))))
    site.at("/b", "la page")
    site.at("/a", status=301, location="/b")
    site.at("/feed", rss(item("Le quadrivium neuf", "/a", "g1")))
    meanwhile(monkeypatch, page_visits, "_ask", lambda: harvested(source))
    visited()
    kept = HarvestedItem.objects.get()
    assert (kept.title, kept.address) == ("Le quadrivium neuf", f"{site.base}/b")
    assert titles() == ["Le quadrivium neuf"]
    assert differences() == []


def test_an_answer_about_an_address_that_an_item_had_says_nothing_of_its_new_one(
    cluster: Cluster, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = harvested(make_source(cluster, site.at("/feed", rss(item("Le quadrivium", "/a", "g1")))))
    site.at("/feed", rss(item("Le quadrivium", "/b", "g1")))
    meanwhile(monkeypatch, page_visits, "_ask", lambda: harvested(source))
    site.at("/a", "la page")
    visited()
    site.at("/b", status=404)
    assert titles() == ["Le quadrivium"]
    visit_due()
    assert titles() == [], "it is asked at once"
