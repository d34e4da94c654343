"""Samples of heading.html."""

from collections.abc import Iterator

from fedcms.patterns.samples import Sample
from fedcms.patterns.things import BODY, Things


def samples(things: Things) -> Iterator[Sample]:
    """The usual case, then the awkward ones."""
    yield Sample("short", {"value": things.text("term")}, BODY)
    yield Sample("long", {"value": things.text("long_title")}, BODY)
