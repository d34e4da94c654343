"""Samples of key_figures.html."""

from collections.abc import Iterator
from decimal import Decimal

from fedcms.patterns.newsroom_things import figure
from fedcms.patterns.samples import Sample
from fedcms.patterns.things import Things


def samples(things: Things) -> Iterator[Sample]:
    """Numbers of each kind, of a cluster and of the federation."""
    shown = [
        (
            figure(things, value=Decimal(12500), unit={things.language: things.text("topic")}),
            things.cluster(),
        ),
        (figure(things, value=Decimal("92.5"), kind="percent"), None),
        (figure(things, value=Decimal(1200000), kind="euros", source_link="https://source.example/"), None),
    ]
    yield Sample("of each kind", {"figures": shown})
