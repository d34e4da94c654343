"""Samples of former_dates.html."""

from collections.abc import Iterator

from fedcms.patterns.samples import Sample
from fedcms.patterns.things import Things


def samples(things: Things) -> Iterator[Sample]:
    """What had been announced before."""
    yield Sample("another day", {"former": things.text("where")})
