"""Real workers: a message that leaves within a minute of its moment, and one whose worker is killed meanwhile."""

import threading
import time

from django.db import connections

from home.models import WebhookDelivery
from tests.core.worker_site import ALIAS, WorkerSite, wait_for
from tests.home.receiver import Exchange, running_receiver

OPEN = {"WORKER_TEST_OPEN_NETWORKS": "127.0.0.0/8", "WORKER_TEST_OUTGOING_SECONDS": "1"}
REGISTER = """
from home.models import Webhook, WebhookDelivery
webhook = Webhook.objects.create(name="L’Écho", address="{address}", salt="sel", is_on=True)
WebhookDelivery.objects.create(webhook=webhook, event="webhook.test", message_id="msg_1")
"""

# Two seconds from now, which is what publishers do days before.
SCHEDULE = """
import json
from datetime import timedelta
from django.utils import timezone
from tests.factories import make_article
from home.models import Webhook
Webhook.objects.create(name="L’Écho", address="{address}", salt="sel", is_on=True, covers_all=True)
moment = timezone.now() + timedelta(seconds=2)
clocks = dict(go_live_at=moment, expire_at=moment + timedelta(seconds=4))
page = make_article(None, title="À l’heure dite", live=False, **clocks)
page.save_revision().publish()
print(moment.timestamp())
"""


def test_a_scheduled_page_is_told_after_its_moment_and_taken_away_after_its_end(site: WorkerSite) -> None:
    """By the clock alone: publication, outbox, delivery, expiry, withdrawal, each by its lane."""
    site.manage("provision_federation")
    with running_receiver() as receiver:
        arrived: list[float] = []

        def answer(exchange: Exchange) -> None:
            arrived.append(time.time())
            exchange.say(204)

        site.extra |= OPEN
        site.start()
        program = SCHEDULE.format(address=receiver.by("/", answer))
        moment = float(site.manage("shell", "-v0", "-c", program).split()[-1])
        wait_for("it was told and taken away", lambda: len(receiver.received) >= 2)
        assert receiver.events("/") == ["content.published", "content.withdrawn"]
        assert receiver.of("/")[0].data["title"] == "À l’heure dite"
        assert 0 < arrived[0] - moment < 60
        assert 4 < arrived[1] - moment < 60


def test_a_message_whose_worker_was_killed_is_sent_again_with_the_same_id(site: WorkerSite) -> None:
    arrived, goes_on = threading.Event(), threading.Event()
    with running_receiver() as receiver:

        def answer(exchange: Exchange) -> None:
            arrived.set()
            goes_on.wait(30)
            exchange.say(204)

        site.extra |= OPEN
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
