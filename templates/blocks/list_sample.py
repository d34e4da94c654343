"""Samples of list.html."""

from collections.abc import Iterator

from fedcms.patterns.samples import Sample
from fedcms.patterns.things import BODY, Things


def samples(things: Things) -> Iterator[Sample]:
    """The usual case, then the awkward ones."""
    points = [things.text("title"), things.text("long_title"), things.text("word")]
    yield Sample("three points", {"value": points}, BODY)
    yield Sample("one", {"value": points[:1]}, BODY)
