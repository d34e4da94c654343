"""Tells whether an item says the same as an existing result.

Two say the same when they have the same address, or within one cluster the same guid, or within one cluster, language
and a few days nearly the same title. Pages of this site rank before items, older items before newer ones. Guids may be
used twice ("1"), and one page may list several events: those say the same only if their moment or title agrees as
well.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from difflib import SequenceMatcher
from typing import Protocol
from urllib.parse import unquote, urlsplit

from django.db.models import F, Q, QuerySet

from fedcms.core.pages.addresses import site_base
from search.entries.indexing import EXTERNAL
from search.language import fold
from search.models import HarvestedItem, SearchEntry

EVENT, ARTICLE = "event", "article"
WINDOW = timedelta(days=3)
"""How far apart one cluster may date the same news on two sites."""
EVENT_WINDOW = timedelta(hours=14)
"""The same event has the same day, whole or to the minute; next week's meeting of the same name is another event."""
ALIKE = 0.85
"""From 0 to 1: one letter in seven may differ ("portes", "porte"). "Rennes" and "Brest" are 0.55 alike."""
LONG_WORD = 5
SHORTEST_TITLE = 16
"""Letters of a title key. Shorter titles ("Lettre d’information") are given to different things."""
MOST_CANDIDATES = 300


def title_key(title: str) -> str:
    """Returns the folded words of a title, 255 characters at most."""
    return " ".join(filter(None, (fold(word) for word in title.split())))[:255]


def alike(one: str, other: str) -> bool:
    """Returns whether two title keys are nearly the same: word for word, but for a few letters in long words."""
    if min(len(one), len(other)) < SHORTEST_TITLE:
        return False
    if one.replace(" ", "") == other.replace(" ", ""):
        return True
    words, others = one.split(), other.split()
    return len(words) == len(others) and all(map(_same_word, words, others))


def _same_word(one: str, other: str) -> bool:
    """Returns whether two words are nearly the same. Numbers must be equal: last year's call is another one."""
    if one == other:
        return True
    if min(len(one), len(other)) < LONG_WORD or any(map(str.isdigit, one + other)):
        return False
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= ALIKE


class Candidates(Protocol):
    """The visible entries that may say the same as an item. Each list has the highest-ranking entry first."""

    def page_at(self, address: str) -> SearchEntry | None:
        """Returns the entry of this site's page at an address; None for addresses of other sites."""
        ...

    def twins(self, item: HarvestedItem) -> Sequence[SearchEntry]:
        """Returns entries of earlier items with the item's address, or its guid in its cluster; `item` is loaded."""
        ...

    def near(self, item: HarvestedItem, within: timedelta) -> Sequence[SearchEntry]:
        """Returns entries of its cluster and language dated `within` its date: pages, other sources' earlier items."""
        ...


def result_like(item: HarvestedItem, among: Candidates) -> SearchEntry | None:
    """Returns the entry that says the same as this item and ranks before it, or None."""
    # An empty `canonical` means that several items of the source share the address: it tells nothing apart.
    page = among.page_at(item.address) if item.canonical else None
    if page is not None and (item.kind != EVENT or _agree(item, page)):
        return page
    twin = next((entry for entry in among.twins(item) if _is_twin(item, entry)), None)
    if twin is not None or item.date is None or len(item.title_key) < SHORTEST_TITLE:
        return twin
    near = among.near(item, EVENT_WINDOW if item.kind == EVENT else WINDOW)
    return next((entry for entry in near if alike(title_key(entry.title), item.title_key)), None)


def _is_twin(item: HarvestedItem, entry: SearchEntry) -> bool:
    other = entry.item
    if other and other.canonical == item.canonical != "" and EVENT not in {item.kind, other.kind}:
        return True
    return _agree(item, entry)


def _agree(item: HarvestedItem, entry: SearchEntry) -> bool:
    """Returns whether an item and an entry have the same moment or nearly the same title."""
    if item.date is not None and item.date == entry.date:
        return True
    key = title_key(entry.title)
    return key == item.title_key or alike(key, item.title_key)


def language_of(item: HarvestedItem) -> str:
    """Returns the language in which an item is found: its own, else its source's."""
    return item.language or item.source.language


def path_here(address: str) -> str | None:
    """Returns the path of an address of this site, with a slash at its end; None for addresses of other sites."""
    parts = urlsplit(address)
    return unquote(parts.path).rstrip("/") + "/" if parts.netloc == urlsplit(site_base()).netloc else None


class InTable:
    """Candidates from the table of entries: each item takes three queries at most."""

    def __init__(self, now: datetime) -> None:
        self._now = now

    def _visible(self) -> "QuerySet[SearchEntry]":
        # Pages, whose `item_id` is NULL, come first; databases disagree where NULL is sorted.
        return SearchEntry.objects.visible(self._now).order_by(F("item_id").asc(nulls_first=True), "pk")

    def page_at(self, address: str) -> SearchEntry | None:
        """Returns what `Candidates.page_at` says."""
        path = path_here(address)
        return None if path is None else self._visible().filter(page__url_path=path).first()

    def twins(self, item: HarvestedItem) -> Sequence[SearchEntry]:
        """Returns what `Candidates.twins` says."""
        same = Q(item__identity=item.identity, cluster_id=item.source.cluster_id)
        if item.canonical:
            same |= Q(item__canonical=item.canonical)
        found = self._visible().filter(same, source=EXTERNAL, item_id__lt=item.pk)
        return list(found.select_related("item")[:MOST_CANDIDATES])

    def near(self, item: HarvestedItem, within: timedelta) -> Sequence[SearchEntry]:
        """Returns what `Candidates.near` says."""
        if item.date is None:
            return []
        found = self._visible().filter(
            Q(item=None) | Q(item_id__lt=item.pk),
            cluster_id=item.source.cluster_id,
            language=language_of(item),
            date__range=(item.date - within, item.date + within),
        )
        others = found.exclude(item__source_id=item.source_id)
        return list(others.only("title", "date", "item_id")[:MOST_CANDIDATES])
