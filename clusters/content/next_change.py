"""Computes when the set of visible pages changes by the clock alone: a release, an expiry, an event's end."""

from datetime import datetime, timedelta

from django.db.models import Min, Q
from django.utils import timezone
from wagtail.models import Page

from clusters.models import ContentPage
from fedcms.core.shown_tags import declared


def next_change(*, locale_id: int | None = None, with_ends: bool = False) -> datetime | None:
    """Returns the next moment (aware) at which a live page appears, expires or (`with_ends`) is over. One query.

    `locale_id`: `None` means pages of any locale. Changes by people are not foreseen here: a publication is recorded
    when it happens.
    """
    now = timezone.now()
    moments = {"go_live_at": Q(go_live_at__gt=now), "expire_at": Q(expire_at__gt=now)}
    # A page that ends at this very moment is over only after it.
    moments |= {"sort_until": Q(sort_until__gte=now)} if with_ends else {}
    asked = Q()
    for condition in moments.values():
        asked |= condition
    pages = (ContentPage if with_ends else Page).objects.filter(asked, live=True).order_by()
    if locale_id is not None:
        pages = pages.filter(locale_id=locale_id)
    # A moment, and nothing of the pages: what they show is named where it is read.
    with declared():
        found = pages.aggregate(
            **{f"next_{name}": Min(name, filter=condition) for name, condition in moments.items()}
        )
    return earliest(*found.values())


def earliest(*moments: datetime | None) -> datetime | None:
    """Returns the earliest of some moments; `None` stands for one that never comes."""
    return min((moment for moment in moments if moment is not None), default=None)


def next_midnight() -> datetime:
    """Returns the next midnight (aware) of the site's own zone, whichever is active: image rights and years end."""
    local = timezone.localtime(timezone=timezone.get_default_timezone()) + timedelta(days=1)
    return local.replace(hour=0, minute=0, second=0, microsecond=0)
