"""Names what a list of pages reads, for caches: all pages of its kinds, in a locale or any, of a cluster or of all."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, cast

from django.contrib.contenttypes.models import ContentType
from django.db.models import Case, DateTimeField, F, Func, Min, Q, QuerySet, When
from wagtail.models import Page

from clusters.models import ContentPage
from clusters.models.kinds import content_type_ids
from fedcms.core.compiled_queries import Parameter, Values, fetch, one_of, several, those_of
from fedcms.core.shown_tags import collected, declared, note_passing, type_tag

A_TICK = timedelta(microseconds=1)


def tags_of_kinds(
    kinds: Iterable[str], locale_id: int | None = None, cluster_id: int | None = None
) -> list[str]:
    """Returns the tags of all pages of some kinds (none named: of all kinds)."""
    return [type_tag(type_id, locale_id, cluster_id) for type_id in content_type_ids(*kinds)]


def tag_of_class(model: type[Page], locale_id: int | None = None, cluster_id: int | None = None) -> str:
    """Returns the tag of all pages of a class, structural ones too."""
    return type_tag(ContentType.objects.get_for_model(model).pk, locale_id, cluster_id)


def listed_moments(
    types: Collection[int], locales: Collection[int], since: datetime
) -> Iterable[datetime | None]:
    """Yields the next moment at which a listed page begins, and that at which one is over. One query."""
    if not types:
        return
    listed = several([*types], "type") | (several([*locales], "locale") if locales else {})
    yield from _in_order(fetch(_listed, since=since, **listed), since)


def _listed(*, since: Parameter, **listed: Parameter) -> "QuerySet[ContentPage, Values]":
    pages = ContentPage.objects.filter(one_of("content_type_id", those_of("type", listed)))
    if locales := those_of("locale", listed):
        pages = pages.filter(one_of("locale_id", locales))
    return _next_moments(pages, since)


def note_few(pages: QuerySet[Any, Any], *tags: str) -> None:
    """Notes tags of all pages that a short list may show, and when the clock changes it. Two queries, for caches."""
    if (shown := collected()) is None:
        return
    since = shown.since
    with declared(*tags):
        appears, expires = Q(go_live_at__gt=since), Q(expire_at__gt=since)
        found = pages.order_by().aggregate(
            appears=Min("go_live_at", filter=appears), expires=Min("expire_at", filter=expires)
        )
        note_passing(*found.values(), *_moments_of(pages.order_by(), since))


def _moments_of(pages: QuerySet[Any, Any], since: datetime) -> Iterable[datetime | None]:
    return _in_order([*_next_moments(pages, since)], since)


def _next_moments(pages: QuerySet[Any, Any], since: "datetime | Parameter") -> "QuerySet[Any, Values]":
    """Returns one row: when the first of these pages begins, is over, and has its next date where it repeats."""
    begins, ends, again = Q(sort_at__gt=since), Q(sort_until__gte=since), Q(next_at__gt=since)
    columns = {"sort_at": begins, "sort_until": ends, "next_at": again}
    found = pages.filter(begins | ends | again).order_by()
    return found.values_list(*(_smallest(column, condition) for column, condition in columns.items()))


def _smallest(column: str, condition: Q) -> Func:
    """Returns the smallest value of a column among rows for which a condition holds.

    `Min` would have rows grouped, or be asked by `aggregate`, which cannot be compiled.
    """
    return Func(Case(When(condition, then=F(column))), function="MIN", output_field=DateTimeField())


def _in_order(rows: Sequence[Values], since: datetime) -> Iterable[datetime | None]:
    """Yields the moments of the row; no row is there where Django knows that no page can be meant."""
    for begins, ends, again in cast("Sequence[tuple[datetime | None, ...]]", rows):
        yield begins
        yield again
        # What ends at a moment is over only after it.
        yield ends + A_TICK if ends is not None and ends <= since else ends
