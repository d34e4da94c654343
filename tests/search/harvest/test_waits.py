"""Who asks us to wait is left alone for so long, and not a moment less; what is for now is not taken as for good."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.utils import timezone
from pytest_django import Settings

from clusters.models import Cluster
from search.harvest.errors import Failure, HarvestError, HostBusyError
from search.harvest.fetching import LONGEST_WAIT, MAX_REDIRECTS, retry_after
from search.harvest.politeness import (
    FIRST_SILENCE,
    LONGEST_SILENCE,
    WAITED_FOR,
    claim_request,
    note_failure,
    refuse_busy,
)
from search.harvest.scheduling import visit_due
from search.models import HarvestedItem, HarvestHost
from tests.search.harvest.asking import NOW, failure_of, fetcher
from tests.search.harvest.server import Site
from tests.search.harvest.support import harvested, item, make_source, rss

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_parsing")]

ORIGIN = "https://site.example"
NONE = timedelta(0)


def silent(retry_at: datetime | None = None, failure: Failure = Failure.ASKED_TO_WAIT) -> None:
    """The host gave no answer, or said until when it gives none."""
    error = HarvestError(failure, "", retry_at=retry_at)
    error.origin = ORIGIN
    note_failure(error)


def left_alone() -> timedelta:
    """For how long the host is not asked."""
    return HarvestHost.objects.get(origin=ORIGIN).not_before - timezone.now()


@pytest.mark.parametrize("statuses", [(302, 301), (301, 302), (303, 308), (307, 301, 308), (301, 307, 301)])
def test_one_redirect_for_now_makes_none_of_the_way_permanent(site: Site, statuses: tuple[int, ...]) -> None:
    for place, status in enumerate(statuses):
        site.at(f"/{place}", status=status, location=f"/{place + 1}")
    end = site.at(f"/{len(statuses)}", "ici")
    got = fetcher().fetch(f"{site.base}/0")
    assert (got.body, got.address, got.moved_to) == (b"ici", end, "")


def test_a_way_of_permanent_redirects_alone_ends_at_the_new_address(site: Site) -> None:
    site.at("/0", status=301, location="/1")
    site.at("/1", status=308, location="/2")
    end = site.at("/2", "ici")
    assert fetcher().fetch(f"{site.base}/0").moved_to == end


def test_a_source_keeps_its_address_when_the_first_step_is_for_now(cluster: Cluster, site: Site) -> None:
    site.at("/moved", rss(item("T", "/a")))
    site.at("/then", status=301, location="/moved")
    source = harvested(make_source(cluster, site.at("/feed", status=302, location="/then")))
    assert source.last_error == ""
    assert source.address == f"{site.base}/feed"


def test_five_redirects_are_followed_and_a_sixth_is_not(site: Site) -> None:
    for place in range(MAX_REDIRECTS + 1):
        site.at(f"/{place}", status=301, location=f"/{place + 1}")
    site.at(f"/{MAX_REDIRECTS + 1}", "ici")
    assert fetcher().fetch(f"{site.base}/1").body == b"ici"
    assert failure_of(f"{site.base}/0") is Failure.REDIRECTS


@pytest.mark.parametrize("seconds", [0, 1, 3600, 43_200, 86_399, 86_400])
def test_retry_after_is_not_shortened_within_a_day(seconds: int) -> None:
    assert retry_after(str(seconds), NOW) == NOW + timedelta(seconds=seconds)
    assert timedelta(seconds=86_400) == LONGEST_WAIT


@pytest.mark.parametrize("status", [429, 503])
def test_a_failure_carries_the_moment_that_the_server_named(site: Site, status: int) -> None:
    with time_machine.travel(NOW, tick=False), pytest.raises(HarvestError) as caught:
        fetcher().fetch(site.at("/wait", status=status, retry_after="7200"))
    assert caught.value.retry_at == NOW + timedelta(hours=2)


def test_only_who_is_too_busy_is_taken_at_its_word(site: Site) -> None:
    for status, failure in (
        (404, Failure.MISSING),
        (500, Failure.SERVER),
        (503, Failure.SERVER),
        (403, Failure.REFUSED),
    ):
        header = {} if status == 503 else {"retry_after": "7200"}
        with pytest.raises(HarvestError) as caught:
            fetcher().fetch(site.at("/wait", status=status, **header))
        assert (caught.value.failure, caught.value.retry_at) == (failure, None)


def test_a_pause_is_never_shortened(federation: object) -> None:
    with time_machine.travel(NOW, tick=False):
        silent(NOW + timedelta(hours=6))
        assert left_alone() == timedelta(hours=6)
        silent(NOW + timedelta(hours=1))
        silent(failure=Failure.NO_ANSWER)
        assert left_alone() == timedelta(hours=6)
        silent(NOW + timedelta(hours=8))
        assert left_alone() == timedelta(hours=8)


def test_who_says_no_time_is_left_alone_twice_as_long_each_time_up_to_an_hour(federation: object) -> None:
    waits = []
    with time_machine.travel(NOW, tick=False):
        for _time in range(6):
            silent()
            waits.append(left_alone())
            HarvestHost.objects.update(not_before=NOW)
    assert waits == [FIRST_SILENCE * 2**n for n in range(4)] + [LONGEST_SILENCE] * 2


def test_an_answer_that_says_no_ends_the_silence(federation: object) -> None:
    """The host is there; the next silence is its first."""
    silent()
    silent(failure=Failure.MISSING)
    assert HarvestHost.objects.get(origin=ORIGIN).failures == 0
    for failure in (
        Failure.NO_ANSWER,
        Failure.TOO_SLOW,
        Failure.NOT_FOUND_HOST,
        Failure.TLS,
        Failure.ROBOTS_UNREADABLE,
    ):
        silent(failure=failure)
    assert HarvestHost.objects.get(origin=ORIGIN).failures == 5


def test_a_turn_is_waited_for_twenty_seconds_and_not_longer(settings: Settings) -> None:
    settings.FEDCMS_HARVEST_HOST_SECONDS = 1
    with time_machine.travel(NOW, tick=False):
        HarvestHost.objects.create(origin=ORIGIN, not_before=NOW + WAITED_FOR)
        refuse_busy(ORIGIN)
        assert claim_request(ORIGIN, NONE) == WAITED_FOR
        later = NOW + WAITED_FOR + timedelta(seconds=1)
        with pytest.raises(HostBusyError) as caught:
            claim_request(ORIGIN, NONE)
        assert caught.value.until == later
        with pytest.raises(HostBusyError):
            refuse_busy(ORIGIN)
        assert HarvestHost.objects.get(origin=ORIGIN).not_before == later, "no turn was taken"


def test_a_short_wait_that_is_asked_for_does_not_bring_a_failing_source_forward(
    cluster: Cluster, site: Site
) -> None:
    site.at("/robots.txt", "")
    source = harvested(make_source(cluster, site.at("/feed", status=429, retry_after="60")))
    assert source.last_error == Failure.ASKED_TO_WAIT
    assert timedelta(minutes=59) < source.next_try - timezone.now() <= timedelta(minutes=60)


@pytest.mark.parametrize(("asked", "hours"), [("36000", 10), ("60", 4)])
def test_a_page_is_looked_at_again_after_the_longer_wait_of_theirs_and_ours(
    cluster: Cluster, site: Site, asked: str, hours: int
) -> None:
    source = harvested(make_source(cluster, site.at("/feed", rss(item("T", "/a")))))
    kept = source.items.get()
    site.at("/a", status=429, retry_after=asked)
    HarvestedItem.objects.filter(pk=kept.pk).update(next_visit=timezone.now())
    visit_due()
    kept.refresh_from_db()
    assert timedelta(hours=hours - 0.1) < kept.next_visit - timezone.now() <= timedelta(hours=hours)


def test_robots_txt_that_asks_to_wait_is_no_permission(cluster: Cluster, site: Site) -> None:
    site.at("/robots.txt", status=429, retry_after="7200")
    source = harvested(make_source(cluster, site.at("/feed", rss(item("T", "/a")))))
    assert source.last_error == Failure.ASKED_TO_WAIT
    assert site.paths() == []
    assert source.next_try - timezone.now() > timedelta(minutes=119)


def test_what_robots_txt_says_of_the_pause_is_kept(cluster: Cluster, site: Site) -> None:
    site.at("/robots.txt", "User-agent: *\nCrawl-delay: 300\n")
    harvested(make_source(cluster, site.at("/feed", rss(item("T", "/a")))))
    wait = HarvestHost.objects.get(origin=site.base).not_before - timezone.now()
    assert timedelta(seconds=290) < wait <= timedelta(seconds=300)


def test_a_body_of_just_the_limit_is_taken_and_one_byte_more_is_not(site: Site) -> None:
    address = site.at("/feed", b"x" * 1000)
    assert len(fetcher(size=1000).fetch(address).body) == 1000
    assert failure_of(address, fetcher(size=999)) is Failure.TOO_BIG
    assert len(fetcher(size=999).fetch(address, cut=True).body) == 999
