"""Deduplicates harvested items: what several sites say is shown once, with all its sources.

search.harvest.likeness tells which items say the same; `HarvestedItem.same_as` stores the outcome (docs/adr/0019).
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django_tasks import task

from fedcms.core.lanes import Lane
from fedcms.core.pages.addresses import absolute
from search.entries.indexing import index_entries
from search.entries.removal import take_out
from search.harvest.entry_columns import item_key, item_values
from search.harvest.item_addresses import canonical_key
from search.harvest.likeness import (
    MOST_CANDIDATES,
    SHORTEST_TITLE,
    WINDOW,
    InTable,
    alike,
    result_like,
    title_key,
)
from search.harvest.row_locks import held_at_once, held_item
from search.models import HarvestedItem, SearchEntry

A_TRANSACTION = 50
"""How many items one transaction writes: on SQLite, nobody else can write meanwhile."""
# The columns of an entry by which items are compared with it.
_COMPARED = ("title", "date", "language", "cluster_id", "url")


@transaction.atomic
def deduplicate(items: Iterable[HarvestedItem]) -> None:
    """Gives each item what it should have: an entry of its own, the entry that it is a duplicate of, or neither.

    Fetch the items with their source and its cluster, and lock them first (search.harvest.row_locks). An item only
    becomes a duplicate of an entry that ranks before it. So a change concerns later items alone, and the recursion
    ends.
    """
    among = InTable(timezone.now())
    written: list[SearchEntry] = []
    concerned: set[int] = set()
    for item in sorted(items, key=lambda item: item.pk):
        is_shown = item.gone_at is None and bool(item.title) and item.source.is_shown
        same = result_like(item, among) if is_shown else None
        if item.same_as_id != (same.pk if same else None):
            item.same_as = same
            HarvestedItem.objects.filter(pk=item.pk).update(same_as=same)
        if is_shown and same is None:
            said = SearchEntry.objects.filter(key=item_key(item.pk)).values(*_COMPARED).first()
            entry = SearchEntry.objects.update_or_create(key=item_key(item.pk), defaults=item_values(item))[0]
            written.append(entry)
            if said != {name: getattr(entry, name) for name in _COMPARED}:
                concerned |= _concerned(entry, item)
        else:
            _take_out([item.pk])
    index_entries(written)
    if concerned:
        deduplicate_ids(concerned)


def _concerned(entry: SearchEntry, item: HarvestedItem | None = None) -> set[int]:
    """Returns the ids of items that may become, or cease to be, duplicates of an entry whose content has changed.

    `item` is the entry's own harvested item, None when the entry is a page's.
    """
    found = set(entry.also_items.values_list("pk", flat=True))
    later = HarvestedItem.objects.shown()
    if item is None:
        same = Q(canonical=canonical_key(absolute(entry.url)))
    else:
        later = later.filter(pk__gt=item.pk)
        same = Q(identity=item.identity, source__cluster=entry.cluster)
        if item.canonical:
            same |= Q(canonical=item.canonical)
    found |= set(later.filter(same).values_list("pk", flat=True))
    key = title_key(entry.title)
    if entry.date is not None and len(key) >= SHORTEST_TITLE:
        near = later.filter(
            source__cluster=entry.cluster, date__range=(entry.date - WINDOW, entry.date + WINDOW)
        ).exclude(source=item.source_id if item else None)
        rows = near.order_by("pk").values_list("pk", "title_key")[:MOST_CANDIDATES]
        found |= {pk for pk, other in rows if alike(key, other)}
    return found


@transaction.atomic
def deduplicate_ids(ids: Iterable[int]) -> None:
    """Calls `deduplicate` for items by id; ids that are gone do not matter.

    The caller may have locked entries already, which are locked after sources. So this does not wait for a source that
    somebody else has locked: it leaves such items to the worker (`settle_items`).
    """
    wanted = set(ids)
    deduplicate(held := held_at_once(wanted))
    missed = HarvestedItem.objects.filter(pk__in=wanted.difference(item.pk for item in held))
    if left := list(missed.order_by("pk").values_list("pk", flat=True)):
        settle_items.enqueue(item_ids=left)


def deduplicate_all() -> None:
    """Calls `deduplicate_row` for every item, the oldest first."""
    for item_id in list(HarvestedItem.objects.order_by("pk").values_list("pk", flat=True)):
        deduplicate_row(item_id)


@transaction.atomic
def deduplicate_row(item_id: int) -> None:
    """Deduplicates one item from its stored row and its source's, in a transaction.

    Locks the source, then the item, as a harvest does. Whoever withdraws the source or finds the item gone waits, and
    that change is not overwritten.
    """
    item = held_item(item_id)
    if item is None:
        _take_out([item_id])
    else:
        deduplicate([item])


@task(backend="background", queue_name=Lane.HARVEST)
def settle_items(item_ids: list[int]) -> None:
    """Deduplicates these items one by one, each as soon as its source is not locked. Runs in the worker."""
    for item_id in item_ids:
        deduplicate_row(item_id)


@transaction.atomic
def retire(items: "QuerySet[HarvestedItem]") -> None:
    """Removes the entries of these items; items that were their duplicates are deduplicated again.

    Write first what makes them disappear: the state of the source, or `gone_at`.
    """
    _take_out(list(items.values_list("pk", flat=True)))


@transaction.atomic
def forget(items: "QuerySet[HarvestedItem]") -> None:
    """Deletes these items together with their entries."""
    retire(items)
    items.delete()


def _take_out(ids: list[int]) -> None:
    duplicates = take_out(SearchEntry.objects.filter(item_id__in=ids), map(item_key, ids))
    if left := sorted(set(duplicates) - set(ids)):
        deduplicate_ids(left)


def page_entry_written(entry: SearchEntry) -> None:
    """Updates the duplicates of a page's entry: items that now say the same join it, others leave it."""
    if found := _concerned(entry):
        deduplicate_ids(found)


def deduplicate_by_the_clock(now: datetime | None = None) -> None:
    """Deduplicates items whose originals became visible, or ceased to be, by the clock alone.

    Looks back one day for entries that became visible, since the worker may have been down.
    """
    now = now or timezone.now()
    hidden = HarvestedItem.objects.exclude(same_as=None).exclude(same_as__in=SearchEntry.objects.visible(now))
    deduplicate_ids(hidden.values_list("pk", flat=True))
    appeared = SearchEntry.objects.visible(now).filter(
        visible_from__gt=now - timedelta(days=1),
        page__go_live_at__isnull=False,
        cluster__harvest_sources__isnull=False,
    )
    for entry in appeared.distinct():
        page_entry_written(entry)
