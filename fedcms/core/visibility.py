"""What an anonymous visitor may see now: the one definition, for rows and for objects.

Every outlet (page, listing, feed, calendar, sitemap, API, search, media) asks this module. A page is visible when
it is live, not expired, its release moment has passed, neither it nor an ancestor has a view restriction, its
locale is active, and it is no alias. The clock is asked each time: Wagtail leaves a page past `expire_at` live
until a command runs, and puts the alias of a scheduled page live at once (wagtail #11344).
"""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from fedcms.core.models.locale_state import LocaleState


def released_q(now: datetime, prefix: str = "") -> Q:
    """Pages that are live, released and not expired at `now` (aware), whoever may read them.

    `prefix` leads from the queried model to the page, e.g. "page__".
    """
    return (
        Q(**{f"{prefix}live": True, f"{prefix}alias_of__isnull": True})
        & (Q(**{f"{prefix}go_live_at__isnull": True}) | Q(**{f"{prefix}go_live_at__lte": now}))
        & (Q(**{f"{prefix}expire_at__isnull": True}) | Q(**{f"{prefix}expire_at__gt": now}))
    )


def unrestricted_q(prefix: str = "") -> Q:
    """Pages of an active locale that have no view restriction of their own or of an ancestor."""
    path = ExpressionWrapper(OuterRef(f"{prefix}path"), output_field=CharField())
    restrictions = PageViewRestriction.objects.annotate(asked_path=path)
    return ~Exists(restrictions.filter(asked_path__startswith=F("page__path"))) & ~Exists(
        LocaleState.objects.filter(locale_id=OuterRef(f"{prefix}locale_id"), is_active=False)
    )


def visible_q(now: datetime | None = None, prefix: str = "") -> Q:
    """The condition of visibility at `now` (aware, default: this moment), to filter any page queryset by."""
    return released_q(now or timezone.now(), prefix) & unrestricted_q(prefix)


def is_released(page: Page, now: datetime) -> bool:
    """`released_q` for one page that is already loaded; no query."""
    return bool(
        page.live
        and page.alias_of_id is None
        and (page.go_live_at is None or page.go_live_at <= now)
        and (page.expire_at is None or page.expire_at > now)
    )


def is_visible(page: Page, now: datetime | None = None) -> bool:
    """Whether an anonymous visitor may see this page at `now` (aware, default: this moment).

    Asks the database, so that a stale object cannot answer for a page that changed since.
    """
    if page.pk is None:
        return False
    found: bool = Page.objects.filter(visible_q(now), pk=page.pk).exists()
    return found


def visible_ids(pages: Iterable[Page], now: datetime | None = None) -> set[int]:
    """The primary keys of those of `pages` that are visible, in one query."""
    return set(Page.objects.filter(visible_q(now), pk__in=[p.pk for p in pages]).values_list("pk", flat=True))
