"""Compares the search with what is public, for `manage.py check_search`."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.utils import timezone

from clusters.content.registry import searchable_classes
from clusters.models import ContentPage, Organisation
from fedcms.core.models.base_page import BasePage
from search.engines import get_database_engine, get_server_engine
from search.entries.building import BATCH, all_documents, entry_values, searchable_now_or_later
from search.entries.indexing import page_key
from search.entries.organisations import directories, wanted_entries, with_all_words
from search.entries.page_clusters import clusters_of
from search.harvest.deduplication_check import deduplication_differences
from search.harvest.entry_columns import wanted_items
from search.models import IndexChange, SearchEntry

Wanted = tuple[str, dict[str, Any]]


def _wanted_of_pages(model: type[BasePage]) -> Iterator[Wanted]:
    pages = searchable_now_or_later(list(model.objects.filter(live=True)))
    clusters = clusters_of(pages)
    for page in pages:
        values = entry_values(page, clusters.get(page.pk))
        if (
            values["date"] is not None
            and page.first_published_at is None
            and not isinstance(page, ContentPage)
        ):
            # Without a first publication, the entry's date is when it was written, which cannot be compared.
            del values["date"]
        yield page_key(page.pk), values


def _wanted() -> Iterator[Wanted]:
    """Yields (key, columns) of every entry that should exist."""
    for model in searchable_classes():
        yield from _wanted_of_pages(model)
    rows = with_all_words(Organisation.objects.order_by("pk"))
    yield from wanted_entries(rows.iterator(BATCH), directories())
    yield from wanted_items()


def _outdated(wanted: Iterable[Wanted], entries: dict[str, SearchEntry]) -> Iterator[str]:
    for key, values in wanted:
        if key in entries and (names := entries[key].differing_columns(values)):
            yield f"{key} is out of date: {', '.join(names)}"


def differences() -> list[str]:
    """Returns in words what the table or an engine has too much, lacks or has differently; empty when all is right.

    What a search server lacks because it waits in the outbox is marked as such: the worker will deliver it. Raises
    `SearchUnavailable` when the server does not answer.
    """
    wanted = dict(_wanted())
    entries = {entry.key: entry for entry in SearchEntry.objects.all()}
    indexed = set(get_database_engine().ids(settings.FEDCMS_SEARCH_INDEX))
    return (
        [f"{key} is public but has no entry" for key in sorted(wanted.keys() - entries.keys())]
        + [f"{key} has an entry but is not public" for key in sorted(entries.keys() - wanted.keys())]
        + sorted(_outdated(wanted.items(), entries))
        + list(deduplication_differences(timezone.now()))
        + [f"{key} has an entry but is not in the engine" for key in sorted(entries.keys() - indexed)]
        + [f"{key} is in the engine but has no entry" for key in sorted(indexed - entries.keys())]
        + _differences_of_server()
    )


def _differences_of_server() -> list[str]:
    server = get_server_engine()
    if server is None:
        return []
    waiting = set(IndexChange.objects.waiting().values_list("key", flat=True))
    known = server.has_vectors(settings.FEDCMS_SEARCH_INDEX)
    found = server.differences(settings.FEDCMS_SEARCH_INDEX, all_documents(server.space))
    return ([] if known else ["the search server has no vectors of the embedder in use"]) + [
        f"{key} {wrong}" + (" yet; it waits for the worker" if key in waiting else "") for key, wrong in found
    ]
