"""Samples of searchbox.html."""

from collections.abc import Iterator

from fedcms.patterns.samples import Sample
from fedcms.patterns.things import Things


def samples(things: Things) -> Iterator[Sample]:
    """The usual case, then the awkward ones."""
    box = {"search_url": f"/{things.language}/search/"}
    yield Sample("empty", box | {"field_id": "sample-empty", "name": "empty"})
    full = {"field_id": "sample-full", "query": things.text("long_title"), "name": "full"}
    yield Sample("filled with a long query", box | full)
