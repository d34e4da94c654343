"""Registers and runs followers: functions that act on a change in its own transaction, in one order."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum

from wagtail.models import Page


class Order(IntEnum):
    """The order in which followers run and so lock rows: after the page, translation states, then search entries.

    See docs/adr/0030. Whatever need not be in the transaction subscribes to the outbox instead.
    """

    MEMBERSHIP = 10
    """Which cluster a page belongs to; all other followers read it."""
    TRANSLATION_STATES = 20
    SEARCH_ENTRIES = 30
    COUNTS = 40
    ADMIN_SEARCH = 50
    """Wagtail's own index, in which the admin searches."""


@dataclass(frozen=True)
class PageWritten:
    """A page whose row was written, other than by saving a draft."""

    page: Page
    """The page as its own class (specific), with the values of its row."""
    columns: frozenset[str] | None
    """The columns that were written; None means all."""
    is_public: bool
    """Whether an anonymous visitor may see it between its release and its expiry."""
    differs: bool
    """Whether its public form has changed, so that an event was written."""


@dataclass(frozen=True)
class BranchChanged:
    """A subtree or language whose pages all got another address, or were closed or opened."""

    page_id: int | None
    """The root of the subtree, None for a language; the page may have been deleted since."""
    locale_id: int | None
    is_moved: bool
    """True when its addresses changed; False when a restriction or the state of a language did."""


FollowPage = Callable[[PageWritten], None]
FollowPages = Callable[[Sequence[PageWritten]], None]
FollowBranch = Callable[[BranchChanged], None]


@dataclass(frozen=True)
class Follower:
    """The functions that an app runs in the transaction of a change. It must be safe to run them again."""

    name: str
    order: Order
    on_page: FollowPage | None = None
    on_pages: FollowPages | None = None
    """For pages that were written together, where that costs less than `on_page` for each."""
    on_branch: FollowBranch | None = None


_followers: dict[str, Follower] = {}


def register_follower(
    name: str,
    order: Order,
    *,
    on_page: FollowPage | None = None,
    on_pages: FollowPages | None = None,
    on_branch: FollowBranch | None = None,
) -> None:
    """Adds a follower, or replaces the one of that name. Apps call it in `AppConfig.ready`."""
    _followers[name] = Follower(name, order, on_page, on_pages, on_branch)


def followers() -> list[Follower]:
    """Returns all followers by their order, then by name."""
    return sorted(_followers.values(), key=lambda follower: (follower.order, follower.name))


def follow_page(written: PageWritten) -> None:
    """Runs the followers of a page. An exception that one raises undoes the change."""
    for follower in followers():
        if follower.on_page is not None:
            follower.on_page(written)


def follow_pages(written: Sequence[PageWritten]) -> None:
    """Runs the followers of pages that were written together. An exception that one raises undoes the changes."""
    for follower in followers():
        if follower.on_pages is not None:
            follower.on_pages(written)
        elif follower.on_page is not None:
            for each in written:
                follower.on_page(each)


def follow_branch(branch: BranchChanged) -> None:
    """Runs the followers of a branch. An exception that one raises undoes the change."""
    for follower in followers():
        if follower.on_branch is not None:
            follower.on_branch(branch)
