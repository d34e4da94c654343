"""Samples of tile.html."""

from collections.abc import Iterator

from fedcms.patterns.samples import Sample
from fedcms.patterns.things import URL, Things


def samples(things: Things) -> Iterator[Sample]:
    """The usual case, then the awkward ones."""
    frame = '<ul class="wall"><li>{}</li></ul>'
    for code, name in (("BRE", "usual"), ("WAL", "long name, a pale accent")):
        yield Sample(name, {"cluster": things.cluster(code), "cluster_url": URL}, frame)
