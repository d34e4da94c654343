"""Samples of feed_links.html."""

from collections.abc import Iterator

from clusters.content.subscriptions import SubscriptionScope
from fedcms.patterns.samples import Sample
from fedcms.patterns.things import Things
from home.feeds.links import subscriptions_to


def samples(things: Things) -> Iterator[Sample]:
    """A part of the head."""
    subscription = subscriptions_to(SubscriptionScope(language=things.language))
    yield Sample("the federation's", {"subscription": subscription}, is_source=True)
