"""Visits items' own pages: removes those that are gone, completes those that wait for metadata."""

import time
from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from search.harvest.deduplication import deduplicate
from search.harvest.errors import HarvestError, HostBusyError, unexpected_too
from search.harvest.fetching import FetchedResponse, Fetcher, Limits
from search.harvest.harvested_items import Context
from search.harvest.item_addresses import clean_address
from search.harvest.network import Resolver, origin_of, system_resolver
from search.harvest.page_metadata import complete
from search.harvest.parsing.pages import HEAD, PageMetadata
from search.harvest.parsing.subprocess_parser import read_page_apart
from search.harvest.politeness import Politeness, answered, note_failure, refuse_busy
from search.harvest.row_locks import held_item
from search.harvest.storing import VISIT_EVERY
from search.harvest_failures import Failure
from search.models import HarvestedItem, HarvestHost

PAGE_LIMITS = Limits(seconds=15, size=HEAD)
PATIENCE = 30.0
"""How many seconds one task visits items of a host: other tasks wait for the worker."""
LEASE = timedelta(minutes=30)
"""After how long a claimed visit that did not end is given out again: its task may have been lost."""
RETRY = timedelta(hours=4)
"""When to visit again after an answer that says nothing of the item: the host is down, or robots.txt forbids it."""
GONE_FOR_GOOD = timedelta(days=30)
"""How long an item that is gone is still visited, in case somebody puts it back."""
# The fields of an item that a visit may change; all others belong to the harvest.
_NOTED = (
    "gone_at", "next_visit", "address", "canonical", "wants_page", "title", "title_key", "summary", "language", "date",
)  # fmt: skip
_GONE = frozenset({Failure.MISSING, Failure.GONE})


def visit(ids: Iterable[int], origin: str = "", resolver: Resolver = system_resolver) -> None:
    """Visits these items one after the other, for half a minute; the rest is due again at once.

    `origin` is the host that was claimed for them (search.harvest.scheduling); it is released afterwards.
    """
    fetcher = Fetcher(PAGE_LIMITS, resolver, Politeness(resolver).before)
    ends = time.monotonic() + PATIENCE
    try:
        for item_id in sorted(ids):
            if time.monotonic() < ends:
                _visit_one(item_id, fetcher)
            else:
                _not_looked_at().filter(pk=item_id).update(next_visit=timezone.now())
    finally:
        HarvestHost.objects.filter(origin=origin).update(visited_until=None)


def _not_looked_at() -> "QuerySet[HarvestedItem]":
    """Returns items that are due or claimed. Those that another task has visited meanwhile are due much later."""
    return HarvestedItem.objects.to_visit(timezone.now() + LEASE)


def _visit_one(item_id: int, fetcher: Fetcher) -> None:
    item = _not_looked_at().filter(pk=item_id).select_related("source__cluster").first()
    if item is None:
        return
    try:
        with unexpected_too(f"item {item_id}"):
            refuse_busy(origin_of(item.address))
            fetched = _ask(item, fetcher)
            _note_page(item, fetched, _metadata(item, fetched))
        answered(origin_of(fetched.address))
    except HostBusyError as busy:
        HarvestedItem.objects.filter(pk=item_id).update(next_visit=busy.until)
    except HarvestError as error:
        note_failure(error)
        _note_error(item, error)


def _ask(item: HarvestedItem, fetcher: Fetcher) -> FetchedResponse:
    """Fetches an item's address with HEAD, which spares both sides the body, and again with GET after a refusal.

    An item that waits for metadata is fetched with GET at once.
    """
    if not item.wants_page:
        try:
            return fetcher.fetch(item.address, method="HEAD")
        except HarvestError as error:
            if error.failure not in _GONE | {Failure.HTTP, Failure.REFUSED, Failure.SERVER, Failure.NOT_HTTP}:
                raise
    return fetcher.fetch(item.address, cut=True)


def _metadata(item: HarvestedItem, fetched: FetchedResponse) -> PageMetadata | None:
    """Returns the page's metadata if the item waits for it, else None."""
    if not item.wants_page:
        return None
    content_type = fetched.headers.get("content-type", "")
    context = Context(fetched.address, content_type, item.source.cluster.time_zone, limit=0)
    return read_page_apart(fetched.body, context)


@transaction.atomic
def _note_error(asked: HarvestedItem, error: HarvestError) -> None:
    now = timezone.now()
    item = _still_there(asked)
    if item is None:
        return
    if error.failure not in _GONE:
        item.next_visit = max(now + RETRY, error.retry_at or now)
        item.save(update_fields=["next_visit"])
        return
    item.gone_at = item.gone_at or now
    item.next_visit = now + VISIT_EVERY if now < item.gone_at + GONE_FOR_GOOD else None
    item.save(update_fields=["gone_at", "next_visit"])
    deduplicate([item])


@transaction.atomic
def _note_page(asked: HarvestedItem, fetched: FetchedResponse, metadata: PageMetadata | None) -> None:
    now = timezone.now()
    item = _still_there(asked)
    if item is None:
        return
    changed = item.gone_at is not None
    item.gone_at, item.next_visit = None, now + VISIT_EVERY
    if moved := clean_address(fetched.moved_to):
        item.address, changed = moved, True
    if item.wants_page and metadata is not None:
        complete(item, metadata, now)
        changed = True
    item.save(update_fields=_NOTED)
    if changed:
        deduplicate([item])


def _still_there(asked: HarvestedItem) -> HarvestedItem | None:
    """Returns the item as stored now, locked; None when it is gone, or a harvest changed its address meanwhile.

    In the latter case the new address is due at once.
    """
    item = held_item(asked.pk)
    if item is None or item.address == asked.address:
        return item
    item.next_visit = timezone.now()
    item.save(update_fields=["next_visit"])
    return None
