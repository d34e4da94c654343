"""The registry of publication policies: functions that may refuse a publication.

A policy takes a `Publication` and returns a `Refusal` (or `Refusals`), or `None`. All policies are asked, in the order
of their stages and, within a stage, of their names, so that an editor sees all refusals at once. If the permission to
publish is missing, no other policy is asked: its words would reveal what the person may not see.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from functools import cached_property

from django.utils import timezone
from wagtail.models import Page, Revision

from clusters.publishing.refusal import Refusal
from fedcms.core.pages.publication import Way
from fedcms.users.models import User


class Stage(IntEnum):
    """The stages in which policies are asked."""

    RIGHTS = 1  # may this person publish here in this way
    CONTENT = 2  # is the page finished: required fields, valid values
    TRANSLATION = 3  # may the translation be public: its source is, it is complete
    MEDIA = 4  # may its pictures and files be public
    AGREEMENT = 5  # have others agreed: embargo, co-signatures, bundles


@dataclass(frozen=True)
class Publication:
    """A page that is about to become public, now or at its scheduled moment."""

    page: Page
    """The page as it is before, as its own class; a page that is being created has no key yet."""
    revision: Revision | None
    """The revision to publish; `None` if the page itself is published, as it is in memory."""
    actor: User | None
    """The person who publishes; `None` for the clock and for programs."""
    way: Way
    is_allowed: bool = False
    """Whether the actor's permission was checked before."""

    @cached_property
    def content(self) -> Page:
        """The page as it would be public."""
        return self.page if self.revision is None else self.revision.as_object()

    @cached_property
    def is_public(self) -> bool:
        """Whether the page is public already, so that another version of it is published, or was until a withdrawal."""
        if self.way is Way.WITHDRAWAL:
            return True
        return self.page.pk is not None and Page.objects.filter(pk=self.page.pk, live=True).exists()

    @property
    def moment(self) -> datetime | None:
        """The moment in the future (aware) at which the page would appear; `None` for at once."""
        moment: datetime | None = self.content.go_live_at
        return moment if moment is not None and moment > timezone.now() else None

    @property
    def was_approved(self) -> bool:
        """Whether the schedule was approved earlier, and its moment has come."""
        return self.revision is not None and self.revision.approved_go_live_at is not None


Policy = Callable[[Publication], Refusal | None]

_policies: dict[Policy, Stage] = {}


def register_policy(policy: Policy, stage: Stage) -> None:
    """Has a policy asked before every publication; the app that owns it calls this in `AppConfig.ready`."""
    _policies[policy] = stage


@contextmanager
def policy_for_now(policy: Policy, stage: Stage) -> Iterator[None]:
    """Registers a policy until the block ends; for tests."""
    register_policy(policy, stage)
    try:
        yield
    finally:
        del _policies[policy]


def registered() -> list[tuple[Stage, Policy]]:
    """Returns all policies in the order in which they are asked."""
    named = sorted(_policies.items(), key=lambda item: (item[1], item[0].__module__, item[0].__qualname__))
    return [(stage, policy) for policy, stage in named]
