"""Samples of quote.html."""

from collections.abc import Iterator

from fedcms.patterns.samples import Sample
from fedcms.patterns.things import BODY, Things, namespace


def samples(things: Things) -> Iterator[Sample]:
    """The usual case, then the awkward ones."""
    words = things.text("long_summary")
    said = namespace(text=words, source=things.text("organisation"))
    yield Sample("who said it", {"value": said}, BODY)
    yield Sample("nobody named", {"value": namespace(text=things.text("title"), source="")}, BODY)
