"""Selects the newest, coming or chosen pages of a locale or a cluster as rows for teasers, and counts them.

Each call makes one query, compiled once a process (fedcms.core.compiled_queries), because nearly every page of the site
needs some of them.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import reduce
from operator import or_
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from clusters.content.facet_counts import Columns, grouped
from clusters.content.listed_tags import tags_of_kinds
from clusters.content.next_change import next_change
from clusters.content.registry import A_DAY, is_void, takes_place
from clusters.content.teaser_rows import TeaserRow, as_rows, rows_of
from clusters.models import ContentPage
from clusters.models.content_queryset import ContentPageQuerySet
from clusters.models.kinds import content_type_ids
from fedcms.core.compiled_queries import Parameter, Values, fetch
from fedcms.core.public_version import remember
from fedcms.core.shown_tags import collecting, declared, note_shown, set_tag

Rows = QuerySet[ContentPage, Values]
Types = tuple[int, ...]


def _of(pages: ContentPageQuerySet, locale: Parameter, cluster: Parameter | None) -> ContentPageQuerySet:
    found = pages.of_locale(locale)
    return found if cluster is None else found.filter(cluster_id=cluster)


def _published(
    types: Types, now: Parameter, locale: Parameter, cluster: Parameter | None
) -> ContentPageQuerySet:
    return _of(ContentPage.objects.visible(now).of_types(types), locale, cluster)


def _not_over(
    types: Types, now: Parameter, locale: Parameter, cluster: Parameter | None
) -> ContentPageQuerySet:
    """Returns the pages that are not over.

    They are few, so the query starts from them; a cluster has published more pages than that.
    """
    found = _published(types, now, locale, None).not_over(now)
    return found if cluster is None else found.among_others_of(cluster)


def _newest(
    types: Types,
    most: int,
    *,
    now: Parameter,
    locale: Parameter,
    cluster: Parameter | None = None,
    by: Parameter | None = None,
) -> Rows:
    pages = _published(types, now, locale, cluster)
    return rows_of((pages if by is None else pages.out_by(by)).latest_first())[:most]


def _coming(
    types: Types, most: int, *, now: Parameter, locale: Parameter, cluster: Parameter | None = None
) -> Rows:
    pages = _not_over(types, now, locale, cluster)
    return rows_of(pages.soonest_first(), with_images=False)[:most]


def _held_last(types: Types, *, now: Parameter, locale: Parameter, cluster: Parameter | None = None) -> Rows:
    held = _published(types, now, locale, cluster).over(now).filter(~is_void())
    return rows_of(held.latest_first())[:1]


def _groups(
    types: Types,
    columns: Columns,
    is_coming: bool,
    *,
    now: Parameter,
    locale: Parameter,
    cluster: Parameter | None = None,
) -> Rows:
    return grouped((_not_over if is_coming else _published)(types, now, locale, cluster), columns)


def _number(*, now: Parameter, locale: Parameter) -> Rows:
    return grouped(_of(ContentPage.objects.visible(now), locale, None), ("cluster_id",))


def _chosen(*, now: Parameter, locale: Parameter, **keys: Parameter) -> Rows:
    named = reduce(or_, (Q(translation_key=key) for key in keys.values()))
    return rows_of(ContentPage.objects.visible(now).filter(named, locale_id=locale))


class Where(NamedTuple):
    """A locale, and one cluster in it; without a cluster, all that is published in the locale."""

    locale_id: int
    cluster_id: int | None = None

    @property
    def values(self) -> dict[str, int]:
        """The values as parameters of the queries."""
        cluster = {} if self.cluster_id is None else {"cluster": self.cluster_id}
        return {"locale": self.locale_id, **cluster}

    def tags(self, kinds: Iterable[str] = ()) -> list[str]:
        """Returns the tags of the pages of some kinds there; without any, of all kinds."""
        return tags_of_kinds(kinds, *self)


def newest(kinds: Iterable[str], most: int, where: Where) -> list[TeaserRow]:
    """Returns the visible pages of these kinds that were published last, with their images."""
    asked, now = tuple(kinds), timezone.now()
    by = {} if any(map(takes_place, asked)) else {"by": now + A_DAY}
    with declared(*where.tags(asked)):
        return as_rows(fetch(_newest, tuple(content_type_ids(*asked)), most, now=now, **by, **where.values))


def coming(kinds: Iterable[str], most: int, where: Where) -> list[TeaserRow]:
    """Returns the visible pages of these kinds that are not over, the soonest first, without images."""
    asked = tuple(kinds)
    types = tuple(content_type_ids(*asked))
    with declared(*where.tags(asked)):
        return as_rows(fetch(_coming, types, most, now=timezone.now(), **where.values))


def held_last(kinds: Iterable[str], where: Where) -> list[TeaserRow]:
    """Returns of the visible pages of these kinds that took place and are over the one that began last, if any."""
    asked = tuple(kinds)
    types = tuple(content_type_ids(*asked))
    with declared(*where.tags(asked)):
        return as_rows(fetch(_held_last, types, now=timezone.now(), **where.values))


def chosen(keys: Iterable[UUID], locale_id: int) -> list[TeaserRow]:
    """Returns the visible pages with these translation keys in a locale, in no order, with images. At least one key."""
    named = {f"key_{number}": key for number, key in enumerate(keys)}
    with declared(*map(set_tag, named.values())):
        return as_rows(fetch(_chosen, now=timezone.now(), locale=locale_id, **named))


def groups(kinds: Iterable[str], is_coming: bool, where: Where, columns: Columns) -> list[Values]:
    """Returns the numbers of visible pages of these kinds that are equal in `columns` (see `grouped`)."""
    asked = tuple(kinds)
    types = tuple(content_type_ids(*asked))
    with declared(*where.tags(asked)):
        return fetch(_groups, types, columns, is_coming, now=timezone.now(), **where.values)


def published_by_cluster(locale_id: int) -> Mapping[int | None, int]:
    """Returns the number of visible pages of each cluster in a locale, of all kinds; the federation's under `None`.

    One query, then cached until the content changes.
    """

    def count() -> tuple[Mapping[int | None, int], datetime | None]:
        until = next_change(locale_id=locale_id)
        with declared(*Where(locale_id).tags()):
            rows = fetch(_number, now=timezone.now(), locale=locale_id)
        return {cluster_id: int(str(number)) for cluster_id, number in rows}, until  # type: ignore[misc]  # as in _number

    return remember(("published", locale_id), count, locale_id)


def number_published(where: Where) -> int:
    """Returns the number of visible pages of all kinds."""
    # One number of many: the page shows no other, and no publication of another cluster changes it.
    with collecting() as shown:
        found = published_by_cluster(where.locale_id)
    note_shown(shown, tags=where.tags())
    return sum(found.values()) if where.cluster_id is None else found.get(where.cluster_id, 0)
