"""Nobody waits for somebody else's server, withdrawals go first, and one bad week is not remembered for ever."""

import threading
import time
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from pytest_django import Settings

from clusters.models import Cluster
from home.models import Webhook, WebhookDelivery
from home.outgoing import sending
from home.outgoing.posting import Answer, OutgoingRequest
from home.outgoing.sending import Claim, register_queue, send_due
from home.webhooks.registering import resend
from home.webhooks.registering import test as send_test
from tests.factories import make_article
from tests.home.receiver import Exchange, Receiver, running_receiver
from tests.home.webhooks.conftest import Registered
from tests.home.webhooks.passing import worker_passes

pytestmark = pytest.mark.django_db
PATH = "/echo"


def test_partners_that_answer_late_leave_room_for_others(
    receiver: Receiver,
    registered: Registered,
    west: Cluster,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """More slow servers than there are threads, each with several messages; a server gets one at a time."""
    settings.FEDCMS_OUTGOING_SECONDS = 10.0
    monkeypatch.setattr(sending, "MOST_AT_ONCE", 3)
    monkeypatch.setattr(sending, "MOST_SLOW", 2)
    arrived: list[float] = []
    late: list[float] = []
    lock, under_way = threading.Lock(), [0, 0]

    def slow(exchange: Exchange) -> None:
        time.sleep(1.2)
        late.append(time.monotonic())
        exchange.say(204)

    def counted(exchange: Exchange) -> None:
        with lock:
            under_way[0] += 1
            under_way[1] = max(under_way)
        time.sleep(0.05)
        with lock:
            under_way[0] -= 1
        arrived.append(time.monotonic())
        exchange.say(204)

    with running_receiver() as one, running_receiver() as two, running_receiver() as three:
        for other in (one, two, three):
            registered(other.by("/slow", slow))
        for number in range(3):
            registered(receiver.by(f"/quick{number}", counted))
        # As after a test of each: who is quick is known.
        Webhook.objects.filter(address__contains="quick").update(is_slow=False)
        for _page in range(2):
            make_article(west)
        worker_passes()
    assert (len(arrived), len(late)) == (6, 6)
    assert max(arrived) < late[2], "the third slow server has waited, not they"
    assert under_way == [0, 1], "one request at a time to each server"
    assert set(Webhook.objects.values_list("is_slow", flat=True)) == {True, False}


def test_what_is_withdrawn_goes_first_and_takes_words_along(
    receiver: Receiver, registered: Registered, west: Cluster
) -> None:
    def echo(exchange: Exchange) -> None:
        title = str(exchange.receiver.received[-1].data.get("title", ""))
        exchange.say(422 if "Mots" in title else 200, title.encode())

    webhook, _secret = registered(receiver.by(PATH, echo))
    others = [make_article(west, title=f"Suite {number}") for number in range(3)]
    page = make_article(west, title="Mots retirés")
    worker_passes()
    assert webhook.deliveries.get(page_id=page.pk).excerpt == "Mots retirés"
    for other in others:
        other.title += " !"
        other.save()
    page.unpublish()
    worker_passes()
    assert receiver.events(PATH)[4:] == ["content.withdrawn", *["content.updated"] * 3]
    assert set(WebhookDelivery.objects.values_list("excerpt", flat=True)) == {""}


def test_failures_that_are_far_apart_do_not_add_up_and_a_test_changes_nothing(
    receiver: Receiver, registered: Registered, west: Cluster
) -> None:
    webhook, _secret = registered(receiver.at(PATH, 400))
    make_article(west)
    start = timezone.now()
    with time_machine.travel(start, tick=False) as clock:
        worker_passes()
        while webhook.deliveries.get().state == "waiting":
            clock.move_to(webhook.deliveries.get().next_try_at)
            worker_passes()
        given_up = webhook.deliveries.get()
        # Sent again, it is tried as often as a new one.
        resend(webhook, given_up)
        worker_passes()
        again = webhook.deliveries.get(state="waiting")
        assert (again.tries, again.next_try_at - timezone.now()) == (1, timedelta(seconds=5))
        again.delete()
        clock.move_to(start + timedelta(days=9))
        receiver.at(PATH, 502)
        make_article(west)
        worker_passes()
        webhook.refresh_from_db()
        assert (webhook.is_on, webhook.failing_since) == (True, timezone.now())
        before = (webhook.failing_since, webhook.not_before)
        receiver.at(PATH)
        send_test(webhook)
        worker_passes()
        webhook.refresh_from_db()
        assert receiver.events(PATH)[-1] == "webhook.test"
        assert (webhook.failing_since, webhook.not_before) == before


def test_an_answer_that_cannot_be_written_down_costs_no_other(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(answer: Answer) -> None:
        raise OSError("the disk is full")

    def late(exchange: Exchange) -> None:
        time.sleep(0.4)
        exchange.say(204)

    answers: list[Answer] = []
    claims = [
        Claim(OutgoingRequest(receiver.at("/fails"), b"{}", {}), fails),
        Claim(OutgoingRequest(receiver.by("/late", late), b"{}", {}), answers.append),
    ]
    monkeypatch.setattr(sending, "_queues", {})
    register_queue("some", lambda *, may_be_slow: claims.pop(0) if claims else None)
    assert send_due() == 2
    assert [answer.status for answer in answers] == [204]
