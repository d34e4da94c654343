"""The registry of publication policies: functions that may refuse a publication.

A policy takes a `Publication` and returns a `Refusal` (or `Refusals`), or `None`. All are asked, in the order of their
stages and within a stage of their names, and an editor sees all refusals at once; but where the right is missing
nothing else is asked, for its words would tell of what the person may not see.
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
    """When a policy is asked."""

    RIGHTS = 1  # may this person publish here by this way
    CONTENT = 2  # is the page finished: required fields, valid values
    TRANSLATION = 3  # does its language stand: source, completeness
    MEDIA = 4  # may its pictures and files be shown
    AGREEMENT = 5  # have others agreed: embargo, co-signatures, bundles


@dataclass(frozen=True)
class Publication:
    """A page that is about to become public, now or at its moment."""

    page: Page
    """As it is before, as its own class; what is being created has no key yet."""
    revision: Revision | None
    """What would be public; `None` where the page itself would be, as it stands in memory."""
    actor: User | None
    """Who publishes; `None` where a moment has come, or a program does."""
    way: Way
    is_allowed: bool = False
    """Whether the actor's right was asked before."""

    @cached_property
    def content(self) -> Page:
        """The page as it would be public."""
        return self.page if self.revision is None else self.revision.as_object()

    @cached_property
    def is_public(self) -> bool:
        """Whether the page is public before: what is published is another version of it."""
        return self.page.pk is not None and Page.objects.filter(pk=self.page.pk, live=True).exists()

    @property
    def moment(self) -> datetime | None:
        """The moment in the future (aware) at which it would appear; `None` for at once."""
        moment: datetime | None = self.content.go_live_at
        return moment if moment is not None and moment > timezone.now() else None

    @property
    def was_approved(self) -> bool:
        """Whether its moment was approved before, and has come."""
        return self.revision is not None and self.revision.approved_go_live_at is not None


Policy = Callable[[Publication], Refusal | None]

_policies: dict[Policy, Stage] = {}


def register_policy(policy: Policy, stage: Stage) -> None:
    """Has a policy asked before every publication; the app that owns it calls this in `AppConfig.ready`."""
    _policies[policy] = stage


@contextmanager
def policy_for_now(policy: Policy, stage: Stage) -> Iterator[None]:
    """Within it a policy more is asked; for tests."""
    register_policy(policy, stage)
    try:
        yield
    finally:
        del _policies[policy]


def registered() -> list[tuple[Stage, Policy]]:
    """All policies in the order in which they are asked."""
    named = sorted(_policies.items(), key=lambda item: (item[1], item[0].__module__, item[0].__qualname__))
    return [(stage, policy) for policy, stage in named]
