"""Compares each item's stored duplicate with a fresh search for it, for `check_search`."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from operator import attrgetter

from django.db.models import F

from search.harvest.entry_columns import item_key
from search.harvest.likeness import MOST_CANDIDATES, language_of, path_here, result_like
from search.models import HarvestedItem, SearchEntry

_date = attrgetter("date")


def _standing(entry: SearchEntry) -> tuple[bool, int, int]:
    """Returns the sort key by which entries rank as originals: pages first, then items by age."""
    return entry.item_id is not None, entry.item_id or 0, entry.pk


class InMemory:
    """All entries, read in one query, as `likeness.Candidates` for every item."""

    def __init__(self, now: datetime) -> None:
        self._pages: dict[str, SearchEntry] = {}
        self._by_address: dict[str, list[SearchEntry]] = defaultdict(list)
        self._by_guid: dict[tuple[int | None, str], list[SearchEntry]] = defaultdict(list)
        self._by_place: dict[tuple[int | None, str], list[SearchEntry]] = defaultdict(list)
        rows = SearchEntry.objects.visible(now).annotate(page_path=F("page__url_path")).select_related("item")
        for entry in sorted(rows.defer("body", "summary", "item__summary").order_by(), key=_standing):
            if entry.item:
                self._by_address[entry.item.canonical].append(entry)
                self._by_guid[entry.cluster_id, entry.item.identity].append(entry)
            elif path := getattr(entry, "page_path", None):
                self._pages.setdefault(str(path), entry)
            if entry.date is not None:
                self._by_place[entry.cluster_id, entry.language].append(entry)
        for entries in self._by_place.values():
            entries.sort(key=_date)

    def page_at(self, address: str) -> SearchEntry | None:
        """Returns what `Candidates.page_at` says."""
        path = path_here(address)
        return None if path is None else self._pages.get(path)

    def twins(self, item: HarvestedItem) -> Sequence[SearchEntry]:
        """Returns what `Candidates.twins` says."""
        found = {entry.pk: entry for entry in self._by_guid.get((item.source.cluster_id, item.identity), ())}
        if item.canonical:
            found |= {entry.pk: entry for entry in self._by_address.get(item.canonical, ())}
        earlier = [entry for entry in found.values() if entry.item_id and entry.item_id < item.pk]
        return sorted(earlier, key=_standing)[:MOST_CANDIDATES]

    def near(self, item: HarvestedItem, within: timedelta) -> Sequence[SearchEntry]:
        """Returns what `Candidates.near` says."""
        if item.date is None:
            return []
        entries = self._by_place.get((item.source.cluster_id, language_of(item)), [])
        first = bisect_left(entries, item.date - within, key=_date)
        last = bisect_right(entries, item.date + within, key=_date)
        found = [
            entry
            for entry in entries[first:last]
            if entry.item is None or (entry.item.pk < item.pk and entry.item.source_id != item.source_id)
        ]
        return sorted(found, key=_standing)[:MOST_CANDIDATES]


def deduplication_differences(now: datetime) -> Iterator[str]:
    """Yields in words each item whose stored duplicate is wrong. Two queries, however many items there are."""
    among = InMemory(now)
    items = HarvestedItem.objects.shown().select_related("source").defer("summary").order_by("pk")
    for item in items:
        same = result_like(item, among)
        if item.same_as_id != (same.pk if same else None):
            key = item_key(item.pk)
            yield (
                f"{key} is not credited in {same.key}"
                if same
                else f"{key} is credited though nothing says the same"
            )
