"""The long work on a webhook, in steps by the worker: finds what its partner must take away, deletes its rows."""

import time

from django.db import transaction
from django_tasks import task

from fedcms.core.lanes import Lane
from home.models import Webhook, WebhookCopy, WebhookDelivery
from home.webhooks.recording import write_deliveries
from home.webhooks.selection import public_pages, topics_of, wants

BATCH = 500
SECONDS_AT_ONCE = 5.0


@task(backend="background", queue_name=Lane.FOLLOWERS)
def tell_what_is_gone(webhook_id: int | None = None, after: int = 0) -> None:
    """Writes deliveries of what a webhook, or any, may hold and that is no longer public, or no longer wanted by it.

    For a webhook that is switched on again, which nobody told while it was off, or that wants less than before. Looks
    at each page once, whoever holds it, and enqueues a task for pages beyond its time.
    """
    webhooks = Webhook.objects.filter(is_on=True, is_deleted=False)
    if webhook_id is not None:
        webhooks = webhooks.filter(pk=webhook_id)
    held = {webhook.pk: webhook for webhook in webhooks}
    topics = topics_of(held.values())
    copies = WebhookCopy.objects.filter(webhook__in=list(held))
    pages = copies.order_by("page_id").values_list("page_id", flat=True).distinct()
    end = time.monotonic() + SECONDS_AT_ONCE
    while ids := list(pages.filter(page_id__gt=after)[:BATCH]):
        public = public_pages(ids)
        pairs = copies.filter(page_id__in=ids).values_list("webhook_id", "page_id")
        gone = {
            (webhook, page)
            for webhook, page in pairs
            if page not in public or not wants(held[webhook], topics.get(webhook, ()), public[page])
        }
        write_deliveries((), gone=gone)
        after = ids[-1]
        if time.monotonic() > end:
            tell_what_is_gone.enqueue(webhook_id=webhook_id, after=after)
            return


def tell_again_what_is_gone() -> None:
    """Looks at all copies once more: what was given up, or lost, is told again. The worker runs it each day."""
    if WebhookCopy.objects.filter(webhook__is_on=True, webhook__is_deleted=False).exists():
        tell_what_is_gone.enqueue()


@task(backend="background", queue_name=Lane.FOLLOWERS)
def delete_rows(webhook_id: int) -> None:
    """Deletes a webhook that is hidden already, with its many rows; enqueues a task for those beyond its time."""
    end = time.monotonic() + SECONDS_AT_ONCE
    for model in (WebhookDelivery, WebhookCopy):
        rows = model._default_manager.filter(webhook=webhook_id).order_by("pk").values_list("pk", flat=True)
        while keys := list(rows[:BATCH]):
            with transaction.atomic():
                list(Webhook.objects.locked().filter(pk=webhook_id))
                model._default_manager.filter(pk__in=keys).delete()
            if time.monotonic() > end:
                delete_rows.enqueue(webhook_id=webhook_id)
                return
    Webhook.objects.filter(pk=webhook_id, is_deleted=True).delete()
