"""Processes and threads add their counts at once: none is lost or counted twice, none waits in a circle."""

import os
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from django.db import connection, connections
from pytest_django import DjangoDbBlocker

from home.view_counts.counts import Counts
from home.view_counts.models import PageViewCount, ReferrerCount
from home.view_counts.referrers import OTHER
from tests.core.forked import Forked
from tests.core.worker_site import database_url
from tests.search.races import shared_database
from tests.view_counts.test_nginx_log import lines

pytestmark = pytest.mark.database("postgresql")

DAY = date(2026, 6, 1)
PAGES = range(1, 60)


@pytest.fixture(scope="module")
def _shared_by_all(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), shared_database():
        yield


@pytest.fixture
def shared(_shared_by_all: None) -> None:
    """A database that several connections share, with nothing counted."""
    PageViewCount.objects.all().delete()
    ReferrerCount.objects.all().delete()


def test_threads_with_the_same_pages_in_other_orders(shared: None) -> None:
    """With connections of their own, as processes have."""
    barrier = threading.Barrier(4)

    def write(worker: int) -> None:
        try:
            for round_ in range(5):
                counts = Counts()
                pages = list(PAGES)[:: 1 if (worker + round_) % 2 else -1]
                for page in pages:
                    counts.add_view((DAY, page, "fr"), f"site{worker}-{round_}-{page % 7}.example")
                    counts.downloads[DAY, page] += 1
                barrier.wait(60)
                counts.write()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        for done in [pool.submit(write, worker) for worker in range(4)]:
            done.result(120)
    assert set(PageViewCount.objects.values_list("views", flat=True)) == {20}
    assert PageViewCount.objects.count() == len(PAGES)
    # Twenty hosts at most, whoever was first.
    for page in PAGES:
        kept = ReferrerCount.objects.filter(page_id=page)
        assert kept.exclude(host=OTHER).count() <= 20
        assert sum(kept.values_list("views", flat=True)) == 20


def test_two_processes_read_one_log_and_a_third_flushes(shared: None, tmp_path: Path) -> None:
    log = tmp_path / "page-views.log"
    log.write_text(lines(0, 30_000))
    environment = dict(os.environ) | {
        "DATABASE_URL": database_url(connection.settings_dict),
        "DJANGO_SETTINGS_MODULE": "tests.core.worker_project.settings",
    }
    running = [
        Forked(
            ["count_page_views", "--log", str(log)],
            environment,
            tmp_path / f"output{number}",
            tmp_path / f"errors{number}",
        )
        for number in range(2)
    ]
    for _ in range(20):
        counts = Counts()
        counts.add_view((DAY, 12, "fr"), "")
        counts.write()
    for number, process in enumerate(running):
        assert process.wait(120) == 0, (tmp_path / f"errors{number}").read_text()
    said = [int((tmp_path / f"output{number}").read_text().split()[0]) for number in range(2)]
    assert sum(said) == 30_000
    assert PageViewCount.objects.get().views == 30_020
