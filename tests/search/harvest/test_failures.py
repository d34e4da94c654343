"""Sites that fail, ask to wait or give up: said in words, tried later, and left alone where they wish it."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from pytest_django import Settings
from wagtail.users.models import UserProfile

from clusters.models import Cluster
from search.harvest.politeness import claim_request
from search.harvest.scheduling import harvest_due, harvest_now
from search.harvest_failures import Failure
from search.models import HarvestHost, HarvestSource, SourceState
from tests.factories import make_user
from tests.search.harvest.server import Site
from tests.search.harvest.support import harvested, item, make_source, rss, titles

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_parsing")]


@pytest.mark.parametrize(
    ("answer", "failure"),
    [
        ({"status": 404}, Failure.MISSING),
        ({"status": 500}, Failure.SERVER),
        ({"status": 403}, Failure.REFUSED),
        ({"body": "<html><p>Bonjour", "content_type": "application/rss+xml"}, Failure.NOT_A_FEED),
        ({"body": "{}", "content_type": "image/png"}, Failure.NOT_A_FEED),
        ({"body": rss("<item><description></description></item>")}, Failure.EMPTY),
        ({"body": '<!DOCTYPE r [<!ENTITY a "b">]>' + rss()}, Failure.ENTITIES),
    ],
)
def test_failures_are_said_in_words_and_tried_again_later_and_later(
    cluster: Cluster, site: Site, answer: dict[str, str], failure: Failure
) -> None:
    source = make_source(cluster, site.at("/feed", **answer))
    waits = []
    for _try in range(7):
        source = harvested(source)
        waits.append(source.next_try - timezone.now())
    assert source.last_error == failure
    assert source.get_last_error_display() == failure.label
    assert source.last_success is None
    assert [round(wait / timedelta(hours=1)) for wait in waits] == [1, 2, 4, 8, 16, 24, 24]


def test_the_wrong_format_is_no_failure_of_the_one_chosen(cluster: Cluster, site: Site) -> None:
    source = make_source(cluster, site.at("/feed", rss(item("T", "/a"))), format="json")
    assert harvested(source).last_error == Failure.NOT_A_FEED


def test_a_failure_takes_nothing_away(cluster: Cluster, site: Site) -> None:
    source = harvested(make_source(cluster, site.at("/feed", rss(item("Le quadrivium", "/a")))))
    for status in (500, 404, 410):
        site.at("/feed", status=status)
        source = harvested(source)
    assert source.state == SourceState.ENDED
    assert titles() == ["Le quadrivium"]


def test_publishers_are_told_once_at_the_third_failure_and_again_after_it_recovered(
    section: Cluster, site: Site
) -> None:
    publisher = make_user("yann", section, "publisher")
    english = make_user("mary", section, "publisher")
    profile = UserProfile.get_for_user(english)
    profile.preferred_language = "en"
    profile.save()
    make_user("editor", section)
    source = make_source(section, site.at("/feed", status=500))
    counts = []
    for _try in range(6):
        harvested(source)
        counts.append(len(mail.outbox))
    assert counts == [0, 0, 2, 2, 2, 2]
    to = {message.to[0]: message for message in mail.outbox}
    assert set(to) == {publisher.email, english.email}
    assert "ne peut plus être lue" in to[publisher.email].subject
    assert "can no longer be read" in to[english.email].subject
    assert "panne" in to[publisher.email].body
    assert f"/harvest_sources/edit/{source.pk}/" in to[publisher.email].body
    site.at("/feed", rss(item("T", "/a")))
    harvested(source)
    site.at("/feed", status=500)
    for _try in range(4):
        harvested(source)
    assert len(mail.outbox) == 4


def test_an_address_that_is_given_up_is_asked_no_more(cluster: Cluster, site: Site) -> None:
    source = harvested(make_source(cluster, site.at("/feed", status=410)))
    assert source.state == SourceState.ENDED
    assert [message.to for message in mail.outbox] == [[cluster.email]], (
        "no publisher: the cluster's own address"
    )
    asked = len(site.asked)
    HarvestSource.objects.update(next_try=timezone.now())
    harvest_due()
    assert not harvest_now(source)
    assert len(site.asked) == asked


@pytest.mark.parametrize("status", [429, 503])
def test_a_site_that_asks_to_wait_is_left_alone(cluster: Cluster, site: Site, status: int) -> None:
    """Its other sources, too."""
    site.at("/robots.txt", "")
    source = harvested(make_source(cluster, site.at("/feed", status=status, retry_after="7200")))
    assert source.last_error == Failure.ASKED_TO_WAIT
    assert timedelta(minutes=119) < source.next_try - timezone.now() < timedelta(minutes=121)
    other = make_source(cluster, site.at("/other", rss(item("T", "/a"))), name="Autre")
    other = harvested(other)
    assert "/other" not in site.paths()
    assert other.failures == 0
    assert other.next_try - timezone.now() > timedelta(minutes=119)


def test_robots_txt_is_obeyed_and_read_once_a_day(cluster: Cluster, site: Site) -> None:
    site.at("/robots.txt", "User-agent: fedcms-harvester\nDisallow: /feed\n")
    source = harvested(make_source(cluster, site.at("/feed", rss(item("T", "/a")))))
    assert source.last_error == Failure.ROBOTS
    assert site.paths() == []
    site.at("/robots.txt", "User-agent: *\nDisallow: /private\n")
    harvested(source)
    assert site.paths() == [], "the rules of yesterday hold until tomorrow"
    HarvestHost.objects.update(robots_read_at=timezone.now() - timedelta(hours=25))
    assert harvested(source).last_error == ""
    assert [path for _m, path, _h in site.asked].count("/robots.txt") == 2


@pytest.mark.parametrize(
    ("status", "allowed"), [(404, True), (403, True), (410, True), (500, False), (503, False)]
)
def test_a_site_without_robots_txt_may_be_read_and_one_whose_cannot_be_had_not(
    cluster: Cluster,
    site: Site,
    status: int,
    allowed: bool,
) -> None:
    site.at("/robots.txt", status=status)
    source = harvested(make_source(cluster, site.at("/feed", rss(item("T", "/a")))))
    assert (source.last_error == "") is allowed
    assert (site.paths() == ["/feed"]) is allowed


def test_a_host_is_not_asked_faster_than_it_wants(settings: Settings) -> None:
    settings.FEDCMS_HARVEST_HOST_SECONDS = 2
    none = timedelta(0)
    assert claim_request("https://a.example", none) == none
    assert (
        timedelta(seconds=1)
        < claim_request("https://a.example", timedelta(seconds=10))
        <= timedelta(seconds=2)
    )
    assert timedelta(seconds=10) < claim_request("https://a.example", none) <= timedelta(seconds=12)
    assert claim_request("https://b.example", none) == none
