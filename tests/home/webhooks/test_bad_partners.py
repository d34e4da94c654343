"""Servers that are slow, broken, hostile or gone: nothing is lost, nobody else waits, and an end is stated."""

import time
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.utils import timezone
from pytest_django import Settings

from clusters.models import Cluster
from fedcms.users.models import User
from home.models import Webhook, WebhookDelivery
from home.outgoing.posting import EXCERPT_LENGTH, OutgoingRequest, post
from home.webhooks.registering import switch
from search.harvest_failures import Failure
from tests.factories import make_article
from tests.home.receiver import Exchange, Receiver, running_receiver
from tests.home.webhooks.conftest import Registered
from tests.home.webhooks.passing import worker_passes
from tests.search.harvest.server import closed_port

pytestmark = pytest.mark.django_db
PATH = "/echo"


def drip(exchange: Exchange) -> None:
    """A byte now and then, for ever."""
    for _byte in range(100):
        exchange.wfile.write(b"H")
        exchange.wfile.flush()
        time.sleep(0.1)


def huge(exchange: Exchange) -> None:
    """A refusal that never ends."""
    exchange.send_response(500)
    exchange.end_headers()
    while True:
        exchange.wfile.write(b"no " * 10_000)


def half(exchange: Exchange) -> None:
    """A success that breaks off."""
    exchange.send_response(200)
    exchange.send_header("Content-Length", "1000")
    exchange.end_headers()
    exchange.wfile.write(b"{")


def nothing(exchange: Exchange) -> None:
    """Closed without a word."""


@pytest.mark.parametrize(
    ("answer", "status", "failure"),
    [
        (drip, 0, Failure.TOO_SLOW),
        (lambda exchange: exchange.receiver.released.wait(10), 0, Failure.TOO_SLOW),
        (huge, 500, None),
        (half, 200, None),
        (nothing, 0, Failure.NO_ANSWER),
        (lambda exchange: exchange.say(302, location="http://10.0.0.1/"), 302, None),
    ],
)
def test_every_answer_ends_within_its_time(
    receiver: Receiver,
    settings: Settings,
    answer: Callable[[Exchange], object],
    status: int,
    failure: Failure | None,
) -> None:
    settings.FEDCMS_OUTGOING_SECONDS = 0.6
    begun = time.monotonic()
    answered = post(OutgoingRequest(receiver.by(PATH, answer), b"{}", {}))  # type: ignore[arg-type]
    assert (answered.status, answered.failure) == (status, failure)
    assert time.monotonic() - begun < 6
    assert len(answered.excerpt) <= EXCERPT_LENGTH
    assert len(receiver.received) == 1, "no redirect is followed"


@pytest.mark.parametrize(
    ("address", "numbers"),
    [
        ("https://partner.example/", ["10.0.0.7"]),
        ("https://partner.example/", ["93.184.215.14", "127.0.0.1"]),
        ("https://partner.example/", ["169.254.169.254"]),
        ("https://partner.example/", ["::ffff:10.0.0.7"]),
        ("http://partner.example/", ["93.184.215.14"]),
        ("https://user:secret@partner.example/", ["93.184.215.14"]),
        ("https://partner.example:25/", ["93.184.215.14"]),
        ("ftp://partner.example/", ["93.184.215.14"]),
        ("http://127.0.0.1/", ["127.0.0.1"]),
    ],
)
def test_nothing_is_sent_into_our_own_network_or_in_the_clear(address: str, numbers: list[str]) -> None:
    answered = post(OutgoingRequest(address, b"{}", {}), lambda host, port: numbers)
    assert answered.failure is Failure.ADDRESS


def test_a_certificate_that_nobody_signed_is_refused(settings: Settings) -> None:
    settings.FEDCMS_HARVEST_OPEN_NETWORKS = ["127.0.0.0/8"]
    with running_receiver(tls=True) as partner:
        assert post(OutgoingRequest(f"{partner.base}/", b"{}", {})).failure is Failure.TLS
        assert partner.received == []


def test_a_failed_delivery_is_tried_again_with_the_same_id_and_growing_pauses(
    receiver: Receiver, registered: Registered, west: Cluster
) -> None:
    webhook, _secret = registered(receiver.at(PATH, 500, b"<p>Panne\x00</p>"))
    page = make_article(west, title="Une annonce")
    start = timezone.now()
    pauses: list[float] = []
    with time_machine.travel(start, tick=False) as clock:
        for _try in range(30):
            worker_passes()
            delivery = webhook.deliveries.get()
            if delivery.state != "waiting":
                break
            pauses.append((delivery.next_try_at - timezone.now()).total_seconds())
            assert worker_passes() == 0, "not before its time"
            clock.move_to(delivery.next_try_at)
    assert pauses[:4] == [5, 20, 80, 320]
    assert pauses == sorted(pauses)
    assert max(pauses) == 8 * 3600
    assert sum(pauses) == pytest.approx(3 * 86_400, abs=8 * 3600)
    assert (delivery.state, delivery.status, delivery.excerpt) == ("given_up", 500, "<p>Panne </p>")
    assert len({each.headers["webhook-id"] for each in receiver.of(PATH)}) == 1
    assert len({each.headers["webhook-timestamp"] for each in receiver.of(PATH)}) > 5
    # The next change is told all the same, as a publication: nothing was taken yet.
    receiver.at(PATH)
    page.title = "Une annonce corrigée"
    page.save()
    worker_passes()
    assert receiver.events(PATH)[-1] == "content.published"
    assert Webhook.objects.get(pk=webhook.pk).failing_since is None


