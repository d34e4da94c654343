"""What clusters publish on their own sites is found here, whatever happens to the sites, the feeds and the worker."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone, translation
from django.utils.formats import date_format
from pytest_django import Settings

from clusters.models import Cluster
from search.harvest import harvest_run
from search.harvest.deduplication import deduplicate_all
from search.harvest.scheduling import harvest_due, harvest_now
from search.harvest.sources import pause, resume, withdraw
from search.maintenance.consistency import differences
from search.maintenance.rebuilding import rebuild
from search.models import HarvestedItem, HarvestSource, SearchEntry, SourceState
from tests.search.harvest.server import Site
from tests.search.harvest.support import WHEN, found, harvested, item, make_source, rss, titles

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_parsing")]


def test_items_are_found_with_a_link_to_the_original(cluster: Cluster, site: Site) -> None:
    address = site.at(
        "/feed", rss(item("Le quadrivium", "/a?utm_source=rss", summary="<p>Un <b>mot</b></p>"))
    )
    source = harvested(make_source(cluster, address))
    (result,) = found("quadrivium")
    assert result["url"] == f"{site.base}/a"
    assert result["summary"] == "Un mot"
    assert result["cluster"] == "ouest"
    assert source.last_success is not None
    assert (source.failures, source.last_error, source.found_format) == (0, "", "feed")
    assert timedelta(minutes=55) < source.next_try - timezone.now() < timedelta(minutes=65)
    assert differences() == []


def test_a_harvest_again_changes_what_changed_and_loses_nothing(cluster: Cluster, site: Site) -> None:
    address = site.at("/feed", rss(item("Le quadrivium", "/a", "1"), item("Autre quadrivium", "/b", "2")))
    source = harvested(make_source(cluster, address))
    before = set(HarvestedItem.objects.values_list("pk", flat=True))
    harvested(source)
    assert set(HarvestedItem.objects.values_list("pk", flat=True)) == before
    site.at("/feed", rss(item("Le quadrivium renommé", "/a", "1"), item("Nouveau quadrivium", "/c", "3")))
    harvested(source)
    assert set(titles()) == {"Le quadrivium renommé", "Autre quadrivium", "Nouveau quadrivium"}
    assert differences() == []


def test_what_the_site_has_not_changed_is_not_sent_again(cluster: Cluster, site: Site) -> None:
    feed = rss(item("Le quadrivium", "/a"))
    address = site.at("/feed", feed, etag='"v1"', last_modified="Wed, 25 Nov 2026 10:00:00 GMT")
    source = harvested(make_source(cluster, address))
    site.at("/feed", status=304)
    source = harvested(source)
    _method, _path, headers = site.asked[-1]
    assert headers["if-none-match"] == '"v1"'
    assert headers["if-modified-since"] == "Wed, 25 Nov 2026 10:00:00 GMT"
    assert (source.failures, source.last_error, source.etag) == (0, "", '"v1"')
    assert titles() == ["Le quadrivium"]


def test_a_new_address_is_remembered_when_it_is_for_good(cluster: Cluster, site: Site) -> None:
    new = site.at("/new", rss(item("Le quadrivium", "/a")))
    source = harvested(make_source(cluster, site.at("/moved", status=301, location="/new")))
    assert source.address == new
    for_now = harvested(make_source(cluster, site.at("/for-now", status=302, location="/new"), name="Autre"))
    assert for_now.address == f"{site.base}/for-now"


def test_a_page_in_the_place_of_a_feed_leads_to_its_feed(cluster: Cluster, site: Site) -> None:
    site.at("/feed", rss(item("Le quadrivium", "/a")))
    page = '<html><head><link rel="alternate" type="application/rss+xml" href="/feed"></head></html>'
    source = harvested(make_source(cluster, site.at("/", page, content_type="text/html")))
    assert source.address == f"{site.base}/feed"
    assert titles() == ["Le quadrivium"]


def test_an_item_that_leaves_the_feed_stays(cluster: Cluster, site: Site) -> None:
    source = harvested(make_source(cluster, site.at("/feed", rss(item("Le quadrivium", "/a", "1")))))
    site.at("/feed", rss(item("Nouveau", "/b", "2")))
    harvested(source)
    assert titles() == ["Le quadrivium"]


def test_a_source_that_is_withdrawn_leaves_at_once_and_may_come_back(cluster: Cluster, site: Site) -> None:
    source = harvested(make_source(cluster, site.at("/feed", rss(item("Le quadrivium", "/a")))))
    withdraw(source)
    assert titles() == []
    assert differences() == []
    asked = len(site.asked)
    harvest_due()
    assert len(site.asked) == asked
    resume(source)
    assert titles() == ["Le quadrivium"]
    pause(source)
    assert titles() == ["Le quadrivium"]
    assert differences() == []


def test_a_deleted_source_and_a_deleted_cluster_leave_nothing(cluster: Cluster, site: Site) -> None:
    address = site.at("/feed", rss(item("Le quadrivium des élèves", "/a")))
    first, second = (harvested(make_source(cluster, address, name=name)) for name in ("Un", "Deux"))
    assert len(titles()) == 1
    first.delete()
    assert titles() == ["Le quadrivium des élèves"], "the second source says the same"
    second.delete()
    assert titles() == []
    assert differences() == []


def test_old_items_of_a_new_source_keep_their_dates(section: Cluster, site: Site) -> None:
    """500 of them; the undated stand last, not first."""
    day = datetime(2024, 1, 1, 12, tzinfo=UTC)
    items = [item(f"Numéro {n} quadrivium", f"/{n}", when=day + timedelta(days=n)) for n in range(500)]
    items.append(item("Sans date quadrivium", "/x", when=None))
    items.append(item("Futur quadrivium", "/y", when=datetime(2090, 1, 1, tzinfo=UTC)))
    source = harvested(make_source(section, site.at("/feed", rss(*items))))
    assert SearchEntry.objects.filter(source="external").count() == 502
    assert titles(sort="date")[0] == "Numéro 499 quadrivium"
    dates = dict(SearchEntry.objects.filter(source="external", date=None).values_list("title", "date"))
    assert dates == {"Sans date quadrivium": None, "Futur quadrivium": None}
    home = Client().get("/fr/").content.decode()
    section = Client().get(f"/fr/clusters/{section.slug}/").content.decode()
    assert "quadrivium" not in home + section
    site.at("/feed", rss(item("Nouveau sans date quadrivium", "/z", when=None)))
    harvested(source)
    assert titles(sort="date")[0] == "Nouveau sans date quadrivium"


def test_only_so_many_items_of_a_huge_feed_are_taken(
    cluster: Cluster, site: Site, settings: Settings
) -> None:
    settings.FEDCMS_HARVEST_ITEMS = 60
    many = [item(f"Titre {n}", f"/{n}") for n in range(5000)]
    source = harvested(make_source(cluster, site.at("/feed", rss(*many))))
    assert source.items.count() == 60
    assert differences() == []


def test_items_without_guid_date_or_title_and_guids_given_twice(cluster: Cluster, site: Site) -> None:
    feed = rss(
        item("Sans guid quadrivium", "/a", when=None),
        item("Sans guid quadrivium", "/a", when=None),
        item("", "/b", "2", summary="Un quadrivium sans titre"),
        item("Premier quadrivium", "/c", "same"),
        item("Second quadrivium", "/d", "same"),
        item("Un même lieu quadrivium", "/", "5"),
        item("Le même lieu autre quadrivium", "/", "6"),
        "<item><description>quadrivium sans adresse ni titre</description></item>",
        "<item></item>",
    )
    source = harvested(make_source(cluster, site.at("/feed", feed)))
    harvested(source)
    assert sorted(map(str, titles())) == [
        "Le même lieu autre quadrivium",
        "Premier quadrivium",
        "Sans guid quadrivium",
        "Second quadrivium",
        "Un même lieu quadrivium",
        "Un quadrivium sans titre",
        "quadrivium sans adresse ni titre",
    ]
    assert differences() == []


def test_the_language_is_the_items_else_the_feeds_else_the_sources(cluster: Cluster, site: Site) -> None:
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry xml:lang="ar"><id>urn:x:1</id><title>quadrivium رباعي</title>'
        '<link href="/a"/></entry><entry><id>urn:x:2</id><title>quadrivium dos</title><link href="/b"/></entry></feed>'
    )
    source = harvested(make_source(cluster, site.at("/feed", atom), language="es"))
    assert titles(locale="ar") == ["quadrivium رباعي"]
    assert titles(locale="es") == ["quadrivium dos"]
    HarvestSource.objects.filter(pk=source.pk).update(language="en")
    site.at("/feed", rss(item("quadrivium drei", "/c"), language="de-AT"))
    harvested(source)
    assert SearchEntry.objects.get(title="quadrivium drei").language == "de"


def test_a_worker_killed_half_way_loses_nothing(
    cluster: Cluster, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed between two transactions: the next worker reads the same feed again, in full."""
    items = [item(f"Numéro {n} quadrivium", f"/{n}") for n in range(120)]
    source = make_source(cluster, site.at("/feed", rss(*items), etag='"v1"'))
    real, calls = harvest_run.store.__globals__["_store_some"], []

    def killed(*args: object) -> None:
        calls.append(1)
        if len(calls) == 2:
            raise KeyboardInterrupt
        real(*args)

    monkeypatch.setitem(harvest_run.store.__globals__, "_store_some", killed)
    with pytest.raises(KeyboardInterrupt):
        harvest_run.harvest(source.pk)
    source.refresh_from_db()
    assert source.items.count() == 50
    assert (source.etag, source.first_harvest) == ("", None)
    assert differences() == []
    harvest_run.harvest(source.pk)
    assert source.items.count() == 120
    assert differences() == []


