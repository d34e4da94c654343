"""Builds search entries from pages and organisations, so that search equals what is visible.

Called by signal handlers inside the transaction that changes a page, and by search.maintenance.rebuilding and
search.maintenance.consistency.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from wagtail.models import Page

from clusters.content.registry import searchable_classes
from clusters.models import Cluster, ContentPage, Organisation, OrganisationIndexPage
from clusters.towns.finding import names_of_town
from fedcms.core.models.base_page import BasePage
from fedcms.core.pages.addresses import page_address
from fedcms.core.pages.translatable_fields import place_names_of
from fedcms.core.templatetags.core_tags import country_name
from fedcms.core.visibility import unrestricted_q
from search.engines.documents import EntryDocument
from search.engines.vector_space import VectorSpace
from search.entries.indexing import as_document, index_entries, is_over, page_key
from search.entries.organisations import directories, organisation_key, wanted_entries, with_all_words
from search.entries.page_clusters import clusters_of
from search.entries.removal import take_out_and_release
from search.models import EntryVector, SearchEntry

BATCH = 200


def _names_of_place(page: ContentPage, country: str) -> list[str]:
    """Returns what the place of a page's date line is called, in its own language and in others.

    Of its other places (a venue), what its source calls them.
    """
    called = (page.dateline_place, page.place_in_source(page.place_field))
    towns = [name for each in called for name in names_of_town(each, country)]
    places = (name for name in place_names_of(type(page)) if page._meta.get_field(name).editable)
    return list(dict.fromkeys(filter(None, [*towns, *map(page.place_in_source, places)])))


def entry_values(page: BasePage, cluster: Cluster | None) -> dict[str, Any]:
    """Returns the columns of a page's entry: column name -> value. `cluster` is that of its section."""
    # Labels among its words (what an event is, a country) are of its language, whoever has it written.
    with translation.override(page.locale.language_code):
        return _values(page, cluster)


def _values(page: BasePage, cluster: Cluster | None) -> dict[str, Any]:
    values: dict[str, Any] = {
        "page_id": page.pk,
        "language": page.locale.language_code,
        "kind": page.search_kind or page.kind,
        "cluster": cluster,
        "title": page.title,
        "summary": page.summary,
        "body": page.search_text(),
        "keywords": [],
        "names": page.search_names(),
        "topics": [],
        "audiences": [],
        # Of what takes place abroad, where it leads; who publishes it has a facet of its own.
        "country": page.search_country() or (str(cluster.country) if cluster else ""),
        "organisation": "",
        "place": "",
        # What stays (a contact page, an agenda) is of no day.
        "date": None if page.search_kind else page.first_published_at or timezone.now(),
        "day": page.search_day(),
        "former_day": page.search_former_day(),
        "status": page.search_status(),
        "ends_at": page.search_ends_at(),
        "is_over": is_over(page.search_ends_at(), timezone.now()),
        # Sorting by publication needs a moment, also for a page that is visible without one.
        "visible_from": page.go_live_at or page.first_published_at,
        "visible_until": page.expire_at,
        "url": page_address(page),
    }
    if isinstance(page, ContentPage):
        topics = list(page.topics.all())
        language = values["language"]
        keywords = [topic.labels.text_for(language) for topic in topics]
        if page.organisation:
            keywords.append(page.organisation.name)
        keywords += _names_of_place(page, values["country"])
        if cluster:
            keywords += [cluster.name.text_for(language), cluster.territory.text_for(language)]
        if country := page.search_country():
            keywords.append(country_name(country))
        values |= {
            "topics": [topic.key for topic in topics],
            "audiences": [str(audience) for audience in page.audiences],
            "organisation": page.organisation.slug if page.organisation else "",
            "place": page.dateline_place,
            "date": page.sort_at,
            "keywords": [word for word in keywords if word],
        }
    elif page.search_kind and cluster:
        language = values["language"]
        # The names of a section's page are words among others: else a team could be first for any word.
        values["keywords"] = [cluster.territory.text_for(language), *values["names"]]
        values["names"] = []
        # Every cluster has a contact page: its result says whose, and who types "Contact" is led to the federation's.
        longest = SearchEntry._meta.get_field("title").max_length
        values["title"] = f"{page.title} – {cluster.name.text_for(language)}"[:longest]
    return values


