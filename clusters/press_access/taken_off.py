"""Tells whether a page was taken off the site: withdrawn from all, or off since the day on which a link was given."""

from datetime import datetime

from django.utils import timezone
from wagtail.models import Page, PageLogEntry

from clusters.models import EmergencyWithdrawal
from clusters.publishing.withdrawal.selection import open_withdrawal


def is_withdrawn(page: Page) -> bool:
    """Returns whether an emergency withdrawal of the page is open: then no link opens it, whoever has it. One query."""
    return open_withdrawal(page) is not None


def was_taken_off_since(page: Page, moment: datetime) -> bool:
    """Returns whether a page that was public is off the site, and was not yet at a moment (aware). Two queries at most.

    Its end counts from its own moment on, before the worker has come round.
    """
    if page.first_published_at is None:
        return False
    if page.live:
        return page.expire_at is not None and page.expire_at <= timezone.now()
    if page.last_published_at is not None and page.last_published_at >= moment:
        return True
    unpublished = PageLogEntry.objects.filter(
        page=page.pk, action__startswith="wagtail.unpublish", timestamp__gte=moment
    )
    withdrawn = EmergencyWithdrawal.objects.of(page.translation_key).filter(withdrawn_at__gte=moment)
    return unpublished.exists() or withdrawn.exists()
