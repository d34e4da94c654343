"""Deletes old counts, and rare words, which could identify a person."""

from datetime import timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef, Sum
from django.utils import timezone

from search.models import ClickCount, SearchCount

RARE = 3
"""Words that were searched fewer times than this are never shown."""


def prune_counts() -> int:
    """Deletes counts that are too old, and words that stayed rare; returns how many rows."""
    today = timezone.localdate()
    too_old = today - timedelta(days=settings.FEDCMS_SEARCH_STATISTICS_KEEP_DAYS)
    gone = 0
    for model in (SearchCount, ClickCount):
        gone += model.objects.filter(day__lt=too_old).delete()[0]
    return gone + _prune_rare(today - timedelta(days=settings.FEDCMS_SEARCH_STATISTICS_RARE_DAYS))


def _prune_rare(before: object) -> int:
    """Deletes counts and clicks before `before` of words that are rare over all stored days; returns how many rows."""
    frequent = (
        SearchCount.objects.filter(language=OuterRef("language"), words=OuterRef("words"))
        .order_by()
        .values("language", "words")
        .annotate(total=Sum("searches"))
        .filter(total__gte=RARE)
    )
    gone = 0
    for model in (ClickCount, SearchCount):
        gone += model.objects.filter(~Exists(frequent), day__lt=before).delete()[0]
    return gone
