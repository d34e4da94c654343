"""Names what a list of pages reads, for caches: all pages of its kinds, in a locale or any, of a cluster or of all."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from django.contrib.contenttypes.models import ContentType
from django.db.models import Min, Q
from wagtail.models import Page

from clusters.models import ContentPage
from clusters.models.kinds import content_type_ids
from fedcms.core.shown_tags import type_tag

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
