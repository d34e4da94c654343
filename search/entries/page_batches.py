"""Writes the entries of many pages in few queries: for a rebuild, and for pages written together.

Entries are written in bulk, which sends no signals: the caller deduplicates harvested items afterwards.
"""

from collections.abc import Mapping, Sequence

from django.db import transaction
from wagtail.models import Page

from clusters.models import ContentPage
from fedcms.core.models.base_page import BasePage
from fedcms.core.pages.row_locks import lock_rows
from search.entries.building import entry_values, forget, searchable_now_or_later
from search.entries.indexing import index_entries, page_key
from search.entries.page_clusters import clusters_of
from search.models import SearchEntry


@transaction.atomic
def sync_rows(by_type: Mapping[type[BasePage], Sequence[int]]) -> list[SearchEntry]:
    """Brings the entries of pages, given by type, up to date from their stored rows; returns those that were written.

    Locks the pages until their entries are written: whoever publishes one waits. Entries that are already right are
    not written again. A page that is gone, or not public, loses its entry.
    """
    ids = [page_id for some in by_type.values() for page_id in some]
    lock_rows(Page.objects.filter(pk__in=ids))
    pages = [page for model, some in by_type.items() for page in _pages(model, some)]
    clusters = clusters_of(pages)
    wanted = {
        page_key(page.pk): entry_values(page, clusters.get(page.pk))
        for page in searchable_now_or_later(pages)
    }
    keys = [page_key(page_id) for page_id in ids]
    if gone := [key for key in keys if key not in wanted]:
        forget(gone)
    stored = {entry.key: entry for entry in SearchEntry.objects.filter(key__in=wanted)}
    new = [SearchEntry(key=key, **values) for key, values in wanted.items() if key not in stored]
    changed: list[SearchEntry] = []
    columns: set[str] = set()
    for key, entry in stored.items():
        if differing := entry.differing_columns(wanted[key]):
            columns.update(differing)
            changed.append(entry)
            for name in differing:
                setattr(entry, name, wanted[key][name])
    SearchEntry.objects.bulk_create(new)
    if changed:
        SearchEntry.objects.bulk_update(changed, sorted(columns))
    if written := [*new, *changed]:
        index_entries(written)
    return written


def _pages(model: type[BasePage], ids: Sequence[int]) -> list[BasePage]:
    rows = model.objects.filter(pk__in=ids).order_by("pk").select_related("locale")
    if issubclass(model, ContentPage):
        rows = rows.select_related("cluster", "organisation").prefetch_related("topics")
    return list(rows.prefetch_related(*model.search_relations))
