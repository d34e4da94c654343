"""Samples of add_to_calendar.html."""

from collections.abc import Iterator

from fedcms.patterns.samples import Sample
from fedcms.patterns.things import Things, namespace


def samples(things: Things) -> Iterator[Sample]:
    """The button."""
    yield Sample("an event", {"page": namespace(url_path=f"/{things.language}/evenement/")})
