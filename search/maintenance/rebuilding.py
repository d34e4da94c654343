"""Rebuilds all entries and the database's index while the site is in use.

Each row is locked when it is read and written in the same transaction: a page, an organisation or an item when its
entry is made, an entry when it is indexed. An entry that somebody else is writing is passed over without waiting: that
transaction indexes it itself. Afterwards such entries are checked once more, one by one.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from django.conf import settings
from django.db import connection, transaction
from wagtail.models import Page

from clusters.content.registry import searchable_classes
from clusters.models import Organisation
from fedcms.core.pages.row_locks import lock_rows
from search.engines import EntryDocument, get_database_engine
from search.entries.building import BATCH, forget, sync_organisations, sync_row
from search.entries.indexing import as_document, page_key
from search.entries.organisations import directories, wanted_keys
from search.entries.page_batches import sync_rows
from search.harvest.deduplication import deduplicate_all, deduplicate_row
from search.harvest.entry_columns import wanted_item_keys
from search.models import PromotedResult, SearchEntry

_OWNED = re.compile(r"(page|organisation|item)-(\d+)(?:-.*)?")


def rebuild() -> int:
    """Brings all entries up to date, then rebuilds the database's index; returns how many entries there are."""
    # First, since `sync_rows` below writes to the index too.
    get_database_engine().create(settings.FEDCMS_SEARCH_INDEX)
    wanted: set[str] = set()
    for model in searchable_classes():
        live = list(model.objects.filter(live=True).order_by("pk").values_list("pk", flat=True))
        for ids in _batches(live):
            sync_rows({model: ids})
        wanted |= {page_key(page_id) for page_id in live}
    for ids in _batches(list(Organisation.objects.order_by("pk").values_list("pk", flat=True))):
        _sync_members(ids)
    deduplicate_all()
    wanted |= wanted_keys() | wanted_item_keys()
    sync_keys(SearchEntry.objects.exclude(key__in=wanted).values_list("key", flat=True))
    sync_keys(_write_all())
    return SearchEntry.objects.count()


def prepare_storage() -> None:
    """Creates the tables of the database's index, and fills them when entries are missing, as after a new layout.

    Computes the keys of promoted results again, too. Called after each migration, even when the table of entries does
    not exist (yet, or any more).
    """
    engine = get_database_engine()
    engine.create(settings.FEDCMS_SEARCH_INDEX)
    tables = connection.introspection.table_names()
    if PromotedResult._meta.db_table in tables:
        PromotedResult.objects.resync_keys()
    if SearchEntry._meta.db_table not in tables:
        return
    kept = set(SearchEntry.objects.values_list("key", flat=True))
    if kept.difference(engine.ids(settings.FEDCMS_SEARCH_INDEX)):
        _write_all()


def forget_profiles() -> int:
    """Deletes facet profiles that no entry has any more; returns how many. The worker runs it daily."""
    return get_database_engine().forget_profiles(settings.FEDCMS_SEARCH_INDEX)


def sync_keys(keys: Iterable[str]) -> None:
    """Brings the entries of these keys up to date, in the table and in the database's index, one by one.

    Each entry is made from the stored row of its page, organisation or item, since the keys may be outdated.
    """
    for key in sorted(keys):
        owned = _OWNED.fullmatch(key)
        kind, number = (owned[1], int(owned[2])) if owned else ("", 0)
        match kind:
            case "page":
                sync_row(number)
            case "organisation":
                sync_organisations(number)
            case "item":
                deduplicate_row(number)
            case _:
                forget([key])


def _write_all() -> set[str]:
    """Writes all entries into the index; returns the keys of entries to check again.

    Those are entries that others were writing, and documents that no entry stands for.
    """
    ids = list(SearchEntry.objects.order_by("pk").values_list("pk", flat=True))
    passed: set[int] = set()
    batch = (partial(_locked, some, passed) for some in _batches(ids))
    left = get_database_engine().refill(settings.FEDCMS_SEARCH_INDEX, batch)
    return left | set(SearchEntry.objects.filter(pk__in=passed).values_list("key", flat=True))


def _locked(ids: Sequence[int], passed: set[int]) -> list[EntryDocument]:
    """Locks entries and returns them as documents; adds the ids of deleted and locked ones to `passed`."""
    rows = SearchEntry.objects.select_for_update(of=("self",), skip_locked=True).filter(pk__in=ids)
    entries = list(rows.select_related("cluster").order_by("pk"))
    passed |= set(ids).difference(entry.pk for entry in entries)
    return [as_document(entry) for entry in entries]


@transaction.atomic
def _sync_members(ids: Sequence[int]) -> None:
    """Brings entries of organisations up to date while directories are locked.

    Whoever closes a directory waits, and then removes the entries that were written here.
    """
    known = [directory.pk for directory in directories().values()]
    lock_rows(Page.objects.filter(pk__in=known))
    sync_organisations(*ids)


def _batches(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), BATCH):
        yield ids[start : start + BATCH]
