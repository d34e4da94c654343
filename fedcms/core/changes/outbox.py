"""The outbox: public changes are given to each subscriber's own tasks after the commit, at least once.

An event is a row of the transaction that made it. The worker turns it into one task a subscriber, in one transaction
with the note that it did, so that a kill at any point loses none; each task is tried again by itself
(fedcms.core.tasks.queue), so that a subscriber that fails holds up no other one.
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
    """What changed in what the public sees, in plain values.

    It may come twice, late, and after a later one: a subscriber reads what is now, and does what gives the same again.
    """

    id: int
    subject: str
    """ "page", or the model of what pages show: "topic", "cluster", "organisation"."""
    object_id: int
    translation_key: UUID | None
    language: str
    """Of a page; "" for what is shown in every language."""
    kind: str
    cluster: str
    """Its slug; "" for the federation."""
    reason: Reason
    address: str
    """A page's `url_path` after the change; "" when it is deleted."""
    address_before: str
    """Its `url_path` before, "" where it was not public."""
    moment: datetime


Handler = Callable[[Sequence[Change]], object]


@dataclass(frozen=True)
class Subscriber:
    """Who is told of changes: up to `at_once` in a call, tasks of a higher `priority` first."""

    name: str
    handler: Handler
    at_once: int
    priority: int


_subscribers: dict[str, Subscriber] = {}


def subscribe(name: str, handler: Handler, *, at_once: int = 1, priority: int = 0) -> None:
    """Lets `handler` be told of every public change; an app calls this in its `AppConfig.ready`.

    The name is kept with what waits: who renames a subscriber loses what waits under the old name. What the handler
    raises is logged, and it is told again, later and later (FEDCMS_TASK_TRIES).
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
    """Turns what waits into tasks, one or more a subscriber; returns how many events. Safe from several workers.

    For some seconds, however much waits or comes meanwhile: others wait in its lane. What is left is for the next run.
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
    if not rows.exists():  # a look takes no write lock
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
    """Tells one subscriber of some changes. Raises what its handler raises: the queue tries again."""
    known = _subscribers.get(subscriber)
    if known is None:
        logger.warning("Nobody subscribes as %r any more: %s changes are dropped.", subscriber, len(changes))
        return
    known.handler([_from_json(serialised) for serialised in changes])


def prune_changes() -> int:
    """Deletes events that were turned into tasks long ago (FEDCMS_TASK_KEEP_DAYS); returns how many."""
    old = timezone.now() - timedelta(days=settings.FEDCMS_TASK_KEEP_DAYS)
    return PublicChange.objects.filter(dispatched_at__lt=old).delete()[0]
