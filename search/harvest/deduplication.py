"""Deduplicates harvested items: an item that is found twice is shown once, with its sources.

What is the same, search.harvest.likeness says; `HarvestedItem.same_as` keeps what was found (docs/adr/0019).
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
"""How many items are written at once: on SQLite nobody else writes meanwhile."""
# What of an entry decides which items say the same.
_COMPARED = ("title", "date", "language", "cluster_id", "url")


@transaction.atomic
def deduplicate(items: Iterable[HarvestedItem]) -> None:
    """Gives each item what it should have: an entry of its own, a credit in another's, or nothing.

    The items came with their source and its cluster, which the caller holds (search.harvest.row_locks). An item joins
    what stands before it, so that what a change brings along concerns later items alone, and comes to an end.
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
    """The items that may join this entry, which says something new, or leave it. `item`: whose it is."""
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
    """`deduplicate` for items by their number; those that are gone from the table do not matter.

    The caller may hold entries, which come after sources: it waits for nobody who changes a source just now, and leaves
    these items to the worker.
    """
    wanted = set(ids)
    deduplicate(held := held_at_once(wanted))
    missed = HarvestedItem.objects.filter(pk__in=wanted.difference(item.pk for item in held))
    if left := list(missed.order_by("pk").values_list("pk", flat=True)):
        settle_items.enqueue(item_ids=left)


def deduplicate_all() -> None:
    """`deduplicate` for every item, the oldest first, each in a transaction."""
    for item_id in list(HarvestedItem.objects.order_by("pk").values_list("pk", flat=True)):
        deduplicate_row(item_id)


@transaction.atomic
def deduplicate_row(item_id: int) -> None:
    """`deduplicate` for one item as its row and its source's say now, held until it is written.

    Whoever withdraws the source or finds the item gone waits, and is not undone. The source first, as in a harvest.
    """
    item = held_item(item_id)
    if item is None:
        _take_out([item_id])
    else:
        deduplicate([item])


@task(backend="background", queue_name=Lane.HARVEST)
def settle_items(item_ids: list[int]) -> None:
    """The worker's part: makes the entries of these items what they should be, each when its source is free."""
    for item_id in item_ids:
        deduplicate_row(item_id)


@transaction.atomic
def retire(items: "QuerySet[HarvestedItem]") -> None:
    """The entries of these items leave; items that they credited stand for themselves again, or join another.

    What takes them away (a source's state, `gone_at`) is written before.
    """
    _take_out(list(items.values_list("pk", flat=True)))


@transaction.atomic
def forget(items: "QuerySet[HarvestedItem]") -> None:
    """Deletes these items with their entries."""
    retire(items)
    items.delete()


def _take_out(ids: list[int]) -> None:
    duplicates = take_out(SearchEntry.objects.filter(item_id__in=ids), map(item_key, ids))
    if left := sorted(set(duplicates) - set(ids)):
        deduplicate_ids(left)


def page_entry_written(entry: SearchEntry) -> None:
    """A page says something new: items that say the same join it, those that no longer do leave it."""
    if found := _concerned(entry):
        deduplicate_ids(found)


def deduplicate_by_the_clock(now: datetime | None = None) -> None:
    """What became visible or ceased to be since the last look, without anybody writing a row.

    Looks back a day: a worker may have been away.
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
