"""The recurring tasks of this app."""

from datetime import timedelta

from django.utils import timezone

from clusters.models import ContactMessage

MESSAGES_KEPT_DAYS = 365


def prune_messages() -> int:
    """Deletes messages older than a year, as the privacy statement promises; returns how many."""
    old = timezone.now() - timedelta(days=MESSAGES_KEPT_DAYS)
    deleted, _by_model = ContactMessage.objects.filter(created_at__lt=old).delete()
    return deleted
