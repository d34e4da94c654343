"""Writes a delivery for each webhook that is to be told of a change; the worker's followers lane calls it.

Nothing of the page is stored, and nothing is decided for good: what a partner is told is read when it is sent.
"""

from collections.abc import Collection, Sequence
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from fedcms.core.changes.outbox import Change
from fedcms.core.models import Reason
from home.models import DeliveryState, EventType, Webhook, WebhookCopy, WebhookDelivery
from home.webhooks.selection import public_pages, topics_of, wants

BATCH = 500
Pair = tuple[int, int]
"""The keys of a webhook and a page."""


def tell_webhooks(changes: Sequence[Change]) -> None:
    """Writes deliveries of changed pages. Safe to repeat: what waits already is not written again."""
    ids = {
        change.object_id
        for change in changes
        if change.subject == "page" and change.reason is not Reason.REORDERED
    }
    webhooks = list(Webhook.objects.filter(is_on=True)) if ids else []
    if not webhooks:
        return
    topics = topics_of(webhooks)
    pages = public_pages(ids).values()
    keys = [webhook.pk for webhook in webhooks]
    copies = WebhookCopy.objects.filter(page_id__in=ids, webhook__in=keys)
    pairs = set(copies.values_list("webhook_id", "page_id"))
    pairs |= {
        (webhook.pk, page.id)
        for webhook in webhooks
        for page in pages
        if wants(webhook, topics.get(webhook.pk, ()), page)
    }
    write_deliveries(pairs)


def tell_what_is_gone(webhook: Webhook) -> None:
    """Writes deliveries of what a webhook may hold and that is no longer public, or no longer wanted by it.

    For a webhook that is switched on again, which nobody told while it was off, or that wants less than before.
    """
    topic_ids = topics_of([webhook]).get(webhook.pk, frozenset())
    copies = webhook.copies.order_by("page_id").values_list("page_id", flat=True)
    after = 0
    while held := list(copies.filter(page_id__gt=after)[:BATCH]):
        kept = {page.id for page in public_pages(held).values() if wants(webhook, topic_ids, page)}
        write_deliveries({(webhook.pk, page_id) for page_id in held if page_id not in kept})
        after = held[-1]


def tell_again_what_is_gone() -> None:
    """Looks at all copies once more: what was given up, or lost, is told again. The worker runs it each day."""
    for webhook in Webhook.objects.filter(is_on=True).order_by("pk"):
        tell_what_is_gone(webhook)


@transaction.atomic
def write_deliveries(pairs: Collection[Pair]) -> None:
    """Writes a delivery for each webhook and page, unless one waits that nobody has sent yet.

    One that was sent and failed is replaced: its partner may have taken it all the same, and would drop a message with
    the same id that says something else.
    """
    waiting = WebhookDelivery.objects.select_for_update().filter(
        state=DeliveryState.WAITING,
        webhook__in={webhook for webhook, _page in pairs},
        page_id__in={page for _webhook, page in pairs},
    )
    untried: set[Pair] = set()
    replaced: list[int] = []
    for delivery in waiting.order_by("pk"):
        pair = (delivery.webhook_id, delivery.page_id or 0)
        if delivery.tries == 0:
            untried.add(pair)
        elif pair in pairs:
            replaced.append(delivery.pk)
    WebhookDelivery.objects.filter(pk__in=replaced).update(
        state=DeliveryState.REPLACED, finished_at=timezone.now()
    )
    WebhookDelivery.objects.bulk_create(
        WebhookDelivery(webhook_id=webhook, page_id=page, message_id=new_message_id())
        for webhook, page in sorted(set(pairs) - untried)
    )


def new_message_id() -> str:
    """Returns the id of a new message."""
    return f"msg_{uuid4().hex}"


def write_test(webhook: Webhook) -> WebhookDelivery:
    """Writes a delivery that only tests whether the partner's server answers."""
    return WebhookDelivery.objects.create(webhook=webhook, event=EventType.TEST, message_id=new_message_id())
