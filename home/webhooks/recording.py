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

Pair = tuple[int, int]
"""The keys of a webhook and a page."""


def tell_webhooks(changes: Sequence[Change]) -> None:
    """Writes deliveries of changed pages. Safe to repeat: what waits already is not written again."""
    ids = {
        change.object_id
        for change in changes
        if change.subject == "page" and change.reason is not Reason.REORDERED
    }
    webhooks = list(Webhook.objects.filter(is_on=True, is_deleted=False)) if ids else []
    if not webhooks:
        return
    topics = topics_of(webhooks)
    pages = public_pages(ids).values()
    keys = [webhook.pk for webhook in webhooks]
    # A copy is unseen here while the claim that notes it is being written; its delivery, which waits, is seen. In this
    # order: what has ended by then has left its copy.
    waiting = WebhookDelivery.objects.filter(
        state=DeliveryState.WAITING, page_id__in=ids, webhook__in=keys
    ).values_list("webhook_id", "page_id")
    held: set[Pair] = {(webhook, page) for webhook, page in waiting if page is not None}
    held |= set(
        WebhookCopy.objects.filter(page_id__in=ids, webhook__in=keys).values_list("webhook_id", "page_id")
    )
    wanted = {
        (webhook.pk, page.id)
        for webhook in webhooks
        for page in pages
        if wants(webhook, topics.get(webhook.pk, ()), page)
    }
    write_deliveries(wanted, gone=held - wanted)


@transaction.atomic
def write_deliveries(public: Collection[Pair], *, gone: Collection[Pair] = ()) -> None:
    """Writes a delivery for each webhook and page, unless one waits that nobody has sent yet.

    One that was sent and failed is replaced: its partner may have taken it all the same, and would drop a message with
    the same id that says something else. `gone` are the pairs whose page is to be withdrawn, as it seems now.
    """
    pairs = {*public, *gone}
    # A claim that reads one of these pages has either ended, and is seen here, or reads what this change has made.
    locked = Webhook.objects.locked().filter(pk__in={webhook for webhook, _page in pairs}, is_deleted=False)
    keys = {webhook.pk for webhook in locked}
    waiting = WebhookDelivery.objects.select_for_update().filter(
        state=DeliveryState.WAITING, webhook__in=keys, page_id__in={page for _webhook, page in pairs}
    )
    untried: set[Pair] = set()
    turned: dict[bool, list[int]] = {True: [], False: []}
    replaced: list[int] = []
    for delivery in waiting.order_by("pk"):
        pair = (delivery.webhook_id, delivery.page_id or 0)
        if pair not in pairs:
            continue
        if delivery.tries:
            replaced.append(delivery.pk)
            continue
        untried.add(pair)
        if delivery.is_withdrawal != (pair in gone):
            turned[pair in gone].append(delivery.pk)
    for is_withdrawal, changed in turned.items():
        if changed:
            WebhookDelivery.objects.filter(pk__in=changed).update(is_withdrawal=is_withdrawal)
    WebhookDelivery.objects.filter(pk__in=replaced).update(
        state=DeliveryState.REPLACED, finished_at=timezone.now()
    )
    WebhookDelivery.objects.bulk_create(
        WebhookDelivery(
            webhook_id=webhook,
            page_id=page,
            message_id=new_message_id(),
            is_withdrawal=(webhook, page) in gone,
        )
        for webhook, page in sorted(pairs - untried)
        if webhook in keys
    )


def new_message_id() -> str:
    """Returns the id of a new message."""
    return f"msg_{uuid4().hex}"


def write_test(webhook: Webhook) -> WebhookDelivery:
    """Writes a delivery that only tests whether the partner's server answers."""
    return WebhookDelivery.objects.create(webhook=webhook, event=EventType.TEST, message_id=new_message_id())
