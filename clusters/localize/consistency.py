"""Whether the kept states of translations are the true ones, and how they become so again."""

import logging
from collections.abc import Iterator
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Q
from wagtail.models import Page

from clusters.localize.freshness import Freshness, kept_and_true, refresh, renew_all

logger = logging.getLogger("fedcms.localize")


def families() -> Iterator[UUID]:
    """The keys of pages that exist in several languages, or of which a state is kept."""
    pages = Page.objects.filter(alias_of__isnull=True).order_by().values("translation_key")
    counted = pages.annotate(languages=Count("pk"), states=Count("translation_state"))
    yield from (
        counted.filter(Q(languages__gt=1) | Q(states__gt=0))
        .values_list("translation_key", flat=True)
        .iterator()
    )


def differences() -> Iterator[tuple[Page, Freshness | None, Freshness | None]]:
    """Each page whose kept state is not the recomputed one: the page, what is kept, what is true."""
    for key in families():
        for page, kept, true in kept_and_true(key):
            if kept != true:
                yield page, kept, true


def repair() -> int:
    """Makes all kept states true, each family in its transaction; returns how many were not.

    On a database that comes from an earlier version this is what fills them.
    """
    wrong = 0
    for key in families():
        found = [page for page, kept, true in kept_and_true(key) if kept != true]
        if found:
            wrong += len(found)
            with transaction.atomic():
                renew_all(key)
                refresh(key)
    if wrong:
        logger.info("%s states of translations were set right.", wrong)
    return wrong
