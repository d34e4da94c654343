"""The last deliveries of a webhook as its team sees them, each with the title of its page if that is public."""

from dataclasses import dataclass

from clusters.models import ContentPage
from home.models import Webhook, WebhookDelivery

SHOWN = 50


@dataclass(frozen=True)
class ShownDelivery:
    """A delivery, and what it was about."""

    delivery: WebhookDelivery
    title: str
    """Of the page, if a visitor may see it now; else ""."""


def last_deliveries(webhook: Webhook) -> list[ShownDelivery]:
    """Returns the newest deliveries. Two queries."""
    rows = list(webhook.deliveries.order_by("-created_at", "-pk")[:SHOWN])
    ids = [row.page_id for row in rows if row.page_id]
    titles = dict(ContentPage.objects.visible().filter(pk__in=ids).order_by().values_list("pk", "title"))
    return [ShownDelivery(row, titles.get(row.page_id, "")) for row in rows]
