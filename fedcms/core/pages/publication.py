"""The hook around every publication of a page, in which registered functions may refuse it.

`BasePage.publish` runs it, and saving a page's row asks again if it becomes public in another way. The core knows no
rules of publication: clusters.publishing.may_publish registers the function that checks them (docs/adr/0029).

Wagtail's models import this module (WAGTAIL_FINISH_WORKFLOW_ACTION), so it must not import any.
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
    """The way in which a page is about to become public."""

    EDITOR = "editor"  # the page's form: publish, schedule, create and publish
    BULK = "bulk"  # pages selected in a listing
    API = "api"  # the admin's API, and Wagtail's v3 where it is mounted
    WORKFLOW = "workflow"  # the last approval
    TRANSLATION = "translation"  # the translation editor, "update translations"
    COPY = "copy"  # a copy that is published at once
    SCHEDULE = "schedule"  # an approved moment is moved to another
    BUNDLE = "bundle"  # pages that are approved to appear together
    WITHDRAWAL = "withdrawal"  # what was withdrawn in an emergency is put back
    CLOCK = "clock"  # a scheduled moment has come
    COMMAND = "command"  # provisioning, the demo, manage.py
    CODE = "code"  # any code that sets no way


class NotPublished(Exception):
    """Raised when a page may not become public; the message says why. Nothing was written."""


@dataclass
class _Passage:
    way: Way
    asked: set[int] = field(default_factory=set)
    """Ids of revisions that may be published, so that the check when the row is saved need not ask again."""


_passage: ContextVar[_Passage | None] = ContextVar("publication", default=None)


@contextmanager
def by_way(way: Way) -> Iterator[None]:
    """Sets the way in which pages are published within it. An outer way stays in force."""
    if _passage.get() is not None:
        yield
        return
    token = _passage.set(_Passage(way))
    try:
        yield
    finally:
        _passage.reset(token)


def current_way() -> Way:
    """Returns the way in which the running code publishes; `Way.CODE` if none was set."""
    passage = _passage.get()
    return Way.CODE if passage is None else passage.way


def note_asked(revision: "Revision | None") -> None:
    """Notes that a revision may be published: until the way ends, nobody asks again."""
    passage = _passage.get()
    if passage is not None and revision is not None and revision.pk is not None:
        passage.asked.add(revision.pk)


def was_asked(revision: "Revision | None") -> bool:
    """Returns whether it was already checked, within this way, that the revision may be published."""
    passage = _passage.get()
    return passage is not None and revision is not None and revision.pk in passage.asked


Around = Callable[["Page", "Revision", "AbstractBaseUser | None", bool], AbstractContextManager[None]]
"""A context manager's function: takes page, revision, user (None for nobody), and whether their right was checked.

The context raises `NotPublished` when it is entered.
"""

_around: list[Around] = []


def register_around_publication(around: Around) -> None:
    """Adds a context that surrounds every publication of a page. Apps call it in `AppConfig.ready`."""
    if around not in _around:
        _around.append(around)


@contextmanager
def publication(
    page: "Page", revision: "Revision", user: "AbstractBaseUser | None", *, is_allowed: bool
) -> Iterator[None]:
    """Surrounds one publication with the registered contexts. Raises `NotPublished` before anything is written."""
    with by_way(Way.CODE), ExitStack() as stack:
        for around in _around:
            stack.enter_context(around(page, revision, user, is_allowed))
        yield


def publish_approved(workflow_state: "WorkflowState", user: "AbstractBaseUser | None" = None) -> None:
    """Publishes after a workflow's last approval (WAGTAIL_FINISH_WORKFLOW_ACTION), as Wagtail's, as `Way.WORKFLOW`."""
    with by_way(Way.WORKFLOW):
        workflow_state.content_object.get_latest_revision().publish(user=user)