def test_a_change_meanwhile_has_an_id_of_its_own(
    receiver: Receiver, registered: Registered, west: Cluster
) -> None:
    """Who has taken the first try, and whose answer was lost, would drop the second by its id."""
    webhook, _secret = registered(receiver.at(PATH, 500))
    page = make_article(west, title="Une annonce")
    worker_passes()
    page.unpublish()
    receiver.at(PATH)
    worker_passes()
    assert receiver.events(PATH) == ["content.published", "content.withdrawn"]
    first, last = receiver.of(PATH)
    assert first.headers["webhook-id"] != last.headers["webhook-id"]
    assert sorted(webhook.deliveries.values_list("state", flat=True)) == ["delivered", "replaced"]


@pytest.mark.parametrize(
    ("status", "header", "seconds"),
    [
        (429, "120", 120),
        (503, "7", 7),
        (429, "999999999", 86_400),
        (503, "0", 1),
        (429, "soon", 5),
        (500, "120", 5),
    ],
)
def test_who_asks_to_wait_is_left_alone_within_bounds(
    receiver: Receiver, registered: Registered, west: Cluster, status: int, header: str, seconds: int
) -> None:
    webhook, _secret = registered(receiver.at(PATH, status, retry_after=header))
    make_article(west)
    with time_machine.travel(timezone.now(), tick=False):
        worker_passes()
        delivery = webhook.deliveries.get()
        assert (delivery.next_try_at - timezone.now()).total_seconds() == seconds
        make_article(west)
        worker_passes()
        # A partner that is silent gets nothing else either; one that fails at one message does.
        assert len(receiver.of(PATH)) == (2 if status == 500 else 1)


def test_gone_means_gone_and_days_of_failures_too(
    receiver: Receiver, registered: Registered, west: Cluster, wanda: User
) -> None:
    """The team is mailed once, and what was withdrawn meanwhile is told when it is on again."""
    gone, _secret = registered(receiver.at("/gone", 204), name="Le Parti")
    failing, _secret = registered(receiver.at("/failing", 204), name="Le Malade")
    page = make_article(west)
    worker_passes()
    receiver.at("/gone", 410)
    receiver.at("/failing", 404)
    start = timezone.now()
    with time_machine.travel(start, tick=False) as clock:
        for day in range(6):
            clock.move_to(start + timedelta(days=day))
            page.title = f"Titre {day}"
            page.save()
            worker_passes()
        gone.refresh_from_db()
        failing.refresh_from_db()
        assert (gone.is_on, gone.off_reason) == (False, "gone")
        assert (failing.is_on, failing.off_reason) == (False, "failing")
        assert len(receiver.of("/gone")) == 2
        mails = [message for message in mail.outbox if "webhook" in message.subject]
        assert [message.to for message in mails] == [[wanda.email]] * 2
        assert "Le Parti" in mails[0].subject
        assert f"/admin/webhooks/{west.pk}/{gone.pk}/" in mails[0].body
        page.unpublish()
        worker_passes()
        receiver.at("/gone")
        switch(west, gone, wanda, is_on=True)
        worker_passes()
    assert receiver.events("/gone")[-1] == "content.withdrawn"
    assert not WebhookDelivery.objects.filter(state="waiting").exists()


def test_one_partner_that_hangs_holds_up_no_other(
    receiver: Receiver, registered: Registered, west: Cluster, settings: Settings
) -> None:
    """Others get all of theirs while one of its many deliveries waits for its answer."""
    settings.FEDCMS_OUTGOING_SECONDS = 6
    with running_receiver() as other:
        registered(other.hang("/hangs"))
        _assert_others_are_told(receiver, registered, west, settings.FEDCMS_OUTGOING_SECONDS)
        assert len(other.of("/hangs")) == 1


def _assert_others_are_told(
    receiver: Receiver, registered: Registered, west: Cluster, patience: float
) -> None:
    """All others are told before the server that hangs is given up, in seconds."""
    registered(f"http://127.0.0.1:{closed_port()}/")
    arrived: list[float] = []
    registered(receiver.by("/works", lambda exchange: (arrived.append(time.monotonic()), exchange.say(204))))
    for _page in range(5):
        make_article(west)
    begun = time.monotonic()
    worker_passes()
    assert len(arrived) == 5
    assert max(arrived) - begun < patience
