"""Removes entries from the table and the engines, in few statements."""

from collections.abc import Iterable

from django.db import router, transaction
from django.db.models import QuerySet
from django.dispatch import Signal

from search.entries.indexing import remove_entries
from search.models import HarvestedItem, SearchEntry

items_released = Signal()
"""Sent in the transaction that took entries out, with `item_ids`: harvested items that those entries credited.

The harvest listens (search.harvest.signal_handlers): these items stand for themselves again, or join another entry.
"""

BATCH = 1_000
"""How many rows one statement names: below what databases take as parameters."""


@transaction.atomic(savepoint=False)
def take_out_and_release(entries: "QuerySet[SearchEntry]", keys: Iterable[str] = ()) -> None:
    """`take_out`, and the harvest deduplicates the items that these entries credited."""
    items_released.send(sender=SearchEntry, item_ids=take_out(entries, keys))


@transaction.atomic(savepoint=False)
def take_out(entries: "QuerySet[SearchEntry]", keys: Iterable[str] = ()) -> list[int]:
    """Removes these entries; returns the harvested items that they credited, which must be settled now.

    No signal of the entries is sent: what hangs on an entry is seen to here. `keys` leave the database's engine even
    where no entry has them; nothing is noted for those. Locked in one order, so that two who remove the same entries
    do not wait for each other.
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
        # `delete` would load each, and send its signals, of which each notes it.
        gone._raw_delete(using=router.db_for_write(SearchEntry))  # noqa: SLF001
    removed = list(rows.values())
    remove_entries(removed, never_noted=set(keys).difference(removed))
    return duplicates
