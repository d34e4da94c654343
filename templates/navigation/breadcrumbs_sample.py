"""Samples of breadcrumbs.html."""

from collections.abc import Iterator

from fedcms.patterns.samples import Sample
from fedcms.patterns.things import Things


def samples(things: Things) -> Iterator[Sample]:
    """The usual case, then the awkward ones."""
    yield Sample("two steps", {"crumbs": things.links(2)})
    yield Sample("many, one of them long", {"crumbs": things.links(4)})
