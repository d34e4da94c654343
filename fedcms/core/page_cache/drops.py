"""Notes in the transaction of a change which tags it drops; every process reads the notes."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from functools import partial

from django.conf import settings
from django.db import connections, transaction
from django.utils import timezone

from fedcms.core.models import DroppedTags
from fedcms.core.page_cache.local_drops import add_drops
from fedcms.core.page_cache.store import EVERYTHING, store

KEPT = timedelta(hours=2)
"""How long notes are kept: longer than `LONGEST` and `ASLEEP`, after which nothing is left that they could drop."""
BY_WORKER = "worker"
"""The tag of no page, by which the worker says that it notes what it changes."""
SECONDS_BETWEEN_SIGNS = 20 * 60.0
_LONGEST_SILENCE = timedelta(hours=1)
_AT_ONCE = 200
_migrating: set[str] = set()
"""The databases that this process migrates now: the table of notes may not be there yet."""


def drop(tags: Iterable[str]) -> None:
    """Drops all pages that show one of the tags, from the commit of the present transaction on."""
    if settings.FEDCMS_PAGE_CACHE and not _migrating:
        note(tags)


def note(tags: Iterable[str]) -> None:
    """Does what `drop` does, also where this process keeps no pages: others may."""
    named = sorted(set(tags))
    for start in range(0, len(named), _AT_ONCE):
        DroppedTags.objects.create(tags=" ".join(named[start : start + _AT_ONCE]))
    if named:
        transaction.on_commit(partial(_after_commit, named))


def _after_commit(tags: Sequence[str]) -> None:
    add_drops(tags)
    store.look_now()


def migration_begins(sender: object, using: str, **kwargs: object) -> None:
    """Receives `pre_migrate`."""
    _migrating.add(using)


def migration_has_ended(sender: object, using: str, **kwargs: object) -> None:
    """Receives `post_migrate`: drops everything, since a migration may have changed any row."""
    if using in _migrating:
        _migrating.remove(using)
        if DroppedTags._meta.db_table in connections[using].introspection.table_names():
            drop([EVERYTHING])


def say_that_worker_notes() -> None:
    """Writes a sign that this worker has the setting of processes that keep pages."""
    drop([BY_WORKER])


def does_worker_note() -> bool:
    """Returns whether a worker said so within the last hour."""
    least = timezone.now() - _LONGEST_SILENCE
    return DroppedTags.objects.filter(tags=BY_WORKER, noted_at__gte=least).exists()


def prune_notes() -> int:
    """Deletes old notes; returns how many."""
    return DroppedTags.objects.filter(noted_at__lt=timezone.now() - KEPT).delete()[0]
