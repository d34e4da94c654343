"""Samples of figures.html."""

from collections.abc import Iterator

from fedcms.patterns.samples import Sample
from fedcms.patterns.things import BODY, Things, namespace


def samples(things: Things) -> Iterator[Sample]:
    """The usual case, then the awkward ones."""
    one = namespace(value="40", unit=things.text("word"), label=things.text("topic"), source="")
    long = namespace(
        value="1 250 000,50", unit="", label=things.text("long_title"), source=things.text("organisation")
    )
    yield Sample("three, one long with its source", {"value": [one, long, one]}, BODY)
    yield Sample("one", {"value": [one]}, BODY)
