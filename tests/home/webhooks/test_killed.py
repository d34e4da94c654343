"""A worker that is killed while a partner reads its message: the next one sends it again, with the same id."""

import threading

from django.db import connections

from home.models import WebhookDelivery
from tests.core.worker_site import ALIAS, WorkerSite, wait_for
from tests.home.receiver import Exchange, running_receiver

REGISTER = """
from home.models import Webhook, WebhookDelivery
webhook = Webhook.objects.create(name="L’Écho", address="{address}", salt="sel", is_on=True)
WebhookDelivery.objects.create(webhook=webhook, event="webhook.test", message_id="msg_1")
"""


def test_a_message_whose_worker_was_killed_is_sent_again_with_the_same_id(site: WorkerSite) -> None:
    arrived, goes_on = threading.Event(), threading.Event()
    with running_receiver() as receiver:

        def answer(exchange: Exchange) -> None:
            arrived.set()
            goes_on.wait(30)
            exchange.say(204)

        site.extra |= {"WORKER_TEST_OPEN_NETWORKS": "127.0.0.0/8", "WORKER_TEST_OUTGOING_SECONDS": "1"}
        site.manage("shell", "-v0", "-c", REGISTER.format(address=receiver.by("/", answer)))
        worker = site.start(lanes="deliveries")
        assert arrived.wait(30)
        site.kill(worker)
        row = WebhookDelivery.objects.using(ALIAS).get()
        assert (row.state, row.tries) == ("waiting", 1)
        goes_on.set()
        # The claim of the dead is void after its time; here nobody waits for that.
        with connections[ALIAS].cursor() as cursor:
            cursor.execute("UPDATE home_webhook SET claimed_until = NULL")
        site.start(lanes="deliveries")
        wait_for("it was sent again", lambda: _state() == "delivered")
        assert [each.headers["webhook-id"] for each in receiver.received] == ["msg_1"] * 2
        sequences = [int(str(each.data["sequence"])) for each in receiver.received]
        assert sequences == [1, 2]


def _state() -> str:
    return WebhookDelivery.objects.using(ALIAS).get().state
