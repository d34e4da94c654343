"""Claims the next delivery, and reads what it says now.

To each server one request is under way at a time, so that `sequence` tells which message was read last. The webhook is
locked from before the reading until the claim is written: a change that is recorded meanwhile waits, and finds that the
message has left (recording.write_deliveries).
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from django.db import InterfaceError, OperationalError, transaction
from django.db.models import F
from django.utils import timezone

from home.models import DeliveryState, EventType, Webhook, WebhookDelivery
from home.outgoing.posting import OutgoingRequest, pause_after
from home.outgoing.sending import Claim, claim_seconds
from home.webhooks.answers import FIRST_PAUSE, LONGEST_PAUSE, finish, plan_next_try, record_answer
from home.webhooks.messages import Message, read_message
from home.webhooks.payload import message_body
from home.webhooks.recording import new_message_id
from home.webhooks.signing import signed_headers
from search.harvest_failures import Failure

logger = logging.getLogger("fedcms.webhooks")


def next_delivery(*, may_be_slow: bool = True) -> Claim | None:
    """Claims the next due delivery: withdrawals first, and of the webhook that has waited longest."""
    while True:
        found = _claim_one(may_be_slow=may_be_slow)
        if not isinstance(found, _Nothing):
            return found
        if not found.is_more:
            return None


@dataclass(frozen=True)
class _Nothing:
    """Nothing to send; `is_more`: because a delivery has no object any more, or another worker was faster."""

    is_more: bool


def _claim_one(*, may_be_slow: bool) -> Claim | _Nothing:
    now = timezone.now()
    due = WebhookDelivery.objects.due(now)
    if not may_be_slow:
        due = due.filter(webhook__is_slow=False)
    waiting_longest = F("webhook__last_sent_at").asc(nulls_first=True)
    order = due.order_by("-is_withdrawal", waiting_longest, "next_try_at", "pk")
    # Reading takes no write lock: most of the time nothing is due.
    first = order.values_list("pk", "webhook_id", "webhook__origin").first()
    if first is None:
        return _Nothing(is_more=False)
    with transaction.atomic():
        return _claim(*first, now)


def _claim(delivery_id: int, webhook_id: int, origin: str, now: datetime) -> Claim | _Nothing:
    # All of this server: two workers may have found deliveries of two webhooks at once.
    locked = {each.pk: each for each in Webhook.objects.locked().filter(origin=origin)}
    webhook = locked.get(webhook_id)
    # As it is now that it is locked.
    still_due = WebhookDelivery.objects.due(now).filter(pk=delivery_id, webhook__origin=origin)
    if webhook is None or not still_due.exists():
        return _Nothing(is_more=True)
    delivery = WebhookDelivery.objects.select_for_update().get(pk=delivery_id)
    message = _read_or_put_off(webhook, delivery, now)
    if message is None:
        return _Nothing(is_more=True)
    if delivery.tries and delivery.event != message.event:
        # Whoever has taken the former message would drop this one by its id.
        delivery.message_id = new_message_id()
    delivery.event, delivery.tries = message.event, delivery.tries + 1
    # If this process dies, the next worker sends it again.
    delivery.next_try_at = now
    delivery.save(update_fields=["message_id", "event", "tries", "next_try_at"])
    webhook.sequence += 1
    webhook.last_sent_at, webhook.claimed_until = now, now + timedelta(seconds=claim_seconds())
    webhook.save(update_fields=["sequence", "last_sent_at", "claimed_until"])
    if message.event is EventType.WITHDRAWN:
        # A refusal may have repeated words of the page.
        webhook.deliveries.filter(page_id=delivery.page_id).exclude(excerpt="").update(excerpt="")
    body = message_body(message.event, now, webhook.sequence, message.data)
    request = OutgoingRequest(webhook.address, body, signed_headers(webhook, delivery.message_id, body, now))
    record = partial(record_answer, delivery.pk, webhook.sequence, message)
    return Claim(request, record, is_slow=webhook.is_slow)


def _read_or_put_off(webhook: Webhook, delivery: WebhookDelivery, now: datetime) -> Message | None:
    """Returns what a delivery says now; None if there is nothing to say, which ends it, or if it cannot be read.

    One page that cannot be read keeps no other message back, and is tried again as if its partner had failed. Errors of
    the connection to the database pass.
    """
    try:
        with transaction.atomic():
            message = read_message(webhook, delivery)
            if message is not None:
                message_body(message.event, now, webhook.sequence, message.data)
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        logger.exception("Delivery %s cannot be read; it is tried again for days.", delivery.message_id)
        message, delivery.failure, delivery.tries = None, Failure.UNEXPECTED, delivery.tries + 1
        plan_next_try(delivery, pause_after(delivery.tries, FIRST_PAUSE, LONGEST_PAUSE), now)
    else:
        if message is None:
            finish(delivery, DeliveryState.DROPPED, now)
    if message is None:
        delivery.save(update_fields=["state", "finished_at", "failure", "tries", "next_try_at"])
    return message
