"""Delivers public changes to each subscriber in tasks of its own after the commit, at least once.

An event is a row written in the transaction of the change. The worker makes one task for each subscriber, and marks
the event as dispatched in the same transaction, so that a kill at any point loses nothing. Each task is retried
separately (fedcms.core.tasks.queue), so that a subscriber that fails delays no other one.
"""

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypedDict
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django_tasks import task

from fedcms.core.lanes import Lane
from fedcms.core.models import PublicChange, Reason

BATCH = 500
SECONDS_AT_ONCE = 5.0

logger = logging.getLogger("fedcms.changes")


@dataclass(frozen=True)
class Change:
    """A change of what the public sees, as plain values.

    It may come twice, late, or after a later one. So a subscriber must read the present state, and be safe to repeat.
    """

    id: int
    subject: str
    """"page", or the model of a row that pages show: "topic", "cluster", "organisation"."""
    object_id: int
    translation_key: UUID | None
    language: str
    """The page's language code; "" for a row that is shown in every language."""
    kind: str
    cluster: str
    """The slug of its cluster; "" for the federation."""
    reason: Reason
    address: str
    """The page's `url_path` after the change; "" when it was deleted."""
    address_before: str
    """The page's `url_path` before; "" when it was not public."""
    moment: datetime


Handler = Callable[[Sequence[Change]], object]


@dataclass(frozen=True)
class Subscriber:
    """A function that gets changes: up to `at_once` in a call; tasks of higher `priority` run first."""

    name: str
    handler: Handler
    at_once: int
    priority: int


_subscribers: dict[str, Subscriber] = {}


def subscribe(name: str, handler: Handler, *, at_once: int = 1, priority: int = 0) -> None:
    """Makes `handler` get every public change. Apps call it in `AppConfig.ready`.

    Waiting tasks store the name: renaming a subscriber loses what waits under the old name. When the handler raises,
    the error is logged and the call repeated after longer and longer pauses (FEDCMS_TASK_TRIES).
    """
    _subscribers[name] = Subscriber(name, handler, at_once, priority)


class _SerialisedChange(TypedDict):
    """A change as JSON."""

    id: int
    subject: str
    object_id: int
    translation_key: str | None
    language: str
    kind: str
    cluster: str
    reason: str
    address: str
    address_before: str
    moment: str


def _as_json(row: PublicChange) -> _SerialisedChange:
    return {
        "id": row.pk,
        "subject": row.subject,
        "object_id": row.object_id,
        "translation_key": str(row.translation_key) if row.translation_key else None,
        "language": row.language,
        "kind": row.kind,
        "cluster": row.cluster,
        "reason": row.reason,
        "address": row.address,
        "address_before": row.address_before,
        "moment": row.moment.isoformat(),
    }


def _from_json(serialised: _SerialisedChange) -> Change:
    key = serialised["translation_key"]
    return Change(
        id=serialised["id"],
        subject=serialised["subject"],
        object_id=serialised["object_id"],
        translation_key=UUID(key) if key else None,
        language=serialised["language"],
        kind=serialised["kind"],
        cluster=serialised["cluster"],
        reason=Reason(serialised["reason"]),
        address=serialised["address"],
        address_before=serialised["address_before"],
        moment=datetime.fromisoformat(serialised["moment"]),
    )


def dispatch() -> int:
    """Makes tasks for waiting events, at least one for each subscriber; returns the number of events.

    Stops after a few seconds, since other jobs wait in its lane; the next run goes on. Safe in several workers at
    once.
    """
    end = time.monotonic() + SECONDS_AT_ONCE
    number = 0
    while waiting := _dispatch_batch():
        number += waiting
        if time.monotonic() >= end:
            break
    return number


def _dispatch_batch() -> int:
    rows = PublicChange.objects.filter(dispatched_at=None).order_by("pk")
    if not rows.exists():  # reading takes no write lock
        return 0
    with transaction.atomic():
        waiting = list(rows.select_for_update(skip_locked=True)[:BATCH])
        serialised = [_as_json(row) for row in waiting]
        for subscriber in list(_subscribers.values()):
            for some in _batches(serialised, subscriber.at_once):
                deliver.using(priority=subscriber.priority).enqueue(subscriber=subscriber.name, changes=some)
        PublicChange.objects.filter(pk__in=[row.pk for row in waiting]).update(dispatched_at=timezone.now())
    return len(waiting)


def _batches(serialised: list[_SerialisedChange], size: int) -> Iterator[list[_SerialisedChange]]:
    for start in range(0, len(serialised), size):
        yield serialised[start : start + size]


@task(backend="background", queue_name=Lane.FOLLOWERS)
def deliver(subscriber: str, changes: list[_SerialisedChange]) -> None:
    """Gives changes to one subscriber. Raises what its handler raises, so that the queue tries again."""
    known = _subscribers.get(subscriber)
    if known is None:
        logger.warning("Nobody subscribes as %r any more: %s changes are dropped.", subscriber, len(changes))
        return
    known.handler([_from_json(serialised) for serialised in changes])


def prune_changes() -> int:
    """Deletes events that were dispatched long ago (FEDCMS_TASK_KEEP_DAYS); returns how many."""
    old = timezone.now() - timedelta(days=settings.FEDCMS_TASK_KEEP_DAYS)
    return PublicChange.objects.filter(dispatched_at__lt=old).delete()[0]
