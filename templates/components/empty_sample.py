"""Samples of empty.html."""

from collections.abc import Iterator

from fedcms.patterns.samples import Sample
from fedcms.patterns.things import URL, Things, namespace


def samples(things: Things) -> Iterator[Sample]:
    """The usual case, then the awkward ones."""
    yield Sample("a sentence", {"title": things.text("empty")})
    link = namespace(label=things.text("link"), url=URL)
    everything = {"title": things.text("long_title"), "text": things.text("advice"), "links": [link, link]}
    yield Sample("long, with advice and links", everything)
