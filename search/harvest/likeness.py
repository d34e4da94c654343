"""Tells whether an item says the same as an existing result.

The same thing is: the same address; in one cluster, the same guid; or nearly the same title, from the same cluster, in
the same language, within days. A page of this site stands before items, an older item before a newer one. Guids are
given twice ("1"), and several events stand on one page: these are the same only if their moment or title is, too.
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
"""How far apart a cluster may date one news on two sites."""
EVENT_WINDOW = timedelta(hours=14)
"""The same event stands on the same day, whole or to the minute; next week's meeting of the same name is another."""
ALIKE = 0.85
"""Of 1: one letter in seven may differ ("portes", "porte"). Rennes and Brest are 0.55 alike."""
LONG_WORD = 5
SHORTEST_TITLE = 16
"""A shorter one ("Lettre d’information") is given to different things."""
MOST_CANDIDATES = 300


def title_key(title: str) -> str:
    """The folded words of a title."""
    return " ".join(filter(None, (fold(word) for word in title.split())))[:255]


def alike(one: str, other: str) -> bool:
    """Whether two title keys are the same, word for word, but for a letter more, less or changed in long ones."""
    if min(len(one), len(other)) < SHORTEST_TITLE:
        return False
    if one.replace(" ", "") == other.replace(" ", ""):
        return True
    words, others = one.split(), other.split()
    return len(words) == len(others) and all(map(_same_word, words, others))


def _same_word(one: str, other: str) -> bool:
    """Numbers are never nearly the same: last year's call for projects is another one."""
    if one == other:
        return True
    if min(len(one), len(other)) < LONG_WORD or any(map(str.isdigit, one + other)):
        return False
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= ALIKE


class Candidates(Protocol):
    """Visible results that may say the same as an item, each list in the order in which they stand."""

    def page_at(self, address: str) -> SearchEntry | None:
        """The entry of the page of this site at an address; none for other sites'."""
        ...

    def twins(self, item: HarvestedItem) -> Sequence[SearchEntry]:
        """Those of earlier items with its address, or with its guid in its cluster; with their items."""
        ...

    def near(self, item: HarvestedItem, within: timedelta) -> Sequence[SearchEntry]:
        """Those of its cluster and language, of pages and of other sources' earlier items, so near its date."""
        ...


def result_like(item: HarvestedItem, among: Candidates) -> SearchEntry | None:
    """The result that says the same as this item and stands before it."""
    # Where several items of a source share an address, it tells nothing apart.
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
    """Whether moment or title are the same."""
    if item.date is not None and item.date == entry.date:
        return True
    key = title_key(entry.title)
    return key == item.title_key or alike(key, item.title_key)


def language_of(item: HarvestedItem) -> str:
    """The language in which it is found."""
    return item.language or item.source.language


def path_here(address: str) -> str | None:
    """The path of an address of this site, as pages have it; `None` for other sites'."""
    parts = urlsplit(address)
    return unquote(parts.path).rstrip("/") + "/" if parts.netloc == urlsplit(site_base()).netloc else None


class InTable:
    """What the table of entries holds, asked item by item: three queries at most for each."""

    def __init__(self, now: datetime) -> None:
        self._now = now

    def _visible(self) -> "QuerySet[SearchEntry]":
        # Pages first: databases disagree where a NULL is sorted.
        return SearchEntry.objects.visible(self._now).order_by(F("item_id").asc(nulls_first=True), "pk")

    def page_at(self, address: str) -> SearchEntry | None:
        """See `Candidates`."""
        path = path_here(address)
        return None if path is None else self._visible().filter(page__url_path=path).first()

    def twins(self, item: HarvestedItem) -> Sequence[SearchEntry]:
        """See `Candidates`."""
        same = Q(item__identity=item.identity, cluster_id=item.source.cluster_id)
        if item.canonical:
            same |= Q(item__canonical=item.canonical)
        found = self._visible().filter(same, source=EXTERNAL, item_id__lt=item.pk)
        return list(found.select_related("item")[:MOST_CANDIDATES])

    def near(self, item: HarvestedItem, within: timedelta) -> Sequence[SearchEntry]:
        """See `Candidates`."""
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
