"""Samples of button.html."""

from collections.abc import Iterator

from fedcms.patterns.samples import Sample
from fedcms.patterns.things import BODY, URL, Things, namespace


def samples(things: Things) -> Iterator[Sample]:
    """The usual case, then the awkward ones."""
    label, address = things.text("action"), "https://edtech.example/"
    yield Sample("to another site", {"value": namespace(label=label, href=address, page=None)}, BODY)
    yield Sample("to a page", {"value": namespace(label=label, href=URL, page=things.teaser())}, BODY)
    long = namespace(label=things.text("long_title"), href=address, page=None)
    yield Sample("a long label", {"value": long}, BODY)
