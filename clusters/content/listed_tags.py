"""Names what a list of pages reads, for caches: all pages of its kinds, in a locale or any, of a cluster or of all."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Min, Q, QuerySet
from wagtail.models import Page

from clusters.models import ContentPage
from clusters.models.kinds import content_type_ids
from fedcms.core.shown_tags import collected, declared, note_passing, note_quarter, type_tag

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
    pages = ContentPage.objects.filter(content_type_id__in=types).order_by()
    if locales:
        pages = pages.filter(locale_id__in=locales)
    yield from _moments_of(pages, since)


def note_few(pages: QuerySet[Any, Any], *tags: str) -> None:
    """Notes tags of all pages that a short list may show, and when the clock changes it. Two queries, for caches."""
    if (shown := collected()) is None:
        return
    since = shown.since
    # Some of them may have days, which end at midnight where they take place.
    note_quarter()
    with declared(*tags):
        appears, expires = Q(go_live_at__gt=since), Q(expire_at__gt=since)
        found = pages.order_by().aggregate(
            appears=Min("go_live_at", filter=appears), expires=Min("expire_at", filter=expires)
        )
        note_passing(*found.values(), *_moments_of(pages.order_by(), since))


def _moments_of(pages: QuerySet[Any, Any], since: datetime) -> Iterable[datetime | None]:
    begins, ends = Q(sort_at__gt=since), Q(sort_until__gte=since)
    # Of what repeats, its next date.
    again = Q(next_at__gt=since)
    found: dict[str, datetime | None] = pages.filter(begins | ends | again).aggregate(
        begins=Min("sort_at", filter=begins),
        ends=Min("sort_until", filter=ends),
        again=Min("next_at", filter=again),
    )
    yield found["begins"]
    yield found["again"]
    last = found["ends"]
    # What ends at a moment is over only after it.
    yield last + A_TICK if last is not None and last <= since else last
