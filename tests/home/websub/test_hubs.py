"""Feeds name their hubs, and a hub is told of every feed that a change shows in, once a burst, and of no other."""

import json
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from itertools import product

import feedparser
import pytest
import time_machine
from django.core.checks import run_checks
from django.test import Client
from django.utils import timezone, translation
from pytest_django import Settings

from clusters.content.registry import content_types
from clusters.content.subscriptions import SubscriptionScope
from clusters.models import Cluster
from clusters.models.listing_group import ListingGroup
from fedcms.core.changes.outbox import dispatch
from fedcms.core.models import Topic
from home.feeds.formats import FORMATS
from home.models import FeedMembership, HubPing
from home.outgoing.sending import send_due
from home.websub.pinging import prune_pings
from tests.factories import make_article, make_event, make_release
from tests.factories.content import publish
from tests.home.feed_reading import BASE
from tests.home.receiver import Exchange, Receiver, running_receiver

pytestmark = pytest.mark.django_db
HUB, OTHER = "/hub", "/other"


@pytest.fixture
def receiver(settings: Settings) -> Iterator[Receiver]:
    """A server with two hubs."""
    settings.FEDCMS_HARVEST_OPEN_NETWORKS = ["127.0.0.0/8"]
    settings.FEDCMS_OUTGOING_SECONDS = 2.0
    with running_receiver() as running:
        settings.FEDCMS_WEBSUB_HUBS = [running.at(HUB)]
        yield running


def worker_passes() -> None:
    """After the moment for which a ping waits for more of the same burst."""
    while dispatch():
        pass
    with time_machine.travel(timezone.now() + timedelta(seconds=3)):
        send_due()


def pinged(receiver: Receiver, path: str = HUB) -> set[str]:
    """The feeds of which a hub was told since the last call; each once."""
    feeds = [each.form["hub.url"].removeprefix(BASE) for each in receiver.of(path)]
    assert len(feeds) == len(set(feeds))
    assert all(each.form["hub.mode"] == "publish" for each in receiver.of(path))
    receiver.received.clear()
    return set(feeds)


def feeds_with(*titles: str) -> set[str]:
    """The feeds that show one of the titles to whoever reads them all."""
    owners = ["", "federation", *Cluster.objects.values_list("slug", flat=True)]
    kinds = ["", *content_types(), *ListingGroup.values]
    topics = ["", *Topic.objects.values_list("key", flat=True)]
    found = set()
    for language, owner, kind, topic in product(("fr", "en"), owners, kinds, topics):
        with translation.override(language):
            scope = SubscriptionScope.read(cluster=owner, kind=kind, topic=topic)
            if scope.pages().filter(title__in=titles).exists():
                found |= {scope.address(name) for name in FORMATS}
    return found


def test_without_hubs_feeds_name_none_and_nobody_is_pinged(loire: Cluster) -> None:
    make_article(loire)
    while dispatch():
        pass
    for name in FORMATS:
        response = Client().get(f"/fr/feeds/{name}")
        assert "Link" not in response
        assert b"hub" not in response.content
    assert not HubPing.objects.exists()
    assert not FeedMembership.objects.exists()


def test_each_feed_names_its_hubs_and_itself(loire: Cluster, settings: Settings) -> None:
    settings.FEDCMS_WEBSUB_HUBS = hubs = ["https://hub.example/?a=1&b=2", "https://second.example/"]
    for name in FORMATS:
        path = f"/fr/feeds/clusters/loire/{name}"
        response = Client().get(path)
        links = [f'<{hub}>; rel="hub"' for hub in hubs] + [f'<{BASE}{path}>; rel="self"']
        assert response["Link"] == ", ".join(links)
        head = Client().head(path)
        assert head["Link"] == response["Link"]
        again = Client().get(path, headers={"If-None-Match": response["ETag"]})
        assert (again.status_code, again["Link"]) == (304, response["Link"])
        if name.endswith(".json"):
            assert json.loads(response.content)["hubs"] == [{"type": "WebSub", "url": hub} for hub in hubs]
        else:
            parsed = feedparser.parse(response.content)
            assert parsed.bozo == 0
            assert [link.href for link in parsed.feed.links if link.rel == "hub"] == hubs
            assert [link.href for link in parsed.feed.links if link.rel == "self"] == [BASE + path]


def test_a_hub_is_told_of_the_feeds_that_show_a_change_and_of_no_other(
    receiver: Receiver, loire: Cluster, topic: Topic
) -> None:
    """Compared with all feeds that there are: published, on another topic, moved to another kind of feed, withdrawn."""
    other = Topic.objects.create(key="law", labels={"fr": "Droit"})
    make_event(None, title="De la fédération")
    english = make_article(loire, "en", title="English")
    worker_passes()
    assert pinged(receiver) == feeds_with("De la fédération", "English")
    page = make_release(loire, title="Communiqué")
    page.topics.add(topic)
    page.save()
    for _change in range(3):
        page.summary += "!"
        publish(page)
    worker_passes()
    expected = feeds_with("Communiqué")
    assert pinged(receiver) == expected
    assert len(expected) == 36
    page.topics.set([other])
    publish(page)
    worker_passes()
    assert pinged(receiver) == expected | feeds_with("Communiqué")
    expected = feeds_with("Communiqué")
    page.unpublish()
    worker_passes()
    assert pinged(receiver) == expected
    expected = feeds_with("English")
    english.delete()
    worker_passes()
    assert pinged(receiver) == expected
    assert not HubPing.objects.exists()
    assert FeedMembership.objects.count() == 1


