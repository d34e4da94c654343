"""Notes in the transaction of a change which tags it drops; every process reads the notes."""

from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from fedcms.core.models import DroppedTags
from fedcms.core.page_cache.store import store

KEPT = timedelta(hours=2)
"""How long notes are kept: longer than a page, and than a process that reads none forgets nothing."""
_AT_ONCE = 200


def drop(tags: Iterable[str]) -> None:
    """Drops all pages that show one of the tags, from the commit of the present transaction on."""
    if not settings.FEDCMS_PAGE_CACHE:
        return
    named = sorted(set(tags))
    for start in range(0, len(named), _AT_ONCE):
        DroppedTags.objects.create(tags=" ".join(named[start : start + _AT_ONCE]))
    if named:
        transaction.on_commit(store.look_now)


def prune_notes() -> int:
    """Deletes old notes; returns how many."""
    return DroppedTags.objects.filter(noted_at__lt=timezone.now() - KEPT).delete()[0]
