"""One result for one thing: an item that was seen twice, or is published here too, is credited where it stands.

The same thing is: the same address; the same guid, where guids are unique in the world; or nearly the same title, from
the same cluster, in the same language, within days. A page of this site stands before items, an older item before a
newer one. `HarvestedItem.same_as` keeps what was found (docs/adr/0019).
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from difflib import SequenceMatcher
from urllib.parse import unquote, urlsplit

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from fedcms.core.addresses import absolute, site_base
from search.harvest.addresses import canonical_key
from search.harvest.holding import held_at_once, held_item
from search.harvest.rows import item_key, item_values
from search.indexing import EXTERNAL, index_entries
from search.models import HarvestedItem, SearchEntry
from search.normalisation import fold
from search.removal import take_out

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
A_TRANSACTION = 50
"""How many items are written at once: on SQLite nobody else writes meanwhile."""


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


def _own_page(address: str) -> "QuerySet[SearchEntry]":
    """The entry of the page of this site at an address; none for other sites'."""
    parts = urlsplit(address)
    if parts.netloc != urlsplit(site_base()).netloc:
        return SearchEntry.objects.none()
    return SearchEntry.objects.filter(page__url_path=unquote(parts.path).rstrip("/") + "/")


def _window(item: HarvestedItem) -> timedelta:
    return EVENT_WINDOW if item.kind == "event" else WINDOW


def result_like(item: HarvestedItem, now: datetime) -> SearchEntry | None:
    """The result, visible now, that says the same as this item and stands before it. Three queries at most."""
    visible = SearchEntry.objects.visible(now).order_by("item_id", "pk")
    page = visible.filter(pk__in=_own_page(item.address).values("pk")).first()
    if page is not None:
        return page
    same = Q(item__identity=item.identity)
    if item.canonical:
        same |= Q(item__canonical=item.canonical)
    twin = visible.filter(same, source=EXTERNAL, item_id__lt=item.pk).first()
    if twin is not None or item.date is None or len(item.title_key) < SHORTEST_TITLE:
        return twin
    near = visible.filter(
        Q(item=None) | Q(item_id__lt=item.pk),
        cluster_id=item.source.cluster_id,
        language=item.language or item.source.language,
        date__range=(item.date - _window(item), item.date + _window(item)),
    ).exclude(item__source_id=item.source_id)
    candidates = near.only("title", "item_id")[:MOST_CANDIDATES]
    # Pages first: databases disagree where a NULL is sorted.
    ordered = sorted(candidates, key=lambda entry: (entry.item_id is not None, entry.item_id or entry.pk))
    return next((entry for entry in ordered if alike(title_key(entry.title), item.title_key)), None)


@transaction.atomic
def settle(items: Iterable[HarvestedItem]) -> None:
    """Gives each item what it should have: an entry of its own, a credit in another's, or nothing.

    The items came with their source and its cluster, which the caller holds (search.harvest.holding).
    """
    now = timezone.now()
    written: list[SearchEntry] = []
    for item in items:
        is_shown = item.gone_at is None and bool(item.title) and item.source.is_shown
        same = result_like(item, now) if is_shown else None
        if item.same_as_id != (same.pk if same else None):
            item.same_as = same
            HarvestedItem.objects.filter(pk=item.pk).update(same_as=same)
        if is_shown and same is None:
            values = item_values(item)
            written.append(SearchEntry.objects.update_or_create(key=item_key(item.pk), defaults=values)[0])
        else:
            _take_out([item.pk])
    index_entries(written)


@transaction.atomic
def settle_ids(ids: Iterable[int]) -> None:
    """`settle` for items by their number; those that are gone from the table do not matter.

    The caller may hold entries, which come after sources: it waits for nobody who changes a source just now, and leaves
    these items to the worker.
    """
    from search.harvest.tasks import settle_items  # noqa: PLC0415  # which imports this module

    wanted = set(ids)
    settle(held := held_at_once(wanted))
    missed = HarvestedItem.objects.filter(pk__in=wanted.difference(item.pk for item in held))
    if left := list(missed.order_by("pk").values_list("pk", flat=True)):
        settle_items.enqueue(item_ids=left)


def settle_all() -> None:
    """`settle` for every item, the oldest first, each in a transaction."""
    for item_id in list(HarvestedItem.objects.order_by("pk").values_list("pk", flat=True)):
        settle_row(item_id)


@transaction.atomic
def settle_row(item_id: int) -> None:
    """`settle` for one item as its row and its source's say now, held until it is written.

    Whoever withdraws the source or finds the item gone waits, and is not undone. The source first, as in a harvest.
    """
    item = held_item(item_id)
    if item is None:
        _take_out([item_id])
    else:
        settle([item])


@transaction.atomic
def retire(items: "QuerySet[HarvestedItem]") -> None:
    """The entries of these items leave; items that they credited stand for themselves again, or join another.

    What takes them away (a source's state, `gone_at`) is written before.
    """
    _take_out(list(items.values_list("pk", flat=True)))


@transaction.atomic
def forget(items: "QuerySet[HarvestedItem]") -> None:
    """Nothing of these items is kept."""
    retire(items)
    items.delete()


def _take_out(ids: list[int]) -> None:
    credited = take_out(SearchEntry.objects.filter(item_id__in=ids), map(item_key, ids))
    if left := sorted(set(credited) - set(ids)):
        settle_ids(left)


def page_entry_written(entry: SearchEntry) -> None:
    """A page says something new: items that say the same join it, those that no longer do leave it."""
    leading = HarvestedItem.objects.leading().filter(source__cluster=entry.cluster)
    if not leading.exists() and not entry.also_items.exists():
        return
    found = {item.pk for item in entry.also_items.only("pk")}
    address = canonical_key(absolute(entry.url))
    found |= set(HarvestedItem.objects.leading().filter(canonical=address).values_list("pk", flat=True))
    if entry.date is not None:
        key = title_key(entry.title)
        near = leading.filter(date__range=(entry.date - WINDOW, entry.date + WINDOW))
        rows = near.values_list("pk", "title_key")[:MOST_CANDIDATES]
        found |= {pk for pk, other in rows if alike(key, other)}
    if found:
        settle_ids(found)


def settle_by_the_clock(now: datetime | None = None) -> None:
    """What became visible or ceased to be since the last look, without anybody writing a row.

    Looks back a day: a worker may have been away.
    """
    now = now or timezone.now()
    hidden = HarvestedItem.objects.exclude(same_as=None).exclude(same_as__in=SearchEntry.objects.visible(now))
    settle_ids(hidden.values_list("pk", flat=True))
    appeared = SearchEntry.objects.visible(now).filter(
        visible_from__gt=now - timedelta(days=1),
        page__go_live_at__isnull=False,
        cluster__harvest_sources__isnull=False,
    )
    for entry in appeared.distinct():
        page_entry_written(entry)
