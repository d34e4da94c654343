"""Sends changed entries to the engines: at once to the database, by the outbox to a server.

Called in the transaction that writes the entries, after they are written.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.conf import settings
from django.utils import timezone

from search.engines import DocumentVector, get_database_engine, get_server_engine
from search.engines.documents import EntryDocument
from search.models import EntryVector, IndexChange, SearchEntry

# Values of the facet `source`: a page of this site, or something found on a cluster's own site.
SITE = "site"
EXTERNAL = "external"
# Values of the facet `when`.
COMING = "coming"
PAST = "past"


def page_key(page_id: int) -> str:
    """Returns the id of a page's entry, in the table and in every engine."""
    return f"page-{page_id}"


def is_over(ends_at: datetime | None, now: datetime) -> bool | None:
    """Returns whether `ends_at` has come at `now`; None when there is no end, since nothing takes place."""
    return None if ends_at is None else ends_at <= now


def as_document(entry: SearchEntry, *, body: str | None = None, vector: bytes | None = None) -> EntryDocument:
    """Returns an entry as the document that engines store.

    Its date is given in the cluster's time zone, in the site's for the federation; the day that results show is its
    day, whatever the zone. `body` stands instead of the entry's own, which may not have been loaded. `vector` is what a
    search server that compares vectors gets, too.
    """
    date = entry.date
    if date is not None:
        date = date.astimezone(entry.cluster.time_zone if entry.cluster else timezone.get_default_timezone())
    return EntryDocument(
        id=entry.key,
        language=entry.language,
        title=entry.title,
        summary=entry.summary,
        body=entry.body if body is None else body,
        keywords=(*entry.keywords, *entry.names),
        names=tuple(entry.names),
        # What somebody else calls "Contact" does not stand before the federation's.
        title_is_name=entry.source != EXTERNAL,
        kind=entry.kind,
        cluster=entry.cluster.slug if entry.cluster else "federation",
        topics=tuple(entry.topics),
        audiences=tuple(entry.audiences),
        country=entry.country,
        source=entry.source,
        organisation=entry.organisation,
        when="" if entry.is_over is None else PAST if entry.is_over else COMING,
        date=date,
        day=entry.day,
        visible_from=entry.visible_from,
        visible_until=entry.visible_until,
        url=entry.url,
        vector=DocumentVector(entry.pk, vector) if vector else None,
    )


def index_entries(entries: Iterable[SearchEntry]) -> None:
    """Puts entries that were just written into the database's index, and notes them for the search server.

    Where the site searches by meaning, they are noted for the worker's embedding, too.
    """
    listed = list(entries)
    get_database_engine().index(settings.FEDCMS_SEARCH_INDEX, map(as_document, listed))
    note_for_server([entry.key for entry in listed])
    if settings.FEDCMS_EMBEDDER:
        EntryVector.objects.await_embedding([entry.pk for entry in listed])


def remove_entries(keys: Iterable[str], never_noted: Iterable[str] = ()) -> None:
    """Removes entries from the database's index, and notes the removal for the search server.

    `never_noted` are keys without an entry: they are removed from the database's index, but not noted for the server.
    """
    listed = list(keys)
    if gone := [*listed, *never_noted]:
        get_database_engine().remove(settings.FEDCMS_SEARCH_INDEX, gone)
        note_for_server(listed)


def note_for_server(keys: Sequence[str]) -> None:
    """Notes entries, by key, for the search server if there is one: the worker brings it what they are by then."""
    if keys and get_server_engine() is not None:
        IndexChange.objects.bulk_create([IndexChange(key=key) for key in keys])
