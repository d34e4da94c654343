"""Writes an event for each page of a subtree that moved, or of a section or language that was closed or opened.

A row (`ChangedBranch`) notes the change in its own transaction. Followers that work on a whole branch run in that
transaction too. Where Wagtail sends its signal only after the commit (a move, a new slug), they run right after it; if
the process dies in between, the worker runs them. Events of a few pages are written at once, those of many by the
worker.
"""

import logging
import time
from datetime import timedelta

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from wagtail.models import Page

from fedcms.core.changes import followers
from fedcms.core.changes.recording import event_of_page, form_of_page, keep, page_key
from fedcms.core.models import ChangedBranch, PublicChange, PublicForm, Reason
from fedcms.core.pages.row_locks import lock_rows
from fedcms.core.visibility import IsOpen

logger = logging.getLogger("fedcms.changes")

AT_ONCE = 20
"""For how many pages events are written at once, while somebody who moves or closes the branch waits."""
BATCH = 100
SECONDS_AT_ONCE = 5.0
PATIENCE = timedelta(seconds=10)
"""When a branch's followers have not run after so long, its process has died, and the worker runs them."""


def change_branch(*, page_id: int | None = None, locale_id: int | None = None, is_moved: bool) -> None:
    """Notes that a branch changed: a subtree (`page_id`) or a language (`locale_id`). Call it in that transaction."""
    ChangedBranch.objects.create(page_id=page_id, locale_id=locale_id, is_moved=is_moved)


def has_pages_below(page: Page) -> bool:
    """Returns whether a page has descendants. Asks the database, since the instance may be outdated."""
    below = Page.objects.filter(path__startswith=page.path, depth__gt=page.depth)
    return bool(below.exists())


def follow_now(**which: object) -> None:
    """Runs the followers of noted branches that match `which`, each in a transaction (part of an outer one if any)."""
    unfollowed = ChangedBranch.objects.filter(followed_at=None)
    for pk in list(unfollowed.filter(**which).order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic():
            if branch := unfollowed.select_for_update().filter(pk=pk).first():  # else another did it
                _follow(branch)


def follow_branches() -> None:
    """Handles noted branches for a few seconds, since other jobs wait in its lane. The worker runs it.

    Safe to run twice and to interrupt. A branch that fails is logged, does not stop others, and is tried again in the
    next run.
    """
    end = time.monotonic() + SECONDS_AT_ONCE
    passed: set[int] = set()
    while time.monotonic() < end and _follow_next(passed):
        pass


def _follow_next(passed: set[int]) -> bool:
    """Handles one batch of the first branch that is not in `passed`; returns False when there is none."""
    is_late = Q(followed_at=None, created_at__lt=timezone.now() - PATIENCE)
    waiting = ChangedBranch.objects.filter(is_late | Q(followed_at__isnull=False)).exclude(pk__in=passed)
    pk = waiting.order_by(F("followed_at").asc(nulls_first=True), "pk").values_list("pk", flat=True).first()
    if pk is None:
        return False
    try:
        with transaction.atomic():
            held = ChangedBranch.objects.select_for_update(skip_locked=True).filter(pk=pk).first()
            if held is None:  # another process has locked it
                passed.add(pk)
            elif held.followed_at is None:
                _follow(held)
            else:
                _look_at_batch(held)
    except Exception:
        logger.exception("Branch %s could not be followed; it is tried again.", pk)
        passed.add(pk)
    return True


def _follow(branch: ChangedBranch) -> None:
    """Runs the followers of a branch, whose row must be locked."""
    followers.follow_branch(followers.BranchChanged(branch.page_id, branch.locale_id, branch.is_moved))
    if len(_pages(branch)[: AT_ONCE + 1]) <= AT_ONCE:
        _look_at_batch(branch)
    else:
        branch.followed_at = timezone.now()
        branch.save(update_fields=["followed_at"])


def _pages(branch: ChangedBranch) -> "QuerySet[Page, int]":
    """Returns the ids of the branch's pages that are still to be compared, sorted."""
    pages = Page.objects.filter(pk__gt=branch.after_id, depth__gt=1).order_by("pk")
    if branch.locale_id is not None:
        pages = pages.filter(locale_id=branch.locale_id)
    else:
        path = Page.objects.filter(pk=branch.page_id).values_list("path", flat=True).first()
        pages = pages.filter(path__startswith=path) if path else pages.none()
    return pages.values_list("pk", flat=True)  # type: ignore[no-any-return]  # Wagtail is untyped


def _look_at_batch(branch: ChangedBranch) -> None:
    """Writes the events of the branch's next pages. Deletes the branch when there are no more."""
    ids = list(_pages(branch)[:BATCH])
    if ids:
        # The event of the root's new address was written when it was saved; but its cluster may be another one now.
        _look_at(ids, moved=branch.page_id if branch.is_moved else None)
    if len(ids) < BATCH:
        branch.delete()
        return
    branch.after_id = ids[-1]
    branch.save(update_fields=["after_id"])


def _look_at(ids: list[int], moved: int | None) -> None:
    # Locked: a publication of one of these pages has either ended and is seen here, or waits and sees what is written
    # here.
    lock_rows(Page.objects.filter(pk__in=ids))
    forms = PublicForm.objects.in_bulk([page_key(pk) for pk in ids])
    rows = Page.objects.filter(pk__in=ids).annotate(is_open=IsOpen(F("path"), F("locale_id")))
    closed: list[PublicForm] = []
    events: list[PublicChange] = []
    for page in rows.order_by("pk").select_related("locale"):
        before = forms.get(page_key(page.pk))
        is_public = bool(page.live and page.alias_of_id is None and page.is_open)
        was_public = before is not None and before.is_public
        if before is not None and was_public and not is_public:
            closed.append(before)
            events.append(event_of_page(page, Reason.WITHDRAWN, before, before))
        elif is_public and (
            before is None or not was_public or page.pk == moved or before.address != page.url_path
        ):
            after = form_of_page(page.specific, is_public=True)
            reason = keep(before, after)
            if reason is not None:
                events.append(event_of_page(page, reason, before, after))
    # One statement however many there are, since somebody waits while pages are closed.
    PublicForm.objects.filter(key__in=[form.key for form in closed]).update(is_public=False, content="")
    PublicChange.objects.bulk_create(events)
