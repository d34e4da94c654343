"""Answers that nobody foresaw: each is a failure of its source in words, and never the end of the task."""

import logging
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from clusters.models import Cluster
from search.harvest.errors import unexpected_too
from search.harvest.politeness import LONGEST_PAUSE, pause_of
from search.harvest.scheduling import visit_due
from search.harvest_failures import Failure
from search.models import HarvestedItem
from tests.search.harvest.server import Site
from tests.search.harvest.support import harvested, item, make_source, rss, titles

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_parsing")]


@pytest.mark.parametrize("location", ["http://[", "//[x/"])
def test_a_redirect_to_no_address_is_a_failure(cluster: Cluster, site: Site, location: str) -> None:
    source = harvested(make_source(cluster, site.at("/feed", status=301, location=location)))
    assert (source.failures, source.last_error) == (1, Failure.NOT_HTTP)


@pytest.mark.parametrize("charset", ["a\x01b", "no such", "\x00"])
def test_a_page_in_an_encoding_without_a_name_is_read_all_the_same(
    cluster: Cluster, site: Site, charset: str
) -> None:
    page = b'<html><title>\xe9</title><link rel="alternate" type="application/rss+xml" href="/feed"></html>'
    site.at("/feed", rss(item("Le quadrivium", "/a")))
    address = site.at("/", page, content_type=f"text/html; charset={charset}")
    assert harvested(make_source(cluster, address)).last_error == ""
    assert titles() == ["Le quadrivium"]


@pytest.mark.parametrize(
    ("asked", "pause"),
    [
        (None, timedelta(0)), (0.0, timedelta(0)), (-5.0, timedelta(0)), (float("nan"), timedelta(0)),
        (2.5, timedelta(seconds=2.5)), (1e14, LONGEST_PAUSE), (float("inf"), LONGEST_PAUSE),
    ],
)  # fmt: skip
def test_crawl_delay_is_any_number(asked: float | None, pause: timedelta) -> None:
    assert pause_of(asked) == pause


def test_a_site_that_asks_for_three_million_years_is_harvested(cluster: Cluster, site: Site) -> None:
    site.at("/robots.txt", "User-agent: *\nCrawl-delay: 99999999999999\n")
    source = harvested(make_source(cluster, site.at("/feed", rss(item("Le quadrivium", "/a")))))
    assert source.last_success is not None
    assert titles() == ["Le quadrivium"]


def test_what_nobody_foresaw_is_noted_logged_and_told(
    cluster: Cluster, site: Site, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    source = make_source(cluster, site.at("/feed", rss(item("T", "/a"))))

    def fails(*args: object, **kwargs: object) -> None:
        raise RuntimeError("A bug.")

    monkeypatch.setattr("search.harvest.harvest_run.parse_apart", fails)
    with caplog.at_level(logging.ERROR, "search.harvest"):
        for _try in range(3):
            source = harvested(source)
    assert (source.failures, source.last_error) == (3, Failure.UNEXPECTED)
    assert source.last_error_detail == "RuntimeError"
    assert "A bug." in caplog.text
    (message,) = mail.outbox
    assert "imprévue" in message.body


def test_an_item_that_fails_keeps_no_other_from_being_visited(
    cluster: Cluster, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    feed = rss(item("Le quadrivium", "/a", "1"), item("Un autre quadrivium", "/b", "2"))
    harvested(make_source(cluster, site.at("/feed", feed)))
    from search.harvest import page_visits  # noqa: PLC0415

    real = page_visits._ask

    def fails(asked: HarvestedItem, *args: object) -> object:
        if asked.address.endswith("/a"):
            raise RuntimeError("A bug.")
        return real(asked, *args)  # type: ignore[arg-type]

    monkeypatch.setattr(page_visits, "_ask", fails)
    HarvestedItem.objects.update(next_visit=timezone.now())
    visit_due()
    assert titles() == ["Le quadrivium"]
    waits = [kept.next_visit - timezone.now() for kept in HarvestedItem.objects.order_by("pk")]
    assert [round(wait / timedelta(hours=1)) for wait in waits] == [4, 20]


def test_a_database_that_is_down_is_no_fault_of_a_site() -> None:
    from django.db import OperationalError  # noqa: PLC0415

    with pytest.raises(OperationalError), unexpected_too("source 1"):
        raise OperationalError
