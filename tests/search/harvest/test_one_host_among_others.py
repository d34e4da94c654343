"""One host that hangs, or has much to look at, takes the worker from no other."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from clusters.models import Cluster
from search.harvest import page_visits, scheduling, tasks
from search.harvest.scheduling import BATCH, harvest_due, visit_due
from search.harvest_failures import Failure
from search.models import HarvestedItem, HarvestHost
from tests.search.harvest.server import Site, running_site
from tests.search.harvest.support import harvested, item, make_source, rss, titles

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_parsing")]


@pytest.fixture
def other_site() -> Iterator[Site]:
    """Another host: its port is another one."""
    with running_site() as running:
        yield running


@pytest.fixture
def no_worker(settings: Settings) -> None:
    """Tasks stay in the queue."""
    settings.TASKS = settings.TASKS | {
        "background": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}
    }


def many(cluster: Cluster, site: Site, count: int = BATCH) -> None:
    """A source with so many items."""
    rows = [item(f"Le quadrivium {n}", f"/{n}", f"{site.base}-{n}") for n in range(count)]
    harvested(make_source(cluster, site.at("/feed", rss(*rows)), name=site.base))


def all_due() -> None:
    HarvestedItem.objects.update(next_visit=timezone.now())


def hangs(site: Site, count: int = BATCH) -> None:
    """It closes each connection and says nothing."""
    for n in range(count):
        site.by(f"/{n}", lambda exchange: None)


def host_may_be_asked() -> None:
    """Time has passed."""
    HarvestHost.objects.update(not_before=timezone.now())


def waits() -> list[int]:
    """Minutes until each item is looked at."""
    rows = HarvestedItem.objects.order_by("next_visit")
    return [round((kept.next_visit - timezone.now()) / timedelta(minutes=1)) for kept in rows]


def test_a_host_that_does_not_answer_is_left_alone_longer_each_time(cluster: Cluster, site: Site) -> None:
    many(cluster, site)
    hangs(site)
    all_due()
    visit_due()
    assert len(site.paths("HEAD")) == 1
    assert waits() == [5, 5, 5, 5, 240], "the others come when the host is asked again"
    all_due()
    visit_due()
    assert len(site.paths("HEAD")) == 1
    for minutes in (10, 20, 40, 60, 60):
        host_may_be_asked()
        all_due()
        visit_due()
        assert waits()[0] == minutes
    site.at("/0", "la page")
    host_may_be_asked()
    all_due()
    visit_due()
    assert HarvestHost.objects.get().not_before - timezone.now() < timedelta(minutes=6), "it had answered"
    assert len(titles()) == BATCH


def test_its_sources_wait_too_and_still_count_their_failures(cluster: Cluster, site: Site) -> None:
    many(cluster, site)
    source = cluster.harvest_sources.get()
    hangs(site)
    site.by("/feed", lambda exchange: None)
    all_due()
    visit_due()
    source = harvested(source)
    assert (source.failures, len(site.paths("GET"))) == (0, 1)
    for failures in (1, 2, 3):
        now = timezone.now()
        host_may_be_asked()
        all_due()
        cluster.harvest_sources.update(next_try=now)
        harvest_due()
        source.refresh_from_db()
        assert (source.failures, source.last_error) == (failures, Failure.NO_ANSWER), "before its items"


def test_a_robots_txt_that_cannot_be_had_is_asked_for_once(cluster: Cluster, site: Site) -> None:
    many(cluster, site)
    HarvestHost.objects.update(robots_read_at=None)
    site.at("/robots.txt", status=500)
    site.asked.clear()
    all_due()
    visit_due()
    assert [path for _m, path, _h in site.asked] == ["/robots.txt"]


def test_an_item_that_was_just_looked_at_is_not_asked_again(cluster: Cluster, site: Site) -> None:
    """Its claim ended in the queue, and it was given another task."""
    many(cluster, site, 1)
    site.at("/0", "la page")
    all_due()
    number = HarvestedItem.objects.get().pk
    for _task in range(2):
        tasks.visit_items.enqueue(item_ids=[number])
    assert site.paths("HEAD") == ["/0"]


@pytest.mark.usefixtures("no_worker")
def test_a_host_has_one_task_in_the_queue(cluster: Cluster, site: Site, other_site: Site) -> None:
    tasks.visit_items.enqueue(item_ids=[])
    DBTaskResult.objects.all().delete()
    now = timezone.now()
    for each in (site, other_site):
        source = make_source(cluster, each.base, name=each.base)
        for n in range(3 * BATCH):
            HarvestedItem.objects.create(
                source=source, identity=f"{n}", address=f"{each.base}/{n}", kind="article", first_seen=now,
                last_seen=now, next_visit=now,
            )  # fmt: skip
    for _round in range(3):
        visit_due()
    kept = [result.args_kwargs["kwargs"] for result in DBTaskResult.objects.all()]
    assert sorted(each["origin"] for each in kept) == sorted([site.base, other_site.base])
    tasks.visit_items.call(**kept[0])
    visit_due()
    assert DBTaskResult.objects.count() == 3, "the next portion of the one that is done"


def test_a_source_with_much_to_look_at_hides_no_other(
    cluster: Cluster, site: Site, other_site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scheduling, "LOOKED_THROUGH", BATCH)
    many(cluster, site, 3 * BATCH)
    many(cluster, other_site, 1)
    HarvestedItem.objects.update(next_visit=timezone.now() - timedelta(hours=1))
    HarvestedItem.objects.filter(source__name=other_site.base).update(next_visit=timezone.now())
    visit_due()
    assert other_site.paths("HEAD") == ["/0"]


def test_a_task_whose_time_is_over_gives_its_items_back(
    cluster: Cluster, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    many(cluster, site)
    all_due()
    monkeypatch.setattr(page_visits, "PATIENCE", 0)
    visit_due()
    assert site.paths("HEAD") == []
    monkeypatch.setattr(page_visits, "PATIENCE", 30)
    visit_due()
    assert len(site.paths("HEAD")) == BATCH
