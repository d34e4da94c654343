"""Says when the clock changes what a page shows, so that it is not kept beyond."""

from datetime import datetime, time, timedelta
from uuid import UUID

from django.db.models import Min, Q
from django.utils import timezone
from wagtail.models import Page

from fedcms.core.page_cache.store import LONGEST
from fedcms.core.shown_tags import MENU


def end_of(tags: frozenset[str], noted: list[datetime], since: datetime) -> datetime:
    """Returns the first moment after `since` at which a page that is shown appears or expires, or the day ends.

    Or one of the moments that were noted. At local midnight rights end, and days that are left are counted. Not later
    than `LONGEST`. One query.
    """
    ids = [int(tag.removeprefix("page:")) for tag in tags if tag.startswith("page:")]
    keys = [UUID(tag.removeprefix("set:")) for tag in tags if tag.startswith("set:")]
    shown = Q(pk__in=ids) | Q(translation_key__in=keys)
    if MENU in tags:
        shown |= Q(depth__lte=3)
    moments: dict[str, datetime | None] = Page.objects.filter(shown).aggregate(
        appears=Min("go_live_at", filter=Q(go_live_at__gt=since)),
        expires=Min("expire_at", filter=Q(expire_at__gt=since)),
    )
    local = timezone.localtime(since)
    midnight = timezone.make_aware(datetime.combine(local.date() + timedelta(days=1), time.min))
    return min(
        midnight, since + LONGEST, *noted, *(moment for moment in moments.values() if moment is not None)
    )
