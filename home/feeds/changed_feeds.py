"""Tells in which feeds a page stands: each selection that it belongs to, in each format."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from clusters.content.registry import content_types
from clusters.content.subscriptions import SubscriptionScope
from clusters.models import Cluster
from home.feeds.formats import FORMATS


@dataclass(frozen=True)
class FeedPage:
    """What decides in which feeds a page stands."""

    language: str
    cluster: str
    """The slug; "" for the federation."""
    kind: str
    topics: tuple[str, ...]
    """Their keys."""


def scopes_of(page: FeedPage) -> Iterator[SubscriptionScope]:
    """Yields each selection that contains a page: all, its publisher's, by kind, by group of kinds, by topic."""
    kinds = ("", page.kind, content_types()[page.kind].listing_group.value)
    owner = Cluster(slug=page.cluster) if page.cluster else None
    for cluster, is_own in ((None, False), (owner, owner is None)):
        for kind in dict.fromkeys(kinds):
            for topic in ("", *page.topics):
                yield SubscriptionScope(
                    language=page.language, cluster=cluster, is_federations_own=is_own, kind=kind, topic=topic
                )


def feeds_of(pages: Iterable[FeedPage]) -> set[str]:
    """Returns the paths of all feeds in which one of the pages stands."""
    return {
        scope.address(name)
        for page in pages
        if page.kind in content_types()
        for scope in scopes_of(page)
        for name in FORMATS
    }
