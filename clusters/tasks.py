"""The recurring tasks of this app."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from clusters.models import Accreditation, ContactMessage, Invitation

MESSAGES_KEPT_DAYS = 365
INVITATIONS_KEPT_DAYS = 90


def prune_messages() -> int:
    """Deletes messages older than a year, as the privacy statement promises; returns how many."""
    old = timezone.now() - timedelta(days=MESSAGES_KEPT_DAYS)
    deleted, _by_model = ContactMessage.objects.filter(created_at__lt=old).delete()
    return deleted


def prune_invitations() -> int:
    """Deletes invitations that ended long ago, accepted or not: they hold addresses; returns how many."""
    old = timezone.now() - timedelta(days=INVITATIONS_KEPT_DAYS)
    ended = Invitation.objects.filter(expires_at__lt=old)
    return ended.delete()[1].get(Invitation._meta.label, 0)


def prune_accreditations() -> int:
    """Deletes accreditations that ended long ago, with what was opened and written by them; returns how many."""
    old = timezone.now() - timedelta(days=settings.FEDCMS_PRESS_ACCESS_KEPT_DAYS)
    ended = Accreditation.objects.ended_before(old)
    return ended.delete()[1].get(Accreditation._meta.label, 0)
