"""Locks sources, items and hosts in one order: a source before its items (docs/search.md, "Two at once").

Who writes what was fetched loaded the rows before; meanwhile somebody may have withdrawn the source. What is held is
read anew, and only that decides.
"""

from collections.abc import Iterable

from search.models import HarvestedItem, HarvestHost, HarvestSource


def held_source(source_id: int) -> HarvestSource | None:
    """A source with its cluster as its row says now; `None` when it is gone from the table."""
    rows = HarvestSource.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("cluster").filter(pk=source_id).first()


def held_item(item_id: int) -> HarvestedItem | None:
    """An item with its source as their rows say now, the source held too; `None` when either is gone."""
    sources = HarvestSource.objects.select_for_update(of=("self",), no_key=True).filter(items=item_id)
    if sources.first() is None:
        return None
    items = HarvestedItem.objects.select_for_update(of=("self",), no_key=True).filter(pk=item_id)
    return items.select_related("source__cluster").first()


def held_host(origin: str) -> HarvestHost:
    """What is known of a host, from now on at the latest."""
    HarvestHost.objects.get_or_create(origin=origin)
    return HarvestHost.objects.select_for_update().get(origin=origin)


def held_at_once(item_ids: Iterable[int]) -> list[HarvestedItem]:
    """Those of these items whose source nobody else holds; for who has locks already that come after sources."""
    wanted = HarvestedItem.objects.filter(pk__in=list(item_ids))
    free = HarvestSource.objects.select_for_update(of=("self",), no_key=True, skip_locked=True)
    held = [source.pk for source in free.filter(pk__in=wanted.values("source")).order_by("pk").only("pk")]
    return list(wanted.filter(source__in=held).select_related("source__cluster").order_by("pk"))
