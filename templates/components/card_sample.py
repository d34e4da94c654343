"""Samples of card.html."""

from collections.abc import Iterator

from fedcms.patterns.samples import Sample
from fedcms.patterns.things import NARROW, URL, Things


def samples(things: Things) -> Iterator[Sample]:
    """The usual case, then the awkward ones."""
    for name, page in (
        ("without a picture: a mosaic", things.card()),
        ("with a picture", things.pictured()),
        ("long title, long name", things.long_card()),
        ("the federation's, no place, no summary", things.federal_card("release")),
        ("with a status", things.card("event", facts={"status_label": things.text("status")})),
    ):
        yield Sample(name, {"page": page, "page_url": URL}, NARROW)
    yield Sample("lead", {"page": things.pictured(), "page_url": URL, "variant": "lead", "level": 2})
    yield Sample("compact", {"page": things.card(), "page_url": URL, "variant": "compact"}, NARROW)
