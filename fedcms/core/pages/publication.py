"""The hook around every publication of a page, in which registered functions may refuse it.

`BasePage.publish` enters it, and the page's row asks again when it becomes public by another way. This floor knows no
rule about publication: clusters.publishing.service registers the one that asks them (docs/adr/0029).

Wagtail's models import this module (WAGTAIL_FINISH_WORKFLOW_ACTION), so that it imports none.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser
    from wagtail.models import Page, Revision, WorkflowState


class Way(StrEnum):
    """By which way a page is about to become public."""

    EDITOR = "editor"  # the page's form: publish, schedule, create and publish
    BULK = "bulk"  # ticked in a listing
    API = "api"  # the admin's API, and Wagtail's v3 where it is mounted
    WORKFLOW = "workflow"  # the last approval
    TRANSLATION = "translation"  # the translation editor, "update translations"
    COPY = "copy"  # a copy that stays public
    CLOCK = "clock"  # the moment that was approved has come
    COMMAND = "command"  # provisioning, the demo, manage.py
    CODE = "code"  # anything that says nothing else


class NotPublished(Exception):
    """A page does not become public; the message says why, and nothing was written."""


@dataclass
class _Passage:
    way: Way
    asked: set[int] = field(default_factory=set)
    """The keys of revisions that may be published: the row's guard does not ask again."""


_passage: ContextVar[_Passage | None] = ContextVar("publication", default=None)


@contextmanager
def by_way(way: Way) -> Iterator[None]:
    """Within it, pages are published by this way; an outer way stays what it is."""
    if _passage.get() is not None:
        yield
        return
    token = _passage.set(_Passage(way))
    try:
        yield
    finally:
        _passage.reset(token)


def current_way() -> Way:
    """By which way what runs now publishes."""
    passage = _passage.get()
    return Way.CODE if passage is None else passage.way


def note_asked(revision: "Revision | None") -> None:
    """A revision may be published: until the way ends, nobody asks again."""
    passage = _passage.get()
    if passage is not None and revision is not None and revision.pk is not None:
        passage.asked.add(revision.pk)


def was_asked(revision: "Revision | None") -> bool:
    """Whether it was asked on this way already whether the revision may be published."""
    passage = _passage.get()
    return passage is not None and revision is not None and revision.pk in passage.asked


Around = Callable[["Page", "Revision", "AbstractBaseUser | None", bool], AbstractContextManager[None]]
"""Takes the page, the revision, who publishes (`None`: nobody) and whether their right was asked already.

Raises `NotPublished` when it is entered.
"""

_around: list[Around] = []


def register_around_publication(around: Around) -> None:
    """Puts a context around every publication of a page; an app calls this in `AppConfig.ready`."""
    if around not in _around:
        _around.append(around)


_locks: list[Callable[..., None]] = []


def register_lock(lock: Callable[..., None]) -> None:
    """Adds what locks, within a transaction, all rows that are written together with the pages that it is given."""
    if lock not in _locks:
        _locks.append(lock)


def lock_with_pages(*pages: "Page") -> None:
    """Locks all that is written together with pages, before anything else of them is locked. In a transaction."""
    for lock in _locks:
        lock(*pages)


@contextmanager
def publication(
    page: "Page", revision: "Revision", user: "AbstractBaseUser | None", *, is_allowed: bool
) -> Iterator[None]:
    """Around one publication: asks what is registered. Raises `NotPublished` before anything is written."""
    with by_way(Way.CODE), ExitStack() as stack:
        for around in _around:
            stack.enter_context(around(page, revision, user, is_allowed))
        yield


def publish_approved(workflow_state: "WorkflowState", user: "AbstractBaseUser | None" = None) -> None:
    """What follows the last approval of a workflow (WAGTAIL_FINISH_WORKFLOW_ACTION): as Wagtail's, by its own way."""
    with by_way(Way.WORKFLOW):
        workflow_state.content_object.get_latest_revision().publish(user=user)
