"""Samples of filters.html."""

from collections.abc import Iterator

from fedcms.patterns.samples import Sample
from fedcms.patterns.things import URL, Things, namespace


def samples(things: Things) -> Iterator[Sample]:
    """The usual case, then the awkward ones."""
    one = namespace(label=things.text("filter"), url=URL)
    yield Sample("one", {"active": [one]})
    long = namespace(label=things.text("long_title"), url=URL)
    yield Sample("many, one of them long", {"active": [one, long, *[one] * 12], "reset_url": URL})
    yield Sample("a value that no filter has", {"active": [one], "ignored": [things.text("long_title")]})
