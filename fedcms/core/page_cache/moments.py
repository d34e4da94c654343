"""Says when the clock changes what a page shows, so that it is not kept beyond."""

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime, time, timedelta
from typing import cast
from uuid import UUID

from django.db.models import Case, DateTimeField, F, Q, QuerySet, When
from django.utils import timezone
from wagtail.models import Page

from fedcms.core.compiled_queries import Parameter, Value, Values, fetch, one_of, several, those_of
from fedcms.core.shown_tags import ANY, MENU

Source = Callable[[Collection[int], Collection[int], datetime], Iterable[datetime | None]]
"""Takes types of pages that are listed, their locales (none: all), and since when; returns the next moments."""
MOST_AT_ONCE = 256
"""So many pages are asked for by one statement: each length, up to a power of two, is compiled and kept."""
_ALL = "all"
_sources: dict[str, Source] = {}


def register_moments(name: str, source: Source) -> None:
    """Adds a function that says when the clock changes lists of pages. Apps call it in `AppConfig.ready`."""
    _sources[name] = source


def end_of(tags: frozenset[str], noted: list[datetime], since: datetime) -> datetime:
    """Returns the first moment after `since` at which a page that is shown appears or expires, or the day ends.

    Or one of the moments that were noted. At local midnight rights end, and days that are left are counted. One
    query for each `MOST_AT_ONCE` pages, and those of the registered sources for lists.
    """
    types, locales = _listed(tags)
    shows_all = bool(types) and not locales
    # What is named one by one is among all.
    named = frozenset[str]() if shows_all else tags
    ids = [int(tag.removeprefix("page:")) for tag in named if tag.startswith("page:")]
    keys = [UUID(tag.removeprefix("set:")) for tag in named if tag.startswith("set:")]
    wide = _ALL if shows_all else MENU if MENU in tags else ""
    some = _several("locale", [*locales])
    moments: list[Values] = []
    for place in range(0, max(len(ids), len(keys), 1), MOST_AT_ONCE):
        some |= _several("page", ids[place : place + MOST_AT_ONCE])
        some |= _several("set", keys[place : place + MOST_AT_ONCE])
        if wide or some:
            moments += fetch(_next_of_pages, wide, since=since, **some)
        wide, some = "", {}
    local = timezone.localtime(since)
    midnight = timezone.make_aware(datetime.combine(local.date() + timedelta(days=1), time.min))
    listed = [moment for source in _sources.values() if types for moment in source(types, locales, since)]
    pages = cast("list[datetime]", [moment for (moment,) in moments])
    return min((midnight, *noted, *pages, *(moment for moment in listed if moment is not None)))


def _several(name: str, values: Sequence[Value]) -> dict[str, Value]:
    return several(values, name) if values else {}


def _next_of_pages(wide: str, *, since: Parameter, **shown: Parameter) -> "QuerySet[Page, Values]":
    """Returns the first moment after `since` at which one of the pages that are shown appears or expires, if any.

    `wide` is the tag of the menu, which is shown as well, or `_ALL`.
    """
    asked = Q(depth__lte=3) if wide == MENU else Q()
    for name, column in (("page", "pk"), ("set", "translation_key"), ("locale", "locale_id")):
        if values := those_of(name, shown):
            asked |= one_of(column, values)
    pages = Page.objects.filter(
        Q(go_live_at__gt=since) | Q(expire_at__gt=since), Q() if wide == _ALL else asked
    )
    # It expires before it appears, or has appeared.
    is_first = Q(go_live_at__isnull=True) | Q(go_live_at__lte=since) | Q(expire_at__lt=F("go_live_at"))
    moment = Case(
        When(Q(expire_at__gt=since) & is_first, then=F("expire_at")),
        default=F("go_live_at"),
        output_field=DateTimeField(),
    )
    return pages.annotate(moment=moment).order_by("moment").values_list("moment")[:1]  # type: ignore[no-any-return]  # Wagtail is untyped


def _listed(tags: frozenset[str]) -> tuple[set[int], set[int]]:
    """Returns the types of which pages are listed, and the locales; no locale where one list is of all."""
    parts = [tag.split(":") for tag in tags if tag.startswith("type:")]
    locales = {part[2] for part in parts}
    return {int(part[1]) for part in parts}, set() if ANY in locales else {int(each) for each in locales}