def test_a_turn_is_taken_once(cluster: Cluster, site: Site) -> None:
    """Two schedules look at the same moment; a task that runs twice asks once."""
    source = make_source(cluster, site.at("/feed", rss(item("T", "/a"))))
    stale = HarvestSource.objects.get(pk=source.pk)
    assert harvest_now(source)
    assert not harvest_now(stale)
    assert site.paths() == ["/feed"]
    harvest_run.harvest(source.pk, turn=timezone.now() - timedelta(hours=1))
    assert site.paths() == ["/feed"]


def test_sources_are_harvested_when_they_are_due(cluster: Cluster, site: Site) -> None:
    due = make_source(cluster, site.at("/due", rss(item("Du quadrivium", "/a"))))
    later = make_source(
        cluster, site.at("/later", rss()), name="B", next_try=timezone.now() + timedelta(hours=1)
    )
    paused = make_source(cluster, site.at("/paused", rss()), name="C", state=SourceState.PAUSED)
    harvest_due()
    assert site.paths() == ["/due"]
    assert {due.pk, later.pk, paused.pk} == set(HarvestSource.objects.values_list("pk", flat=True))


def test_lost_and_changed_entries_are_reported_and_made_again(cluster: Cluster, site: Site) -> None:
    harvested(make_source(cluster, site.at("/feed", rss(item("Le quadrivium", "/a"), item("Autre", "/b")))))
    first, second = HarvestedItem.objects.order_by("pk")
    SearchEntry.objects.filter(item=first)._raw_delete("default")
    SearchEntry.objects.filter(item=second).update(title="Faux")
    assert differences() == [
        f"item-{first.pk} is public but has no entry",
        f"item-{second.pk} is out of date: title",
        f"item-{first.pk} is in the engine but has no entry",
    ]
    rebuild()
    assert differences() == []
    assert titles() == ["Le quadrivium"]


