"""Who follows a change in its own transaction, in one documented order."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum

from wagtail.models import Page


class Order(IntEnum):
    """When a follower runs, and so in which order rows are locked: after the page, states, then entries.

    Docs: docs/adr/0030. What has no reason to be in the transaction subscribes to the outbox instead.
    """

    MEMBERSHIP = 10
    """To whom a page belongs: what all others read of it."""
    TRANSLATION_STATES = 20
    SEARCH_ENTRIES = 30
    COUNTS = 40
    ADMIN_SEARCH = 50
    """Wagtail's own index, by which the admin searches."""


@dataclass(frozen=True)
class PageWritten:
    """A page's row was written, otherwise than by a draft."""

    page: Page
    """As its own class, saying what its row says."""
    columns: frozenset[str] | None
    """The columns that were written, `None` = all."""
    is_public: bool
    """An anonymous visitor sees it between its release and its expiry."""
    differs: bool
    """Its public form is another one than before: the event is written."""


@dataclass(frozen=True)
class BranchChanged:
    """All pages of a subtree, or of a language, have another address, or are closed or opened."""

    page_id: int | None
    """The root of the subtree; the page may be gone."""
    locale_id: int | None
    is_moved: bool
    """It stands elsewhere, or has another address; else a restriction or the state of a language changed."""


FollowPage = Callable[[PageWritten], None]
FollowPages = Callable[[Sequence[PageWritten]], None]
FollowBranch = Callable[[BranchChanged], None]


@dataclass(frozen=True)
class Follower:
    """What an app does in the transaction of a change. It must bear being run again."""

    name: str
    order: Order
    on_page: FollowPage | None = None
    on_pages: FollowPages | None = None
    """The same for pages that are written together, where that costs less than each by itself."""
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
    """Adds a follower; an app calls this in its `AppConfig.ready`. The same name again replaces it."""
    _followers[name] = Follower(name, order, on_page, on_pages, on_branch)


def followers() -> list[Follower]:
    """All of them, in their order; of the same order by name."""
    return sorted(_followers.values(), key=lambda follower: (follower.order, follower.name))


def follow_page(written: PageWritten) -> None:
    """Runs what follows a page. What a follower raises undoes the change."""
    for follower in followers():
        if follower.on_page is not None:
            follower.on_page(written)


def follow_pages(written: Sequence[PageWritten]) -> None:
    """Runs what follows pages that were written together. What a follower raises undoes the change."""
    for follower in followers():
        if follower.on_pages is not None:
            follower.on_pages(written)
        elif follower.on_page is not None:
            for each in written:
                follower.on_page(each)


def follow_branch(branch: BranchChanged) -> None:
    """Runs what follows a branch. What a follower raises undoes the change."""
    for follower in followers():
        if follower.on_branch is not None:
            follower.on_branch(branch)