def test_what_was_published_before_hubs_were_named_is_told_when_it_goes(
    receiver: Receiver, loire: Cluster, topic: Topic, settings: Settings
) -> None:
    hubs, settings.FEDCMS_WEBSUB_HUBS = settings.FEDCMS_WEBSUB_HUBS, []
    page, deleted = make_release(loire, title="Ancien"), make_event(loire, title="Oublié")
    page.topics.add(topic)
    page.save()
    worker_passes()
    settings.FEDCMS_WEBSUB_HUBS = hubs
    for end, title in ((page.unpublish, "Ancien"), (deleted.delete, "Oublié")):
        expected = feeds_with(title)
        end()
        worker_passes()
        assert pinged(receiver) == expected


def test_a_hub_is_asked_for_a_few_at_once_the_broadest_first_and_for_none_while_it_waits(
    receiver: Receiver, loire: Cluster
) -> None:
    lock, busy = threading.Lock(), [0]

    def answer(exchange: Exchange) -> None:
        with lock:
            busy.append(busy[-1] + 1)
        time.sleep(0.1)
        with lock:
            busy.append(busy[-1] - 1)
        exchange.say(204)

    receiver.by(HUB, answer)
    make_release(loire)
    worker_passes()
    assert 2 <= max(busy) <= 4
    first = {each.form["hub.url"].removeprefix(f"{BASE}/fr/feeds/") for each in receiver.of(HUB)[:5]}
    assert first.issuperset(FORMATS)
    # A hub that asks to wait is left alone with what changes meanwhile, too.
    receiver.received.clear()
    receiver.at(HUB, 429, retry_after="3600")
    for language in ("en", "es"):
        make_article(loire, language)
        worker_passes()
    told = len(receiver.of(HUB))
    assert told <= 4
    make_article(loire, "ar")
    worker_passes()
    assert len(receiver.of(HUB)) == told
    receiver.at(HUB)
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        send_due()
    assert not HubPing.objects.exists()


def test_nothing_is_told_before_its_moment(receiver: Receiver, loire: Cluster) -> None:
    """Not even that something is about to appear."""
    page = make_release(loire, live=False, go_live_at=timezone.now() + timedelta(hours=1))
    publish(page)
    type(page).objects.filter(pk=page.pk).update(live=True)
    page.refresh_from_db()
    page.save()
    worker_passes()
    assert pinged(receiver) == set()


def test_a_hub_that_fails_is_left_alone_and_delays_no_other(
    receiver: Receiver, settings: Settings, loire: Cluster
) -> None:
    settings.FEDCMS_WEBSUB_HUBS = [receiver.at(HUB, 503), receiver.at(OTHER)]
    make_article(loire)
    while dispatch():
        pass
    start = timezone.now() + timedelta(seconds=3)
    with time_machine.travel(start, tick=False) as clock:
        send_due()
        assert len(receiver.of(HUB)) == 1
        assert len(pinged(receiver, OTHER)) == 18
        clock.shift(9)
        send_due()
        assert receiver.received == []
        clock.shift(2)
        send_due()
        assert len(receiver.of(HUB)) == 1
        receiver.at(HUB)
        clock.shift(60)
        send_due()
        assert len({each.form["hub.url"] for each in receiver.of(HUB)}) == 18
        assert not HubPing.objects.exists()
    # One feed that a hub refuses is given up after a day, and holds up none of its other feeds.
    receiver.received.clear()
    receiver.at(HUB, 400)
    with time_machine.travel(start + timedelta(hours=1), tick=False) as clock:
        make_article(loire)
        while dispatch():
            pass
        for _hour in range(30):
            clock.shift(3600)
            send_due()
        assert not HubPing.objects.exists()
        assert len(receiver.of(HUB)) > 18 * 5
    make_article(loire)
    while dispatch():
        pass
    settings.FEDCMS_WEBSUB_HUBS = []
    assert prune_pings() == 36


@pytest.mark.parametrize(
    ("hubs", "problems"),
    [
        ([], 0),
        (["https://hub.example/"], 0),
        (["http://hub.example/"], 0),
        (["hub.example"], 1),
        (["https://hub.example/", "https://hub.example/"], 1),
        (
            [
                'https://hub.example/"',
                "https://a b/",
                "https://user:x@hub.example/",
                "https://hub.example/#x",
                "",
            ],
            5,
        ),
    ],
)
def test_a_hub_with_a_malformed_address_is_reported_at_start(
    settings: Settings, hubs: list[str], problems: int
) -> None:
    settings.FEDCMS_WEBSUB_HUBS = hubs
    assert [error.id for error in run_checks()].count("websub.E001") == problems