def searchable_now_or_later(pages: Iterable[Page]) -> list[Page]:
    """Returns those of `pages` that are public between their release and their expiry. One query."""
    ids = [page.pk for page in pages]
    allowed = set(
        Page.objects.filter(unrestricted_q(), pk__in=ids, live=True, alias_of=None).values_list(
            "pk", flat=True
        )
    )
    return [page for page in pages if page.pk in allowed]


def sync_page(page: Page) -> None:
    """Brings the entry of one page up to date, or removes it. For a directory, does so for its organisations."""
    if isinstance(page, OrganisationIndexPage):
        sync_organisations()
    if not (isinstance(page, BasePage) and isinstance(page, searchable_classes())):
        return
    if not searchable_now_or_later([page]):
        forget([page_key(page.pk)])
        return
    values = entry_values(page, clusters_of([page]).get(page.pk))
    entry, _created = SearchEntry.objects.update_or_create(key=page_key(page.pk), defaults=values)
    index_entries([entry])


def sync_organisations(*ids: int) -> None:
    """Brings the entries of organisations up to date (of all when no id is given); removes those of deleted ones.

    Locks the rows of organisations meanwhile: whoever changes one waits, and the change is not overwritten. When all
    are synchronised, entries that are already right are not written again, since each save of a directory asks for
    all.
    """
    chosen = sorted(ids) or list(Organisation.objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(chosen), BATCH):
        _sync_organisations(chosen[start : start + BATCH], all_again=bool(ids))


@transaction.atomic
def _sync_organisations(ids: Sequence[int], *, all_again: bool) -> None:
    held = Organisation.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=ids)
    wanted = dict(wanted_entries(with_all_words(held).order_by("pk"), directories()))
    keys = [key for organisation_id in ids for key in organisation_keys(organisation_id)]
    stored = {entry.key: entry for entry in SearchEntry.objects.filter(key__in=keys)}
    if gone := [key for key in (keys if all_again else stored) if key not in wanted]:
        forget(gone)
    entries = [
        SearchEntry.objects.update_or_create(key=key, defaults=values)[0]
        for key, values in wanted.items()
        if all_again or key not in stored or stored[key].differing_columns(values)
    ]
    if entries:
        index_entries(entries)


def organisation_keys(organisation_id: int) -> list[str]:
    """Returns the key that an organisation's entry has, or would have, in each language."""
    return [organisation_key(organisation_id, code) for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES]


def sync_pages(**which: object) -> None:
    """Calls `sync_row` for every page that matches the look-ups; a page deleted meanwhile loses its entry."""
    for page_id in list(Page.objects.filter(**which).order_by("pk").values_list("pk", flat=True)):
        sync_row(page_id)


def sync_row(page_id: int) -> None:
    """Brings the entry of one page up to date from its stored row, or removes it.

    Locks the row until the entry is written: whoever publishes the page waits, and the change is not overwritten.
    """
    with transaction.atomic():
        page = Page.objects.select_for_update(of=("self",)).filter(pk=page_id).first()
        if page is None:
            forget([page_key(page_id)])
        else:
            sync_page(page.specific)


def forget(keys: Sequence[str]) -> None:
    """Removes entries by key from the table and from the engines, and deduplicates their duplicates again.

    A key that has no row in the table is removed from the database's engine all the same.
    """
    take_out_and_release(SearchEntry.objects.filter(key__in=keys), keys)


def all_documents(space: VectorSpace | None = None) -> Iterator[EntryDocument]:
    """Yields every entry as a document for an engine; for one that compares vectors of a `space`, with its vector."""
    entries = SearchEntry.objects.select_related("cluster").order_by("pk").iterator(BATCH)
    while batch := list(islice(entries, BATCH)):
        vectors = EntryVector.objects.numbers_in(space, [entry.pk for entry in batch])
        for entry in batch:
            yield as_document(entry, vector=vectors.get(entry.pk))
