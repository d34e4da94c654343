"""Samples of find_cluster.html."""

from collections.abc import Iterator

from fedcms.patterns.samples import Sample
from fedcms.patterns.things import URL, Things


def samples(things: Things) -> Iterator[Sample]:
    """The usual case, then the awkward ones."""
    yield Sample("empty", {"clusters_url": URL})
    yield Sample("what was typed", {"clusters_url": URL, "town": "Saint-Malo"})
