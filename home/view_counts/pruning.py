"""Deletes counts that are too old, and those of pages and documents that are gone."""

from datetime import timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.utils import timezone
from wagtail.models import Page

from fedcms.media.models import FederationDocument
from home.view_counts.buffer import day_of
from home.view_counts.models import (
    DownloadCount,
    FeedCount,
    FeedSubscriberCount,
    PageViewCount,
    ReferrerCount,
    ViewLogFile,
)

LOG_DAYS = 60
"""After so many days without having been seen, a log file does not come back."""


def prune_views() -> int:
    """Deletes what is too old or of nothing any more; returns how many rows. Runs daily."""
    now = timezone.now()
    before = day_of(now) - timedelta(days=settings.FEDCMS_PAGE_VIEWS_KEEP_DAYS - 1)
    gone = 0
    for model in (PageViewCount, ReferrerCount, DownloadCount, FeedCount, FeedSubscriberCount):
        gone += model._default_manager.filter(day__lt=before).delete()[0]
    for model in (PageViewCount, ReferrerCount):
        page = Page.objects.filter(pk=OuterRef("page_id"))
        gone += model._default_manager.filter(~Exists(page)).delete()[0]
    document = FederationDocument.objects.filter(pk=OuterRef("document_id"))
    gone += DownloadCount.objects.filter(~Exists(document)).delete()[0]
    return gone + ViewLogFile.objects.filter(seen_at__lt=now - timedelta(days=LOG_DAYS)).delete()[0]
