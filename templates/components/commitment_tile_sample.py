"""Samples of commitment_tile.html."""

from collections.abc import Iterator

from fedcms.patterns.manifesto_things import empty_tile, proven_tile
from fedcms.patterns.samples import Sample
from fedcms.patterns.things import NARROW, URL, Things


def samples(things: Things) -> Iterator[Sample]:
    """With everything, with a proof in another language, and without any proof."""
    yield Sample("with everything", {"tile": proven_tile(things), "tile_url": URL}, NARROW)
    yield Sample(
        "its proof in another language", {"tile": proven_tile(things, "es"), "tile_url": URL}, NARROW
    )
    yield Sample("nothing proves it yet", {"tile": empty_tile(things), "tile_url": URL}, NARROW)
