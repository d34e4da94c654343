"""Stores the items that a harvest found: creates new ones, updates changed ones, notes those still listed."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.db import transaction

from search.harvest.deduplication import A_TRANSACTION, deduplicate, forget
from search.harvest.harvested_items import FoundItem
from search.harvest.item_addresses import canonical_key
from search.harvest.item_identity import IdentifiedItem, named
from search.harvest.likeness import ARTICLE, EVENT, title_key
from search.harvest.parsing.text import PLACE, TITLE
from search.harvest.row_locks import held_source
from search.models import HarvestedItem, HarvestSource, SourceFormat

VISIT_EVERY = timedelta(hours=20)
"""How often each item's address is visited: often enough that items gone there leave search within a day."""
_FUTURE = timedelta(days=1)
_LANGUAGE = re.compile(r"[a-z]{2,3}")


def declared_language(code: str) -> str:
    """Returns the primary language of a tag such as "fr-CA"; "" when it is no language tag."""
    primary = code.strip().lower().replace("_", "-").partition("-")[0]
    return primary if _LANGUAGE.fullmatch(primary) else ""


def store(source: HarvestSource, items: Sequence[FoundItem], now: datetime) -> int:
    """Stores the items of one harvest, a few in each transaction; returns how many were usable.

    When it is interrupted, repeat it: items stored before are recognised.
    """
    usable = list(named(source, items))
    for start in range(0, len(usable), A_TRANSACTION):
        _store_some(source, usable[start : start + A_TRANSACTION], now)
    return len(usable)


@transaction.atomic
def _store_some(source: HarvestSource, some: list[IdentifiedItem], now: datetime) -> None:
    # Locks the source: a second harvest waits. A withdrawal either waits too, or came first, and then nothing is
    # stored.
    held = held_source(source.pk)
    if held is None or not held.is_shown:
        return
    held.found_format = source.found_format
    source = held
    known = {
        item.identity: item for item in source.items.filter(identity__in=[each.identity for each in some])
    }
    keys = [each.canonical for each in some if each.canonical]
    by_address = {item.canonical: item for item in source.items.filter(canonical__in=keys)}
    still_there, changed, private = [], [], []
    for each in some:
        item = known.get(each.identity) or by_address.get(each.canonical)
        if each.found.is_private:
            private += [item.pk] if item else []
            continue
        if item is None:
            changed.append(_create(source, each, now))
            continue
        item.source = source
        still_there.append(item.pk)
        if _update(item, each, now):
            changed.append(item)
    source.items.filter(pk__in=still_there).update(last_seen=now)
    forget(source.items.filter(pk__in=private))
    deduplicate(changed)


def _create(source: HarvestSource, each: IdentifiedItem, now: datetime) -> HarvestedItem:
    found = each.found
    spread = timedelta(seconds=int(each.identity[:8], 16) % VISIT_EVERY.total_seconds())
    item = HarvestedItem(
        source=source,
        identity=each.identity,
        canonical=each.canonical,
        first_seen=now,
        last_seen=now,
        kind=EVENT if source.found_format == SourceFormat.CALENDAR else ARTICLE,
        wants_page=found.wants_page,
        # In the first harvest, nobody knows when an undated item was published; in later ones, an unknown item is new.
        date=None if source.first_harvest is None else min(now, found.changed or now),
    )
    if found.address:
        item.next_visit = now if found.wants_page else now + spread
    _update(item, each, now)
    item.save()
    return item


def _update(item: HarvestedItem, each: IdentifiedItem, now: datetime) -> bool:
    """Takes over what was found; returns whether anything changed. Values that the source no longer gives are kept."""
    found, date = each.found, each.found.date
    if date is not None and item.kind != EVENT and date > now + _FUTURE:
        date = None  # news dated in the future is a mistake, and would be first for ever
    values: dict[str, object] = {
        "address": _address(item, found),
        "language": declared_language(found.language) or item.language,
        "place": found.place[:PLACE],
        "status": found.status,
        "date": date or item.date,
        "day": found.day,
        "ends_at": found.ends_at,
    }
    if values["address"] != item.address and found.address:
        values["canonical"] = each.canonical
    if found.title:
        values |= {"title": found.title[:TITLE], "title_key": title_key(found.title)}
    if found.summary:
        values["summary"] = found.summary
    different = {name: value for name, value in values.items() if getattr(item, name) != value}
    for name, value in different.items():
        setattr(item, name, value)
    if different and item.pk:
        item.save(update_fields=list(different))
    return bool(different)


def _address(item: HarvestedItem, found: FoundItem) -> str:
    """Returns where the item is now.

    The address found on its page (a redirect, a canonical address) is kept while the feed gives the same address as
    before.
    """
    if item.address and canonical_key(found.address) in {"", item.canonical, item.identity}:
        return item.address
    return found.address or fallback_address(item.source)


def fallback_address(source: HarvestSource) -> str:
    """Returns the link for an item without an address: the source's public page if there is one, else its site."""
    parts = urlsplit(source.address)
    return source.page_address or f"{parts.scheme}://{parts.netloc}/"
