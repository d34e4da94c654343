"""Samples of figure.html."""

from collections.abc import Iterator

from fedcms.patterns.samples import Sample
from fedcms.patterns.things import NARROW, Things, picture


def samples(things: Things) -> Iterator[Sample]:
    """The usual case, then the awkward ones."""
    shown = picture(things.text("caption"))
    lines = {"caption": things.text("caption"), "credit": things.text("credit")}
    yield Sample("caption and credit", {"picture": shown, **lines}, NARROW)
    yield Sample("neither", {"picture": shown}, NARROW)
    yield Sample("a long caption", {"picture": shown, "caption": things.text("long_summary")}, NARROW)
