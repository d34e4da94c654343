"""Samples of locator.html."""

from collections.abc import Iterator

from clusters.maps.locator import locator_context
from fedcms.patterns.samples import Sample
from fedcms.patterns.things import NARROW, Things


def samples(things: Things) -> Iterator[Sample]:
    """The usual case, then the awkward ones."""
    for code, name in (("BRE", "a region"), ("WAL", "outside France"), ("TUN", "a country without areas")):
        (entry,) = things.entries(code)
        yield Sample(name, locator_context(entry), NARROW)
