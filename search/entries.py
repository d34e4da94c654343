"""From pages and organisations to entries to engines: what the search knows equals what is visible.

Called by signal handlers inside the transaction that changes a page, and by the commands that rebuild and check.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from wagtail.models import Page

from clusters.content_types import searchable_types
from clusters.models import Cluster, ContentPage, Organisation, OrganisationIndexPage
from fedcms.core.addresses import page_address
from fedcms.core.models.base_page import BasePage
from fedcms.core.visibility import unrestricted_q
from search.engines import get_database_engine
from search.engines.documents import EntryDocument
from search.harvest.joining import settle_all
from search.harvest.rows import wanted_item_keys
from search.harvest.sources import follow_items
from search.indexing import as_document, index_entries, is_over, page_key
from search.models import SearchEntry
from search.organisations import directories, organisation_key, wanted_entries, wanted_keys
from search.removal import take_out

BATCH = 200


def entry_values(page: BasePage) -> dict[str, Any]:
    """The columns of a page's entry."""
    cluster: Cluster | None = getattr(page, "cluster", None)
    values: dict[str, Any] = {
        "page_id": page.pk,
        "language": page.locale.language_code,
        "kind": page.kind,
        "cluster": cluster,
        "title": page.title,
        "summary": page.summary,
        "body": page.search_text(),
        "keywords": [],
        "topics": [],
        "audiences": [],
        "country": str(cluster.country) if cluster else "",
        "organisation": "",
        "place": "",
        "date": page.first_published_at or timezone.now(),
        "day": page.search_day(),
        "status": page.search_status(),
        "ends_at": page.search_ends_at(),
        "is_over": is_over(page.search_ends_at(), timezone.now()),
        "visible_from": page.go_live_at,
        "visible_until": page.expire_at,
        "url": page_address(page),
    }
    if isinstance(page, ContentPage):
        topics = list(page.topics.all())
        language = values["language"]
        keywords = [topic.labels.text_for(language) for topic in topics]
        if page.organisation:
            keywords.append(page.organisation.name)
        if cluster:
            keywords += [cluster.name.text_for(language), cluster.territory.text_for(language)]
        values |= {
            "topics": [topic.key for topic in topics],
            "audiences": [str(audience) for audience in page.audiences],
            "organisation": page.organisation.slug if page.organisation else "",
            "place": page.dateline_place,
            "date": page.sort_at,
            "keywords": [word for word in keywords if word],
        }
    return values


def searchable_now_or_later(pages: Iterable[Page]) -> list[Page]:
    """Those of `pages` that are public between their release and their expiry. One query."""
    ids = [page.pk for page in pages]
    allowed = set(
        Page.objects.filter(unrestricted_q(), pk__in=ids, live=True, alias_of=None).values_list(
            "pk", flat=True
        )
    )
    return [page for page in pages if page.pk in allowed]


def sync_page(page: Page) -> None:
    """Makes the entry of one page what it should be, in the table and in the engine; of a directory, its members'."""
    if isinstance(page, OrganisationIndexPage):
        sync_organisations()
        return
    if not (isinstance(page, BasePage) and isinstance(page, tuple(searchable_types().values()))):
        return
    if not searchable_now_or_later([page]):
        forget([page_key(page.pk)])
        return
    values = entry_values(page)
    entry, _created = SearchEntry.objects.update_or_create(key=page_key(page.pk), defaults=values)
    index_entries([entry])


def sync_organisations(*ids: int) -> None:
    """Makes the entries of organisations (all when none is named) what they should be.

    What is as it should be is not written again: each save of a directory asks for all of its organisations.
    """
    rows = Organisation.objects.select_related("cluster").order_by("pk")
    known = directories()
    for organisation in (rows.filter(pk__in=ids) if ids else rows).iterator(BATCH):
        wanted = dict(wanted_entries([organisation], known))
        keys = organisation_keys(organisation.pk)
        stored = {entry.key: entry for entry in SearchEntry.objects.filter(key__in=keys)}
        if gone := [key for key in keys if key in stored and key not in wanted]:
            forget(gone)
        entries = [
            SearchEntry.objects.update_or_create(key=key, defaults=values)[0]
            for key, values in wanted.items()
            if ids or key not in stored or stored[key].said_otherwise(values)
        ]
        if entries:
            index_entries(entries)


def organisation_keys(organisation_id: int) -> list[str]:
    """The key that an organisation's entry has, or would have, in each language."""
    return [organisation_key(organisation_id, code) for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES]


def sync_pages(**which: object) -> None:
    """`sync_page` for every page that the look-ups of a filter name. Pages that are gone have no entry."""
    for page_id in list(Page.objects.filter(**which).order_by("pk").values_list("pk", flat=True)):
        _sync_row(page_id)


def _sync_row(page_id: int) -> None:
    """The page as its row says now, held until its entry is written: whoever publishes it waits, and is not undone."""
    with transaction.atomic():
        page = Page.objects.select_for_update(of=("self",)).filter(pk=page_id).first()
        if page is None:
            forget([page_key(page_id)])
        else:
            sync_page(page.specific)


def forget(keys: list[str]) -> None:
    """Takes entries out of the table and of the engine; items that they credited stand for themselves again."""
    follow_items(take_out(SearchEntry.objects.filter(key__in=keys)))


def all_documents() -> Iterator[EntryDocument]:
    """Every entry as a document."""
    for entry in SearchEntry.objects.select_related("cluster").order_by("pk").iterator(BATCH):
        yield as_document(entry)


def prepare_storage() -> None:
    """Makes the engine's tables; fills them where entries are not in them, as after a new layout.

    Called after each migration, also where the entries' own table is not there (yet, or any more).
    """
    engine = get_database_engine()
    engine.create(settings.FEDCMS_SEARCH_INDEX)
    if SearchEntry._meta.db_table not in connection.introspection.table_names():
        return
    kept = set(SearchEntry.objects.values_list("key", flat=True))
    if kept.difference(engine.ids(settings.FEDCMS_SEARCH_INDEX)):
        engine.rebuild(settings.FEDCMS_SEARCH_INDEX, all_documents())


def rebuild() -> int:
    """Makes all entries again, then the engine's index; returns how many there are."""
    engine = get_database_engine()
    # First: each page below is written into it, too.
    engine.create(settings.FEDCMS_SEARCH_INDEX)
    wanted: set[str] = set()
    for model in searchable_types().values():
        for page_id in list(model.objects.filter(live=True).order_by("pk").values_list("pk", flat=True)):
            _sync_row(page_id)
            wanted.add(page_key(page_id))
    sync_organisations()
    wanted |= wanted_keys()
    settle_all()
    wanted |= wanted_item_keys()
    stale = SearchEntry.objects.exclude(key__in=wanted)
    # A page may have been published since its kind was read: its row decides, not the list.
    sync_pages(pk__in=list(stale.exclude(page=None).values_list("page_id", flat=True)))
    forget(list(stale.filter(page=None).values_list("key", flat=True)))
    engine.rebuild(settings.FEDCMS_SEARCH_INDEX, all_documents())
    return SearchEntry.objects.count()
