"""Samples of commitment_clusters.html."""

from collections.abc import Iterator

from fedcms.patterns.manifesto_things import proven_tile
from fedcms.patterns.samples import Sample
from fedcms.patterns.things import URL, Things


def samples(things: Things) -> Iterator[Sample]:
    """All of them, and one of them chosen."""
    tile = proven_tile(things)
    yield Sample("all", {"tile": tile, "tile_url": URL})
    yield Sample("one chosen", {"tile": tile, "tile_url": URL, "chosen": tile.clusters[1]})
