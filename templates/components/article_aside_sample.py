"""Samples of article_aside.html."""

from collections.abc import Iterator

from fedcms.core.audiences import Audience
from fedcms.patterns.samples import Sample
from fedcms.patterns.things import URL, Things, namespace


def samples(things: Things) -> Iterator[Sample]:
    """The usual case, then the awkward ones."""
    bare: dict[str, object] = {
        "section_address": URL,
        "organisation": None,
        "audiences": [],
        "listing_page": "news",
        "search_ends_at": lambda: None,
    }
    full = {
        "section_address": URL,
        "organisation": things.organisation(),
        "audiences": list(Audience),
        "listing_page": "news",
        "search_ends_at": lambda: None,
    }
    frame = '<aside class="article__aside">{}</aside>'
    yield Sample(
        "everything, many topics",
        {"page": namespace(cluster=things.cluster(), **full), "page_topics": things.topics(9)},
        frame,
    )
    yield Sample(
        "one topic, a long name",
        {
            "page": namespace(cluster=things.cluster("WAL"), **bare),
            "page_topics": things.topics(1),
        },
        frame,
    )
    yield Sample("the federation's, nothing else", {"page": namespace(cluster=None, **bare)}, frame)
