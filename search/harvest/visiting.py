"""Looks at items' own addresses: who is gone there leaves search, and who waits for its page's metadata gets it."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.db import transaction
from django.utils import timezone

from search.harvest.addresses import canonical_key, clean_address
from search.harvest.errors import Failure, HarvestError, HostBusyError, unexpected_too
from search.harvest.fetching import Fetched, Fetcher, Limits
from search.harvest.holding import held_item
from search.harvest.items import Context
from search.harvest.joining import settle, title_key
from search.harvest.network import Resolver, system_resolver
from search.harvest.parsing.pages import PageFacts, read_page
from search.harvest.politeness import Politeness, stay_away
from search.harvest.storing import VISIT_EVERY, declared_language
from search.models import HarvestedItem

# A page's head stands in its first half megabyte.
PAGE_LIMITS = Limits(seconds=15, size=512 * 1024)
RETRY = timedelta(hours=4)
"""After an answer that says nothing about the item: the host is down, or robots.txt is in the way."""
GONE_FOR_GOOD = timedelta(days=30)
"""So long an item that is gone is looked at, in case somebody puts it back."""
# What a visit may change of an item; the rest is the harvest's.
_NOTED = (
    "gone_at", "next_visit", "address", "canonical", "wants_page", "title", "title_key", "summary", "language", "date",
)  # fmt: skip
_GONE = frozenset({Failure.MISSING, Failure.GONE})


def visit(ids: Iterable[int], resolver: Resolver = system_resolver) -> None:
    """Looks at these items, one after the other."""
    fetcher = Fetcher(PAGE_LIMITS, resolver, Politeness(resolver).before)
    items = HarvestedItem.objects.filter(pk__in=list(ids), next_visit__isnull=False).select_related(
        "source__cluster"
    )
    for item in items.order_by("pk"):
        try:
            with unexpected_too(f"item {item.pk}"):
                fetched = _ask(item, fetcher)
                _note_page(item, fetched, _facts(item, fetched))
        except HostBusyError as busy:
            HarvestedItem.objects.filter(pk=item.pk).update(next_visit=busy.until)
        except HarvestError as error:
            _note_error(item, error)


def _ask(item: HarvestedItem, fetcher: Fetcher) -> Fetched:
    """HEAD spares both sides the page; what it says against the item is asked again as a browser would."""
    if not item.wants_page:
        try:
            return fetcher.fetch(item.address, method="HEAD")
        except HarvestError as error:
            if error.failure not in _GONE | {Failure.HTTP, Failure.REFUSED, Failure.SERVER, Failure.NOT_HTTP}:
                raise
    return fetcher.fetch(item.address, cut=True)


def _facts(item: HarvestedItem, fetched: Fetched) -> PageFacts | None:
    """What the page says, if that was asked for."""
    if not item.wants_page:
        return None
    content_type = fetched.headers.get("content-type", "")
    context = Context(fetched.address, content_type, item.source.cluster.time_zone, limit=0)
    return read_page(fetched.body, context)


@transaction.atomic
def _note_error(asked: HarvestedItem, error: HarvestError) -> None:
    now = timezone.now()
    if error.retry_at and error.origin:
        stay_away(error.origin, error.retry_at)
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
    settle([item])


@transaction.atomic
def _note_page(asked: HarvestedItem, fetched: Fetched, facts: PageFacts | None) -> None:
    now = timezone.now()
    item = _still_there(asked)
    if item is None:
        return
    changed = item.gone_at is not None
    item.gone_at, item.next_visit = None, now + VISIT_EVERY
    if moved := clean_address(fetched.moved_to):
        item.address, changed = moved, True
    if item.wants_page and facts is not None:
        _complete(item, facts, now)
        changed = True
    item.save(update_fields=_NOTED)
    if changed:
        settle([item])


def _still_there(asked: HarvestedItem) -> HarvestedItem | None:
    """The item as its row says now, held; `None` when a harvest gave it another address, which is asked instead."""
    item = held_item(asked.pk)
    if item is None or item.address == asked.address:
        return item
    item.next_visit = timezone.now()
    item.save(update_fields=["next_visit"])
    return None


def _complete(item: HarvestedItem, facts: PageFacts, now: datetime) -> None:
    """What the sitemap said stands; the page says the rest, and where it is."""
    item.wants_page = False
    item.title = item.title or facts.title
    item.title_key = title_key(item.title)
    item.summary = item.summary or facts.summary
    item.language = item.language or declared_language(facts.language)
    date = facts.date if facts.date and facts.date <= now + timedelta(days=1) else None
    # A sitemap's own date may be that of the last change.
    item.date = date or item.date
    # Another site's address would be somebody else's word for where this is.
    if facts.canonical and urlsplit(facts.canonical).netloc == urlsplit(item.address).netloc:
        item.address, item.canonical = facts.canonical, canonical_key(facts.canonical)
