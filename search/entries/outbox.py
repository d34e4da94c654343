"""Delivers the outbox, or all entries, to the search server."""

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from search.engines import Change, EntryDocument
from search.entries.building import all_documents
from search.entries.indexing import as_document
from search.models import EntryVector, IndexChange, SearchEntry, version_of

if TYPE_CHECKING:
    from search.engines import ElasticsearchEngine

BATCH = 200
REMEMBERED = timedelta(seconds=5)
"""How long a delivered change is kept: longer than the server's refresh and a search's time-out together."""


def deliver(server: "ElasticsearchEngine") -> int:
    """Sends the oldest waiting changes to the server, at most `BATCH`; returns how many there were.

    Safe at any moment and in several processes at once. An entry is read after its change, the server keeps the higher
    version, and a change counts as delivered only when the server has it. When the server already has a higher version
    (read before this change's transaction ended), the change is noted again with a newer version. Raises
    `SearchUnavailable`.
    """
    IndexChange.objects.filter(delivered_at__lt=timezone.now() - REMEMBERED).delete()
    changes = list(IndexChange.objects.waiting()[:BATCH])
    if not changes:
        return 0
    versions = {change.key: change.version for change in sorted(changes, key=lambda change: change.version)}
    entries = SearchEntry.objects.select_related("cluster").in_bulk(list(versions), field_name="key")
    vectors = EntryVector.objects.numbers_in(server.space, [entry.pk for entry in entries.values()])

    def document(key: str) -> EntryDocument | None:
        entry = entries.get(key)
        return as_document(entry, vector=vectors.get(entry.pk)) if entry else None

    late = server.apply(
        settings.FEDCMS_SEARCH_INDEX,
        [Change(key, version, document(key)) for key, version in versions.items()],
    )
    with transaction.atomic():
        IndexChange.objects.bulk_create([IndexChange(key=key) for key in sorted(late)])
        told = IndexChange.objects.filter(pk__in=[change.pk for change in changes])
        told.update(delivered_at=timezone.now())
    return len(changes)


def rebuild_server(server: "ElasticsearchEngine") -> None:
    """Fills a new index on the server from all entries. Searches use the old index, or the database, meanwhile.

    Raises `SearchUnavailable`.
    """
    # Changes that the entries read below do not contain get a higher version, or are noted again by `deliver`.
    version = version_of(timezone.now())
    server.rebuild(settings.FEDCMS_SEARCH_INDEX, all_documents(server.space), version=version)


def note_differences(server: "ElasticsearchEngine") -> int:
    """Notes a change for every entry that the server has differently; returns how many.

    For differences that no outbox can know: a database restored from a copy, a server that was not configured for a
    while. Raises `SearchUnavailable`.
    """
    keys = [
        key for key, _wrong in server.differences(settings.FEDCMS_SEARCH_INDEX, all_documents(server.space))
    ]
    IndexChange.objects.bulk_create([IndexChange(key=key) for key in keys], batch_size=500)
    return len(keys)
