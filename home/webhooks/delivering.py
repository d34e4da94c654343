"""Claims the next delivery of a webhook, reads what it says now, and writes down how the partner answered.

To each webhook one request is under way at a time, so that `sequence` tells which message was read last.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import F
from django.utils import timezone

from clusters.content.registry import class_of_type
from clusters.models import ContentPage
from fedcms.core.pages.addresses import absolute, page_address
from home.models import DeliveryState, EventType, OffReason, Webhook, WebhookCopy, WebhookDelivery
from home.outgoing.posting import Answer, OutgoingRequest, pause_after
from home.outgoing.sending import Claim, claim_seconds
from home.webhooks.payload import Json, message_body, published_data, withdrawn_data
from home.webhooks.recording import new_message_id
from home.webhooks.selection import public_pages, topics_of, wants
from home.webhooks.signing import signed_headers
from home.webhooks.switching import switch_off
from search.harvest_failures import Failure

FIRST_PAUSE = 5.0
LONGEST_PAUSE = timedelta(hours=8)
SHORTEST_WAIT = timedelta(seconds=1)
GONE = 410

logger = logging.getLogger("fedcms.webhooks")


@dataclass(frozen=True)
class Message:
    """What a delivery says now."""

    event: EventType
    data: Json
    copy: WebhookCopy | None = None


def next_delivery() -> Claim | None:
    """Claims the next due delivery, of the webhook that has waited longest; None when nothing is due."""
    while True:
        found = _claim_one()
        if not isinstance(found, _Nothing):
            return found
        if not found.is_more:
            return None


@dataclass(frozen=True)
class _Nothing:
    """Nothing to send; `is_more`: because a delivery has no object any more, or another worker was faster."""

    is_more: bool


@transaction.atomic
def _claim_one() -> Claim | _Nothing:
    now = timezone.now()
    due = WebhookDelivery.objects.due(now)
    first = due.order_by(F("webhook__last_sent_at").asc(nulls_first=True), "next_try_at", "pk").first()
    if first is None:
        return _Nothing(is_more=False)
    webhook = Webhook.objects.select_for_update(no_key=True).get(pk=first.webhook_id)
    delivery = due.filter(pk=first.pk).first()  # as it is now that the webhook is locked
    if delivery is None:
        return _Nothing(is_more=True)
    message = _read_or_give_up(webhook, delivery, now)
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
    body = message_body(message.event, now, webhook.sequence, message.data)
    request = OutgoingRequest(webhook.address, body, signed_headers(webhook, delivery.message_id, body, now))
    return Claim(request, partial(_record, delivery.pk, webhook.sequence, message))


def _read_or_give_up(webhook: Webhook, delivery: WebhookDelivery, now: datetime) -> Message | None:
    """Returns what a delivery says now; ends it and returns None if there is nothing to say, or it cannot be read.

    One page that cannot be read keeps no other message back. Errors of the connection to the database pass.
    """
    try:
        with transaction.atomic():
            message = _read(webhook, delivery)
            if message is not None:
                message_body(message.event, now, webhook.sequence, message.data)
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        logger.exception("Delivery %s cannot be read and is given up.", delivery.message_id)
        message, delivery.failure, state = None, Failure.UNEXPECTED, DeliveryState.GIVEN_UP
    else:
        state = DeliveryState.DROPPED
    if message is None:
        delivery.state, delivery.finished_at = state, now
        delivery.save(update_fields=["state", "finished_at", "failure"])
    return message


def _read(webhook: Webhook, delivery: WebhookDelivery) -> Message | None:
    """Returns what a delivery says now, None if there is nothing to say.

    The copy is noted before the message leaves: if the page is withdrawn meanwhile, its partner is told.
    """
    if delivery.event == EventType.TEST or delivery.page_id is None:
        return Message(EventType.TEST, {"webhook": webhook.name})
    copy = webhook.copies.filter(page_id=delivery.page_id).first()
    topic_ids = topics_of([webhook]).get(webhook.pk, frozenset())
    public = public_pages([delivery.page_id]).get(delivery.page_id)
    if public is None or not wants(webhook, topic_ids, public):
        return None if copy is None else Message(EventType.WITHDRAWN, withdrawn_data(copy), copy)
    page = ContentPage.objects.select_related("locale", "cluster", "lead_image").get(pk=public.id)
    if copy is None:
        copy = webhook.copies.create(
            page_id=page.pk,
            translation_key=page.translation_key,
            language=page.locale.language_code,
            kind=class_of_type(page.content_type_id).kind,
            url=absolute(page_address(page)),
        )
    event = EventType.UPDATED if copy.is_confirmed else EventType.PUBLISHED
    return Message(event, published_data(page, copy), copy)


@transaction.atomic
def _record(delivery_id: int, sequence: int, message: Message, answer: Answer) -> None:
    """Writes down how a partner answered, and when the next try is."""
    now = timezone.now()
    webhook = Webhook.objects.select_for_update(no_key=True).filter(deliveries=delivery_id).first()
    if webhook is None:  # deleted meanwhile
        return
    delivery = WebhookDelivery.objects.select_for_update().get(pk=delivery_id)
    if webhook.sequence == sequence:  # else another worker took over, long after this claim was void
        webhook.claimed_until = None
    delivery.status, delivery.failure = answer.status, answer.failure or ""
    delivery.milliseconds, delivery.excerpt = answer.milliseconds, answer.excerpt
    note: Callable[[], None]
    if answer.is_success:
        note = partial(_note_success, webhook, delivery, message, now)
    elif message.event is EventType.TEST:
        note = partial(_finish, delivery, DeliveryState.GIVEN_UP, now)
    else:
        note = partial(_note_failure, webhook, delivery, answer, now)
    note()
    delivery.save()
    webhook.save(update_fields=["claimed_until", "failures", "failing_since", "not_before"])
    if message.event is EventType.TEST or answer.is_success:
        return
    if answer.status == GONE:
        switch_off(webhook, OffReason.GONE)
    elif webhook.failing_since and now - webhook.failing_since >= timedelta(
        days=settings.FEDCMS_WEBHOOK_OFF_DAYS
    ):
        switch_off(webhook, OffReason.FAILING)


def _finish(delivery: WebhookDelivery, state: DeliveryState, now: datetime) -> None:
    delivery.state, delivery.finished_at = state, now


def _note_success(webhook: Webhook, delivery: WebhookDelivery, message: Message, now: datetime) -> None:
    _finish(delivery, DeliveryState.DELIVERED, now)
    webhook.failures, webhook.failing_since, webhook.not_before = 0, None, None
    if message.copy is None:
        return
    copy = webhook.copies.filter(pk=message.copy.pk)
    if message.event is EventType.WITHDRAWN:
        copy.delete()
    else:
        copy.update(is_confirmed=True, url=message.data["url"])


def _note_failure(webhook: Webhook, delivery: WebhookDelivery, answer: Answer, now: datetime) -> None:
    webhook.failures += 1
    webhook.failing_since = webhook.failing_since or now
    pause = pause_after(delivery.tries, FIRST_PAUSE, LONGEST_PAUSE)
    if answer.is_host_silent:
        # All that waits for this partner waits: the next request would cost as much time.
        pause = pause_after(webhook.failures, FIRST_PAUSE, LONGEST_PAUSE)
        if answer.wait_until is not None:
            pause = max(answer.wait_until - now, SHORTEST_WAIT)
        webhook.not_before = now + pause
    if delivery.state != DeliveryState.WAITING:  # replaced meanwhile by a newer one
        return
    delivery.next_try_at = now + pause
    end = delivery.created_at + timedelta(days=settings.FEDCMS_WEBHOOK_RETRY_DAYS)
    if answer.status == GONE or delivery.next_try_at > end:
        _finish(delivery, DeliveryState.GIVEN_UP, now)
