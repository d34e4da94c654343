"""Sends changed entries to the engines: at once to the database, by the outbox to a server.

Called in the transaction that writes the entries, after they are written.
"""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings

from search.engines import get_database_engine, get_server_engine
from search.engines.documents import EntryDocument
from search.models import IndexChange, SearchEntry

# Values of the facet `source`: a page of this site, or something found on a cluster's own site.
SITE = "site"
EXTERNAL = "external"
# Values of the facet `when`.
COMING = "coming"
PAST = "past"


def page_key(page_id: int) -> str:
    """The id of a page's entry in the table and in every engine."""
    return f"page-{page_id}"


def is_over(ends_at: datetime | None, now: datetime) -> bool | None:
    """Whether what ends at `ends_at` is over at `now`; None for what does not take place."""
    return None if ends_at is None else ends_at <= now


def as_document(entry: SearchEntry) -> EntryDocument:
    """An entry as the engines take it."""
    date = entry.date
    if date is not None and entry.cluster is not None:
        date = date.astimezone(entry.cluster.time_zone)
    return EntryDocument(
        id=entry.key,
        language=entry.language,
        title=entry.title,
        summary=entry.summary,
        body=entry.body,
        keywords=tuple(entry.keywords),
        kind=entry.kind,
        cluster=entry.cluster.slug if entry.cluster else "federation",
        topics=tuple(entry.topics),
        audiences=tuple(entry.audiences),
        country=entry.country,
        source=entry.source,
        organisation=entry.organisation,
        when="" if entry.is_over is None else PAST if entry.is_over else COMING,
        date=date,
        visible_from=entry.visible_from,
        visible_until=entry.visible_until,
        url=entry.url,
    )


def index_entries(entries: Iterable[SearchEntry]) -> None:
    """These entries were written."""
    listed = list(entries)
    get_database_engine().index(settings.FEDCMS_SEARCH_INDEX, map(as_document, listed))
    _note([entry.key for entry in listed])


def remove_entries(keys: Iterable[str], never_noted: Iterable[str] = ()) -> None:
    """Entries of these keys are gone; `never_noted` are those that had none, of which only the database is told."""
    listed = list(keys)
    if gone := [*listed, *never_noted]:
        get_database_engine().remove(settings.FEDCMS_SEARCH_INDEX, gone)
        _note(listed)


def _note(keys: list[str]) -> None:
    if keys and get_server_engine() is not None:
        IndexChange.objects.bulk_create([IndexChange(key=key) for key in keys])
