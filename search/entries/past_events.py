"""Marks entries of events as past once they have ended."""

from django.db import transaction
from django.utils import timezone

from search.entries.indexing import index_entries
from search.models import SearchEntry

BATCH = 100


def mark_past_events() -> int:
    """Marks entries whose end has come since they were written, and indexes them; returns how many. Safe to repeat."""
    done = 0
    while True:
        with transaction.atomic():
            ended = SearchEntry.objects.filter(is_over=False, ends_at__lte=timezone.now())
            batch = list(
                # Locked, so that a publication meanwhile is not overwritten with the entry's old values.
                ended.select_for_update(of=("self",)).select_related("cluster").order_by("pk")[:BATCH]
            )
            SearchEntry.objects.filter(pk__in=[entry.pk for entry in batch]).update(is_over=True)
            for entry in batch:
                entry.is_over = True
            if batch:
                index_entries(batch)
        done += len(batch)
        if len(batch) < BATCH:
            return done
