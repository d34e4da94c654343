"""Writes down how a partner answered a delivery, and when the next try is.

A test says nothing of the partner's failures: it neither ends a pause nor begins one.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from home.models import DeliveryState, EventType, OffReason, Webhook, WebhookDelivery
from home.outgoing.posting import Answer, pause_after
from home.outgoing.sending import is_slow
from home.webhooks.messages import Message
from home.webhooks.switching import switch_off

FIRST_PAUSE = 5.0
LONGEST_PAUSE = timedelta(hours=8)
SHORTEST_WAIT = timedelta(seconds=1)
QUIET = timedelta(days=2)
"""Longer than any pause: failures that are further apart have nothing to do with each other."""
GONE = 410


@transaction.atomic
def record_answer(delivery_id: int, sequence: int, message: Message, answer: Answer) -> None:
    """Writes down how a partner answered, and when the next try is."""
    now = timezone.now()
    webhook = Webhook.objects.locked().filter(deliveries=delivery_id).first()
    delivery = WebhookDelivery.objects.select_for_update().filter(pk=delivery_id).first()
    if webhook is None or delivery is None:  # deleted meanwhile
        return
    if webhook.sequence == sequence:  # else another worker took over, long after this claim was void
        webhook.claimed_until = None
    webhook.is_slow = is_slow(answer)
    delivery.status, delivery.failure = answer.status, answer.failure or ""
    delivery.milliseconds, delivery.excerpt = answer.milliseconds, answer.excerpt
    is_test = message.event is EventType.TEST
    if answer.is_success:
        finish(delivery, DeliveryState.DELIVERED, now)
    elif is_test:
        finish(delivery, DeliveryState.GIVEN_UP, now)
    if not is_test:
        (_note_success if answer.is_success else _note_failure)(webhook, delivery, message, answer, now)
    delivery.save()
    webhook.save(
        update_fields=[
            "claimed_until", "is_slow", "failures", "failing_since", "last_failed_at", "not_before"
        ]
    )  # fmt: skip
    if is_test or answer.is_success:
        return
    if answer.status == GONE:
        switch_off(webhook, OffReason.GONE)
    elif webhook.failing_since and now - webhook.failing_since >= timedelta(
        days=settings.FEDCMS_WEBHOOK_OFF_DAYS
    ):
        switch_off(webhook, OffReason.FAILING)


def finish(delivery: WebhookDelivery, state: DeliveryState, now: datetime) -> None:
    """Ends a delivery; the caller saves it."""
    delivery.state, delivery.finished_at = state, now


def plan_next_try(delivery: WebhookDelivery, pause: timedelta, now: datetime) -> None:
    """Plans the next try, or gives the delivery up when that would be too late; the caller saves it."""
    delivery.next_try_at = now + pause
    if delivery.next_try_at > delivery.created_at + timedelta(days=settings.FEDCMS_WEBHOOK_RETRY_DAYS):
        finish(delivery, DeliveryState.GIVEN_UP, now)


def _note_success(
    webhook: Webhook, delivery: WebhookDelivery, message: Message, answer: Answer, now: datetime
) -> None:
    webhook.failures, webhook.failing_since, webhook.not_before = 0, None, None
    if message.copy is None:
        return
    copy = webhook.copies.filter(pk=message.copy.pk)
    if message.event is EventType.WITHDRAWN:
        copy.delete()
    else:
        copy.update(is_confirmed=True, url=message.data["url"])


def _note_failure(
    webhook: Webhook, delivery: WebhookDelivery, message: Message, answer: Answer, now: datetime
) -> None:
    is_new = webhook.last_failed_at is None or now - webhook.last_failed_at > QUIET
    if is_new or webhook.failing_since is None:
        webhook.failures, webhook.failing_since = 0, now
    webhook.failures, webhook.last_failed_at = webhook.failures + 1, now
    pause = pause_after(delivery.tries, FIRST_PAUSE, LONGEST_PAUSE)
    if answer.is_host_silent:
        # All that waits for this partner waits: the next request would cost as much time.
        pause = pause_after(webhook.failures, FIRST_PAUSE, LONGEST_PAUSE)
        if answer.wait_until is not None:
            pause = max(answer.wait_until - now, SHORTEST_WAIT)
        webhook.not_before = now + pause
    if delivery.state != DeliveryState.WAITING:  # replaced meanwhile by a newer one
        return
    plan_next_try(delivery, pause, now)
    if answer.status == GONE:
        finish(delivery, DeliveryState.GIVEN_UP, now)
