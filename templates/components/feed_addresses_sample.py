"""Samples of feed_addresses.html."""

from collections.abc import Iterator

from clusters.content.subscriptions import SubscriptionScope
from fedcms.patterns.samples import Sample
from fedcms.patterns.things import Things
from home.feeds.links import subscriptions_to


def samples(things: Things) -> Iterator[Sample]:
    """The usual case, then a long address without a calendar."""
    federal = SubscriptionScope(language=things.language)
    yield Sample("with a calendar", {"subscription": subscriptions_to(federal)})
    long = SubscriptionScope(
        language=things.language, cluster=things.cluster("WAL"), kind="article", topic="inclusion"
    )
    yield Sample("without a calendar, a long address", {"subscription": subscriptions_to(long)})
