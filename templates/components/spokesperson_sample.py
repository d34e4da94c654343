"""Samples of spokesperson.html."""

from collections.abc import Iterator

from fedcms.patterns.newsroom_things import spokesperson
from fedcms.patterns.samples import Sample
from fedcms.patterns.things import Things, picture

FRAME = '<div class="spokespeople">{}</div>'


def samples(things: Things) -> Iterator[Sample]:
    """With everything, and with the least."""
    yield Sample("with a portrait", {"person": spokesperson(things, portrait=picture(""))}, FRAME)
    yield Sample(
        "the least", {"person": spokesperson(things, biography={}, topics=(), telephone="", email="")}, FRAME
    )
