"""Locks sources, items and hosts in one order: a source before its items (docs/search.md, "Two at once").

A harvest loads rows before it fetches; somebody may withdraw the source meanwhile. So a locked row is read again, and
only its new values count.
"""

from collections.abc import Iterable

from search.models import HarvestedItem, HarvestHost, HarvestSource


def held_source(source_id: int) -> HarvestSource | None:
    """Locks a source; returns it as stored now, with its cluster, or None when it was deleted."""
    rows = HarvestSource.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("cluster").filter(pk=source_id).first()


def held_item(item_id: int) -> HarvestedItem | None:
    """Locks an item and its source; returns the item as stored now, with both, or None when either was deleted."""
    sources = HarvestSource.objects.select_for_update(of=("self",), no_key=True).filter(items=item_id)
    if sources.first() is None:
        return None
    items = HarvestedItem.objects.select_for_update(of=("self",), no_key=True).filter(pk=item_id)
    return items.select_related("source__cluster").first()


def held_host(origin: str) -> HarvestHost:
    """Locks the row of a host, which is created if need be; returns it as stored now."""
    HarvestHost.objects.get_or_create(origin=origin)
    return HarvestHost.objects.select_for_update().get(origin=origin)


def held_at_once(item_ids: Iterable[int]) -> list[HarvestedItem]:
    """Returns those of these items whose source could be locked without waiting; their sources are locked.

    For callers that already hold locks that come after sources.
    """
    wanted = HarvestedItem.objects.filter(pk__in=list(item_ids))
    free = HarvestSource.objects.select_for_update(of=("self",), no_key=True, skip_locked=True)
    held = [source.pk for source in free.filter(pk__in=wanted.values("source")).order_by("pk").only("pk")]
    return list(wanted.filter(source__in=held).select_related("source__cluster").order_by("pk"))
