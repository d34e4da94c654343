"""Samples of menu.html."""

from collections.abc import Iterator

from fedcms.patterns.samples import Sample
from fedcms.patterns.things import Things


def samples(things: Things) -> Iterator[Sample]:
    """The usual case, then the awkward one."""
    yield Sample("five links", {"nav": things.links(5)})
    yield Sample("many links", {"nav": things.links(9)})
