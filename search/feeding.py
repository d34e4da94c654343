"""Brings the changes of the outbox, or all entries, to the search server."""

from django.conf import settings
from django.db import transaction

from search.engines import Change, ElasticsearchEngine
from search.entries import all_documents
from search.indexing import as_document
from search.models import IndexChange, SearchEntry

BATCH = 200


def deliver(server: ElasticsearchEngine) -> int:
    """Writes the changes that have waited longest; returns how many there were.

    Safe at any moment and from several processes at once: what an entry is now is read after the change was, the
    server keeps the higher version, and a change is forgotten only when the server has it. One that came too late
    (the server has a higher version, read before this one's transaction ended) is noted again with a newer version.
    Raises `SearchUnavailable`.
    """
    changes = list(IndexChange.objects.oldest(BATCH))
    if not changes:
        return 0
    versions = {change.key: change.pk for change in changes}
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
        IndexChange.objects.filter(pk__in=[change.pk for change in changes]).delete()
    return len(changes)


def rebuild_server(server: ElasticsearchEngine) -> None:
    """Fills a new index from the entries; what is searched meanwhile is the old one, or the database.

    Raises `SearchUnavailable`.
    """
    # Every change that is not in the entries read from now on has a higher id, or is noted again as too late.
    marker = IndexChange.objects.create(key="")
    marker_id = marker.pk
    marker.delete()
    server.rebuild(settings.FEDCMS_SEARCH_INDEX, all_documents(), version=marker_id)
