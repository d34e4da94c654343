"""The publication service: asks all policies whether a page may become public (docs/adr/0029).

`may_publish` returns the answer. Views use `publishing`, which opens one transaction and first locks the page's
translation set. `BasePage.publish` asks in any case, and so does saving the row (clusters.publishing.signal_handlers).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from wagtail.models import Page, Revision

from clusters.publishing.policy_registry import Publication, Stage, registered
from clusters.publishing.refusal import NotAllowedToPublish, PublicationRefused, Refusal
from fedcms.core.pages.publication import Way, by_way, current_way, note_asked, was_asked
from fedcms.core.pages.write_locks import lock_with_pages
from fedcms.users.models import User


@dataclass(frozen=True)
class PublicationDecision:
    """The decision of all policies; true if none refuses."""

    refusals: tuple[Refusal, ...]
    is_allowed: bool

    def __bool__(self) -> bool:
        """Whether the page may become public."""
        return not self.refusals

    def require(self) -> None:
        """Raises `PublicationRefused` with all reasons, if there are any."""
        if self.refusals:
            kind = PublicationRefused if self.is_allowed else NotAllowedToPublish
            raise kind(self.refusals)


def may_publish(
    page: Page, revision: Revision | None, actor: User | None, way: Way, *, is_allowed: bool = False
) -> PublicationDecision:
    """Asks all policies about a revision of a page (`None`: the page as it is in memory).

    `actor` is `None` for the clock and for programs; `is_allowed` says that the actor's permission was checked already.
    """
    publication = Publication(page, revision, actor, way, is_allowed)
    refusals: list[Refusal] = []
    lacks_right = False
    for stage, policy in registered():
        if lacks_right and stage is not Stage.RIGHTS:
            break
        refusal = policy(publication)
        if refusal is not None:
            refusals.append(refusal)
            lacks_right = lacks_right or stage is Stage.RIGHTS
    return PublicationDecision(tuple(refusals), is_allowed=not lacks_right)


@contextmanager
def publishing(way: Way, *pages: Page) -> Iterator[None]:
    """Opens a transaction in which pages are published in a given way; locks their translation sets first."""
    with transaction.atomic(), by_way(way):
        lock_with_pages(*pages)
        yield


@contextmanager
def around_publication(
    page: Page, revision: Revision, user: AbstractBaseUser | None, is_allowed: bool
) -> Iterator[None]:
    """Wraps `BasePage.publish`. Raises `PublicationRefused` before anything is written."""
    with transaction.atomic():
        lock_with_pages(page)
        require(page, revision, user, is_allowed=is_allowed)
        yield


def require(
    page: Page, revision: Revision | None, user: AbstractBaseUser | None = None, *, is_allowed: bool = False
) -> None:
    """Raises `PublicationRefused` unless the page may become public in the present way.

    Each revision is asked about once.
    """
    if was_asked(revision):
        return
    actor = user if isinstance(user, User) else None
    may_publish(page, revision, actor, current_way(), is_allowed=is_allowed).require()
    note_asked(revision)
