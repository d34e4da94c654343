"""Samples of topic_links.html."""

from collections.abc import Iterator

from fedcms.patterns.samples import Sample
from fedcms.patterns.things import Things, namespace


def samples(things: Things) -> Iterator[Sample]:
    """One topic, then many."""
    page = namespace(listing_page="news", kind="article", search_ends_at=lambda: None)
    yield Sample("one", {"page": page, "page_topics": things.topics(1)})
    yield Sample("many", {"page": page, "page_topics": things.topics(9)})
