"""Says when the clock changes what a page shows, so that it is not kept beyond."""

from collections.abc import Callable, Collection, Iterable
from datetime import datetime, time, timedelta
from uuid import UUID

from django.db.models import Min, Q
from django.utils import timezone
from wagtail.models import Page

from fedcms.core.shown_tags import ANY, MENU

Source = Callable[[Collection[int], Collection[int], datetime], Iterable[datetime | None]]
"""Takes types of pages that are listed, their locales (none: all), and since when; returns the next moments."""
_sources: dict[str, Source] = {}


def register_moments(name: str, source: Source) -> None:
    """Adds a function that says when the clock changes lists of pages. Apps call it in `AppConfig.ready`."""
    _sources[name] = source


def end_of(tags: frozenset[str], noted: list[datetime], since: datetime) -> datetime:
    """Returns the first moment after `since` at which a page that is shown appears or expires, or the day ends.

    Or one of the moments that were noted. At local midnight rights end, and days that are left are counted. One query,
    and those of the registered sources for lists.
    """
    ids = [int(tag.removeprefix("page:")) for tag in tags if tag.startswith("page:")]
    keys = [UUID(tag.removeprefix("set:")) for tag in tags if tag.startswith("set:")]
    shown = Q(pk__in=ids) | Q(translation_key__in=keys)
    if MENU in tags:
        shown |= Q(depth__lte=3)
    types, locales = _listed(tags)
    if types:
        shown |= Q(locale_id__in=locales) if locales else Q()
        shown = shown if locales else Q()
    changing = Q(go_live_at__gt=since) | Q(expire_at__gt=since)
    moments: dict[str, datetime | None] = Page.objects.filter(shown, changing).aggregate(
        appears=Min("go_live_at", filter=Q(go_live_at__gt=since)),
        expires=Min("expire_at", filter=Q(expire_at__gt=since)),
    )
    local = timezone.localtime(since)
    midnight = timezone.make_aware(datetime.combine(local.date() + timedelta(days=1), time.min))
    listed = [moment for source in _sources.values() if types for moment in source(types, locales, since)]
    found = (moment for moment in (*moments.values(), *listed) if moment is not None)
    return min((midnight, *noted, *found))


def _listed(tags: frozenset[str]) -> tuple[set[int], set[int]]:
    """Returns the types of which pages are listed, and the locales; no locale where one list is of all."""
    parts = [tag.split(":") for tag in tags if tag.startswith("type:")]
    locales = {part[2] for part in parts}
    return {int(part[1]) for part in parts}, set() if ANY in locales else {int(each) for each in locales}
