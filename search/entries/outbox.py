"""Delivers the outbox, or all entries, to the search server."""

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from search.engines import Change
from search.entries.building import all_documents
from search.entries.indexing import as_document
from search.models import IndexChange, SearchEntry, version_of

if TYPE_CHECKING:
    from search.engines import ElasticsearchEngine

BATCH = 200
REMEMBERED = timedelta(seconds=5)
"""How long a change that was delivered is remembered: longer than the server's refresh and a search's time-out."""


def deliver(server: "ElasticsearchEngine") -> int:
    """Writes the changes that have waited longest; returns how many there were.

    Safe at any moment and from several processes at once: what an entry is now is read after the change was, the
    server keeps the higher version, and a change counts as delivered only when the server has it. One that came too
    late (the server has a higher version, read before this one's transaction ended) is noted again with a newer
    version. Raises `SearchUnavailable`.
    """
    IndexChange.objects.filter(delivered_at__lt=timezone.now() - REMEMBERED).delete()
    changes = list(IndexChange.objects.waiting()[:BATCH])
    if not changes:
        return 0
    versions = {change.key: change.version for change in sorted(changes, key=lambda change: change.version)}
    entries = SearchEntry.objects.select_related("cluster").in_bulk(list(versions), field_name="key")
    late = server.apply(
        settings.FEDCMS_SEARCH_INDEX,
        [
            Change(key, version, as_document(entries[key]) if key in entries else None)
            for key, version in versions.items()
        ],
    )
    with transaction.atomic():
        IndexChange.objects.bulk_create([IndexChange(key=key) for key in sorted(late)])
        told = IndexChange.objects.filter(pk__in=[change.pk for change in changes])
        told.update(delivered_at=timezone.now())
    return len(changes)


def rebuild_server(server: "ElasticsearchEngine") -> None:
    """Fills a new index from the entries; what is searched meanwhile is the old one, or the database.

    Raises `SearchUnavailable`.
    """
    # Every change that is not in the entries read from now on is newer, or is noted again as too late.
    version = version_of(timezone.now())
    server.rebuild(settings.FEDCMS_SEARCH_INDEX, all_documents(), version=version)


def note_differences(server: "ElasticsearchEngine") -> int:
    """Notes a change for every entry that the server has otherwise; returns how many.

    For what no outbox can know: a database restored from a copy, a server that was not named for a while. Raises
    `SearchUnavailable`.
    """
    keys = [key for key, _wrong in server.differences(settings.FEDCMS_SEARCH_INDEX, all_documents())]
    IndexChange.objects.bulk_create([IndexChange(key=key) for key in keys], batch_size=500)
    return len(keys)
