"""Samples of dateline.html."""

from collections.abc import Iterator

from fedcms.patterns.samples import Sample
from fedcms.patterns.things import MOMENT, Things


def samples(things: Things) -> Iterator[Sample]:
    """The usual case, then the awkward ones."""
    yield Sample("place and date", {"place": things.text("place"), "moment": MOMENT})
    yield Sample("a place in its source's language", {"place": "Dakar", "language": "fr", "moment": MOMENT})
    yield Sample("no place", {"place": "", "moment": MOMENT})
    yield Sample("a day", {"place": things.text("place"), "moment": MOMENT.date()})
    yield Sample("a long place in another script", {"place": "Bou Saâda, الجزائر", "moment": MOMENT})
