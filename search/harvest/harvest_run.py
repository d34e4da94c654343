"""Harvests one source: fetches, parses, stores, and notes the outcome."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from search.harvest.errors import HarvestError, HostBusyError, unexpected_too
from search.harvest.fetching import FetchedResponse, Fetcher, Limits
from search.harvest.harvested_items import Context, FoundItem, Parsed
from search.harvest.network import Resolver, origin_of, system_resolver
from search.harvest.notices import tell_publishers
from search.harvest.parsing.subprocess_parser import parse_apart, read_page_apart
from search.harvest.politeness import Politeness, answered, note_failure
from search.harvest.storing import store
from search.harvest_failures import Failure
from search.models import HarvestSource, SourceFormat, SourceState

TELL_AFTER = 3
"""After how many failures in a row the cluster's publishers get a mail."""
LONGEST_PAUSE = timedelta(days=1)
_NOTED = ("last_try", "failures", "last_error", "last_error_detail", "told_at", "next_try")
_NOTED_OF_SUCCESS = ("last_success", "first_harvest", "found_format", "address", "etag", "last_modified")


def harvest(source_id: int, turn: datetime | None = None, resolver: Resolver = system_resolver) -> None:
    """Harvests a source if it is in service; with `turn`, only if its `next_try` still equals that moment.

    `turn` comes from search.harvest.scheduling, so that a task that runs twice harvests once. No transaction is open
    while the other site is asked.
    """
    source = HarvestSource.objects.select_related("cluster").filter(pk=source_id).first()
    if source is None or source.state != SourceState.ACTIVE or (turn and source.next_try != turn):
        return
    asked = source.address
    fetcher = Fetcher(Limits.usual(), resolver, Politeness(resolver).before)
    try:
        with unexpected_too(f"source {source.pk}"):
            fetched, parsed = read_source(source, fetcher)
            if parsed is not None:
                _keep(source, parsed, fetcher)
            _note_success(source, fetched, asked)
        answered(origin_of(fetched.address))
    except HostBusyError as busy:
        HarvestSource.objects.filter(pk=source.pk).update(next_try=busy.until)
    except HarvestError as error:
        note_failure(error)
        _note_failure(source, error)


def read_source(source: HarvestSource, fetcher: Fetcher) -> tuple[FetchedResponse, Parsed | None]:
    """Returns a source's response, and what was parsed from it; None when nothing changed. Raises `HarvestError`.

    When the address leads to a web page, the first feed that the page names is read instead.
    """
    conditions = {"If-None-Match": source.etag, "If-Modified-Since": source.last_modified}
    headers = {"Accept": "*/*", **{name: value for name, value in conditions.items() if value}}
    fetched = fetcher.fetch(source.address, headers=headers)
    if fetched.status == 304:
        return fetched, None
    parsed = _parsed(source, fetched)
    if parsed is None and source.format == SourceFormat.AUTO:
        feeds = read_page_apart(fetched.body, _context(source, fetched)).feeds
        if feeds:
            fetched = fetcher.fetch(feeds[0])
            parsed = _parsed(source, fetched)
            source.address = fetched.moved_to or feeds[0]
    if parsed is None:
        raise HarvestError(Failure.NOT_A_FEED, fetched.headers.get("content-type", ""))
    return fetched, parsed


def _context(source: HarvestSource, fetched: FetchedResponse) -> Context:
    return Context(
        address=fetched.address,
        content_type=fetched.headers.get("content-type", ""),
        time_zone=source.cluster.time_zone,
        limit=settings.FEDCMS_HARVEST_ITEMS,
    )


def _parsed(source: HarvestSource, fetched: FetchedResponse) -> Parsed | None:
    wanted = "" if source.format == SourceFormat.AUTO else source.format
    return parse_apart(fetched.body, _context(source, fetched), wanted, size=settings.FEDCMS_HARVEST_BYTES)


def _keep(source: HarvestSource, parsed: Parsed, fetcher: Fetcher) -> None:
    source.found_format = parsed.format
    items: list[FoundItem] = list(parsed.items)
    for child in parsed.children:
        fetched = fetcher.fetch(child)
        part = _parsed(source, fetched)
        items += part.items if part else []
    limit = settings.FEDCMS_HARVEST_ITEMS
    usable = store(source, items[:limit], timezone.now())
    if items and not usable:
        raise HarvestError(Failure.EMPTY)


@transaction.atomic
def _note_success(source: HarvestSource, fetched: FetchedResponse, asked: str) -> None:
    """Notes a successful harvest. Changes that others made to the source meanwhile (a pause, an address) stay."""
    now = timezone.now()
    row = HarvestSource.objects.select_for_update().filter(pk=source.pk).first()
    if row is None:
        return
    row.last_try = row.last_success = now
    row.failures, row.last_error, row.last_error_detail, row.told_at = 0, "", "", None
    row.next_try = now + timedelta(seconds=settings.FEDCMS_HARVEST_INTERVAL)
    row.found_format = source.found_format
    if row.address == asked:
        row.first_harvest = row.first_harvest or now
        row.address = fetched.moved_to or source.address
        if fetched.status != 304:
            row.etag = fetched.headers.get("etag", "").replace("\0", "")[:300]
            row.last_modified = fetched.headers.get("last-modified", "").replace("\0", "")[:100]
    row.save(update_fields=[*_NOTED, *_NOTED_OF_SUCCESS])


@transaction.atomic
def _note_failure(source: HarvestSource, error: HarvestError) -> None:
    """Counts a failure and delays the next try. Mails the publishers at the third in a row, or when the source ends."""
    now = timezone.now()
    row = HarvestSource.objects.select_for_update().select_related("cluster").filter(pk=source.pk).first()
    if row is None:
        return
    row.last_try = now
    row.failures += 1
    row.last_error, row.last_error_detail = error.failure.value, error.detail
    row.next_try = max(now + backoff(row.failures), error.retry_at or now)
    if error.failure is Failure.GONE and row.state == SourceState.ACTIVE:
        row.state = SourceState.ENDED
    if row.told_at is None and (row.failures >= TELL_AFTER or row.state == SourceState.ENDED):
        row.told_at = now
        tell_publishers(row)
    row.save(update_fields=[*_NOTED, "state"])


def backoff(failures: int) -> timedelta:
    """Returns how long to wait after so many failures in a row (1 or more): doubled each time, one day at most."""
    seconds: float = settings.FEDCMS_HARVEST_INTERVAL * 2 ** min(failures - 1, 20)
    return min(timedelta(seconds=seconds), LONGEST_PAUSE)
