"""Converts a harvested item to the columns of its search entry."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils import timezone

from search.entries.indexing import EXTERNAL, is_over
from search.models import HarvestedItem

BATCH = 200


def item_key(item_id: int) -> str:
    """Returns the id of an item's entry, in the table and in every engine."""
    return f"item-{item_id}"


def item_values(item: HarvestedItem) -> dict[str, Any]:
    """Returns the columns of an item's entry. Fetch its source and the source's cluster with it (`select_related`)."""
    source, cluster = item.source, item.source.cluster
    language = item.language or source.language
    keywords = (source.name, cluster.name.text_for(language), cluster.territory.text_for(language))
    return {
        "page_id": None,
        "item_id": item.pk,
        "source": EXTERNAL,
        "language": language,
        "kind": source.kind or item.kind,
        "cluster": cluster,
        "title": item.title,
        "summary": item.summary,
        "body": "",
        "keywords": [word for word in keywords if word],
        "names": [],
        "topics": [],
        "audiences": [],
        "country": str(cluster.country),
        "organisation": "",
        "place": item.place,
        "date": item.date,
        "day": item.day,
        "status": item.status,
        "ends_at": item.ends_at,
        "is_over": is_over(item.ends_at, timezone.now()),
        "visible_from": _known_since(item),
        "visible_until": None,
        "url": item.address,
    }


def _known_since(item: HarvestedItem) -> datetime | None:
    """Returns the moment by which an item is sorted as published; None without a date.

    It is the item's date, or when it was first seen if its date is later, as that of an event.
    """
    return min(item.date, item.first_seen) if item.date else None


def wanted_items() -> Iterator[tuple[str, dict[str, Any]]]:
    """Yields (key, columns) of every entry that items should have."""
    items = HarvestedItem.objects.leading().select_related("source__cluster").order_by("pk")
    for item in items.iterator(BATCH):
        yield item_key(item.pk), item_values(item)


def wanted_item_keys() -> set[str]:
    """Returns the keys of all entries that items should have. One query."""
    return {item_key(pk) for pk in HarvestedItem.objects.leading().values_list("pk", flat=True)}
