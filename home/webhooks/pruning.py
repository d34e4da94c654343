"""Deletes old records of deliveries."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from home.models import WebhookDelivery


def prune_deliveries() -> int:
    """Deletes deliveries that ended long ago (FEDCMS_WEBHOOK_KEEP_DAYS); returns how many."""
    old = timezone.now() - timedelta(days=settings.FEDCMS_WEBHOOK_KEEP_DAYS)
    return WebhookDelivery.objects.filter(finished_at__lt=old).delete()[0]
