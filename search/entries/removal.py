"""Removes entries from the table and the engines, in few statements."""

from collections.abc import Iterable

from django.db import router, transaction
from django.db.models import QuerySet
from django.dispatch import Signal

from search.entries.indexing import remove_entries
from search.models import HarvestedItem, SearchEntry

items_released = Signal()
"""Sent in the transaction that removed entries. `item_ids` are harvested items that were duplicates of them.

The harvest listens (search.harvest.signal_handlers): it gives these items entries of their own, or other originals.
"""

BATCH = 1_000
"""How many rows one statement names: databases limit the number of parameters."""


@transaction.atomic(savepoint=False)
def take_out_and_release(entries: "QuerySet[SearchEntry]", keys: Iterable[str] = ()) -> None:
    """Calls `take_out`, then has the harvest deduplicate the items that were duplicates of these entries."""
    items_released.send(sender=SearchEntry, item_ids=take_out(entries, keys))


@transaction.atomic(savepoint=False)
def take_out(entries: "QuerySet[SearchEntry]", keys: Iterable[str] = ()) -> list[int]:
    """Removes entries; returns the ids of harvested items that were their duplicates, to be deduplicated by the caller.

    Sends no signals of the entries: whatever depends on them is updated here. `keys` are removed from the database's
    engine even where no entry has them; those are not noted for the server. Rows are locked in one order, so that two
    processes that remove the same entries cannot wait for each other for ever.
    """
    held = entries.select_for_update(of=("self",), no_key=True).order_by("pk").only("pk", "key")
    rows = {entry.pk: entry.key for entry in held}
    ids = list(rows)
    duplicates: list[int] = []
    for start in range(0, len(ids), BATCH):
        some = ids[start : start + BATCH]
        items = HarvestedItem.objects.filter(same_as__in=some)
        if found := list(items.values_list("pk", flat=True)):
            duplicates += found
            HarvestedItem.objects.filter(pk__in=found).update(same_as=None)
        gone = SearchEntry.objects.filter(pk__in=some)
        # `delete` would load each entry and send its signals, each of which would note the removal again.
        gone._raw_delete(using=router.db_for_write(SearchEntry))  # noqa: SLF001
    removed = list(rows.values())
    remove_entries(removed, never_noted=set(keys).difference(removed))
    return duplicates
