"""Samples of skip_link.html."""

from collections.abc import Iterator

from fedcms.patterns.samples import Sample
from fedcms.patterns.things import Things


def samples(things: Things) -> Iterator[Sample]:
    """The usual case, then the awkward ones."""
    del things  # its words are the template's own
    yield Sample("seen when it has the focus", {})
