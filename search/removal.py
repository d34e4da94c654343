"""Takes entries out of the table and of the engines: each noted once, in statements whose number hardly grows."""

from django.db import router, transaction
from django.db.models import QuerySet

from search.indexing import remove_entries
from search.models import HarvestedItem, SearchEntry

PORTION = 1_000
"""How many rows one statement names: below what databases take as parameters."""


@transaction.atomic(savepoint=False)
def take_out(entries: "QuerySet[SearchEntry]") -> list[int]:
    """Removes these entries; returns the harvested items that they credited, which must be settled now.

    No signal of the entries is sent: what hangs on an entry is seen to here. Nothing is done, and nothing noted, for
    what has no entry.
    """
    rows = dict(entries.values_list("pk", "key"))
    ids = list(rows)
    credited: list[int] = []
    for start in range(0, len(ids), PORTION):
        some = ids[start : start + PORTION]
        items = HarvestedItem.objects.filter(same_as__in=some)
        if found := list(items.values_list("pk", flat=True)):
            credited += found
            HarvestedItem.objects.filter(pk__in=found).update(same_as=None)
        gone = SearchEntry.objects.filter(pk__in=some)
        # `delete` would load each, and send its signals, of which each notes it.
        gone._raw_delete(using=router.db_for_write(SearchEntry))  # noqa: SLF001
    if rows:
        remove_entries(rows.values())
    return credited
