"""Publishes scheduled revisions and expires pages, each once; one failure stops no other.

Wagtail's `publish_scheduled` works without transactions: two of them publish a page twice, one that is killed leaves a
page half published, and one page that fails stops all after it.
"""

import logging
from collections.abc import Callable

from django.apps import apps
from django.db import models, transaction
from django.db.models.functions import Cast
from django.utils import timezone
from wagtail.models import DraftStateMixin, Page, Revision

from fedcms.core.pages.publication import NotPublished, Way, by_way
from fedcms.core.pages.write_locks import lock_with_pages

logger = logging.getLogger("fedcms.publication")


_told: dict[int, str] = {}
"""The last logged reason why a due revision is held back, by id: logged once, not at every pass."""

WhenHeld = Callable[[int, NotPublished], None]
"""Takes the id of a due revision that is held back, and why; is called at every pass, and tells people once."""

_when_held: list[WhenHeld] = []


def register_when_held(tell: WhenHeld) -> None:
    """Adds a function that is told of each revision that is held back. Apps call it in `AppConfig.ready`."""
    if tell not in _when_held:
        _when_held.append(tell)


PublishDue = Callable[[], int]
"""Publishes what is due and must appear together; returns how many revisions."""

_together: list[PublishDue] = []


def register_due_together(publish: PublishDue) -> None:
    """Adds a function that publishes several due revisions as one, before all others. For `AppConfig.ready`."""
    if publish not in _together:
        _together.append(publish)


def publish_due() -> int:
    """Publishes every revision whose moment has passed; returns how many. Failures are tried again next time.

    What must appear together is published first.

    Revisions that may not be published yet (`NotPublished`) are tried again as long as others succeed, since they may
    wait for one of them. The log says why they wait.
    """
    number = sum(map(_publish_together, _together))
    due = Revision.objects.filter(approved_go_live_at__lt=timezone.now()).order_by(
        "approved_go_live_at", "pk"
    )
    waiting = list(due.values_list("pk", flat=True))
    held: dict[int, NotPublished] = {}
    while waiting:
        held = {}
        published = sum(_publish(pk, held) for pk in waiting)
        number += published
        waiting = list(held) if published else []
    for revision_id, reason in held.items():
        _tell(revision_id, reason)
    return number


def _publish_together(publish: PublishDue) -> int:
    try:
        return publish()
    except Exception:
        logger.exception("What is due together could not be published.")
        return 0


def _tell(revision_id: int, reason: NotPublished) -> None:
    for tell in _when_held:
        try:
            tell(revision_id, reason)
        except Exception:
            logger.exception("Nobody could be told that revision %s is held back.", revision_id)


def _publish(revision_id: int, held: dict[int, NotPublished]) -> bool:
    try:
        with transaction.atomic():
            _lock_page_of(revision_id)
            revision = (
                Revision.objects.select_for_update(skip_locked=True)
                .filter(pk=revision_id, approved_go_live_at__lt=timezone.now())
                .first()
            )
            if revision is None:  # another worker has it, or an editor took it back
                return False
            with by_way(Way.CLOCK):
                revision.publish(log_action="wagtail.publish.scheduled")
    except NotPublished as reason:
        held[revision_id] = reason
        if _told.get(revision_id) != str(reason):
            _told[revision_id] = str(reason)
            logger.warning("Revision %s is due and is held back: %s", revision_id, reason)
        return False
    except Exception:
        logger.exception("Revision %s is due and could not be published.", revision_id)
        return False
    _told.pop(revision_id, None)
    logger.info("Revision %s (%s) is published as scheduled.", revision_id, revision.object_str)
    return True


def _lock_page_of(revision_id: int) -> None:
    """Takes the first of all locks (docs/adr/0029): publishing the page's source writes this revision too."""
    found = Revision.page_revisions.filter(pk=revision_id)
    _lock_pages(pk__in=found.values_list(Cast("object_id", models.BigIntegerField()), flat=True))


def _lock_pages(**which: object) -> None:
    """Locks pages and what is written with them; nothing when no page matches (the object is not a page)."""
    lock_with_pages(*Page.objects.filter(**which))


def expire_due() -> int:
    """Unpublishes every page and draftable object whose expiry has passed; returns how many."""
    kinds = [Page] + [
        kind for kind in apps.get_models() if issubclass(kind, DraftStateMixin) and not issubclass(kind, Page)
    ]
    return sum(
        _expire(kind, pk) for kind in kinds for pk in list(_expired(kind).values_list("pk", flat=True))
    )


def _expired(kind: type[models.Model]) -> "models.QuerySet[models.Model]":
    return kind._default_manager.filter(live=True, expire_at__lt=timezone.now()).order_by("expire_at")


def _expire(kind: type[models.Model], pk: object) -> bool:
    try:
        with transaction.atomic():
            if kind is Page:
                _lock_pages(pk=pk)
            row = _expired(kind).select_for_update(skip_locked=True, of=("self",)).filter(pk=pk).first()
            if not isinstance(row, DraftStateMixin):
                return False
            row.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
    except Exception:
        logger.exception("%s %s has expired and could not be unpublished.", kind.__name__, pk)
        return False
    logger.info("%s %s has expired and is unpublished.", kind.__name__, pk)
    return True