def test_a_cluster_that_is_renamed_is_found_by_its_new_name(cluster: Cluster, site: Site) -> None:
    harvested(make_source(cluster, site.at("/feed", rss(item("Le quadrivium", "/a")))))
    cluster.name = {"fr": "Numérique Armorique"}
    cluster.country = "BE"
    cluster.save()
    assert titles("quadrivium armorique") == ["Le quadrivium"]
    assert differences() == []


def test_json_feeds_calendars_and_their_cancelled_events(cluster: Cluster, site: Site) -> None:
    day = timezone.localdate() + timedelta(days=9)
    calendar = (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:1@x\r\nSUMMARY:Journée quadrivium\r\n"
        f"DTSTART;VALUE=DATE:{day:%Y%m%d}\r\nSTATUS:CANCELLED\r\nLOCATION:Rennes\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    agenda = make_source(cluster, site.at("/ics", calendar), page_address="https://ouest.example/agenda")
    agenda = harvested(agenda)
    assert agenda.found_format == "icalendar"
    (result,) = found("quadrivium", kind="event")
    assert (result["url"], result["status"]) == ("https://ouest.example/agenda", "cancelled")
    assert titles(when="coming") == ["Journée quadrivium"]
    HarvestedItem.objects.update(ends_at=timezone.now())
    deduplicate_all()
    assert titles(when="past") == ["Journée quadrivium"]
    page = Client().get("/fr/search/?q=quadrivium").content.decode()
    assert "Annulé" in page
    with translation.override("fr"):
        assert date_format(day, "j F Y") in page
    assert WHEN.year == 2026
