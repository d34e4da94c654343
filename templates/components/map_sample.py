"""Samples of map.html."""

from collections.abc import Iterator

from clusters.maps.drawing import map_context
from fedcms.patterns.samples import Sample
from fedcms.patterns.things import Things


def samples(things: Things) -> Iterator[Sample]:
    """The usual case, then the awkward ones."""
    several = things.entries("BRE", "WAL", "TUN")
    yield Sample("several clusters", map_context(several, "index"))
    yield Sample("one cluster, as on the home page", map_context(several[:1], "front"))
