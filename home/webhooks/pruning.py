"""Deletes old records of deliveries."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from home.models import WebhookDelivery

BATCH = 1000


def prune_deliveries() -> int:
    """Deletes deliveries that ended long ago (FEDCMS_WEBHOOK_KEEP_DAYS); returns how many."""
    old = timezone.now() - timedelta(days=settings.FEDCMS_WEBHOOK_KEEP_DAYS)
    ended = WebhookDelivery.objects.filter(finished_at__lt=old).order_by("finished_at")
    number = 0
    while keys := list(ended.values_list("pk", flat=True)[:BATCH]):
        number += WebhookDelivery.objects.filter(pk__in=keys).delete()[0]
    return number
