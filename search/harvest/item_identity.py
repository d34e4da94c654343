"""Identifies the items of a source: by a unique guid, or by address."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from search.harvest.harvested_items import FoundItem
from search.harvest.item_addresses import canonical_key, digest, is_root
from search.models import HarvestSource, SourceFormat

# Guids that are unique in the world: an address, a URN, a tag (RFC 4151). "42" is unique in its source at most.
_GLOBAL = re.compile(r"(?i)(https?|urn|tag):.{4}")


@dataclass(frozen=True)
class IdentifiedItem:
    """A found item with the keys that tell it apart: `identity` within its source, `canonical` for its address."""

    found: FoundItem
    identity: str
    canonical: str


def named(source: HarvestSource, items: Sequence[FoundItem]) -> Iterator[IdentifiedItem]:
    """Yields the usable items, each once. An item needs a title, or an address whose page can complete it.

    A guid that several addresses share, or an address that several guids share, tells nothing apart and is not used;
    nor is the address of a home page. Private items are yielded too, so that stored ones can be deleted.
    """
    addresses, guids = defaultdict(set), defaultdict(set)
    for item in items:
        addresses[item.guid].add(item.address)
        guids[item.address].add(item.guid)
    seen: set[str] = set()
    for item in items:
        guid = item.guid if len(addresses[item.guid]) == 1 else ""
        canonical = canonical_key(item.address) if len(guids[item.address]) == 1 else ""
        is_usable = item.title or (item.address and item.wants_page)
        if not is_usable and not item.is_private:
            continue
        identity = _identity(source, item, guid, canonical)
        if identity not in seen:
            seen.add(identity)
            yield IdentifiedItem(item, identity, "" if is_root(item.address) else canonical)


def _identity(source: HarvestSource, item: FoundItem, guid: str, canonical: str) -> str:
    is_calendar = source.found_format == SourceFormat.CALENDAR
    if guid and (is_calendar or _GLOBAL.match(guid)):
        return digest(guid)
    if guid:
        return digest(f"{source.pk} {guid}")
    return canonical or digest(f"{source.pk} {item.address} {item.title} {item.date}")
