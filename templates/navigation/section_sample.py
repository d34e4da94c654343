"""Samples of section.html."""

from collections.abc import Iterator

from fedcms.patterns.samples import Sample
from fedcms.patterns.things import Things


def samples(things: Things) -> Iterator[Sample]:
    """The usual case, then the awkward ones."""
    label = things.text("name_BRE")
    yield Sample("three pages", {"items": things.links(3), "label": label})
    yield Sample("many, some of them long", {"items": things.links(12), "label": label})
