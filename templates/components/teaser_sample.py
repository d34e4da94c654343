"""Samples of teaser.html."""

from collections.abc import Iterator

from fedcms.patterns.samples import Sample
from fedcms.patterns.things import NARROW, URL, Things


def samples(things: Things) -> Iterator[Sample]:
    """The usual case, then the awkward ones."""
    for name, page in (
        ("without a picture: a placeholder cover", things.teaser()),
        ("with a picture", things.pictured()),
        ("long title, long name", things.long_teaser()),
        ("the federation's, no place, no summary", things.federal_teaser("release")),
        ("with a status", things.teaser("event", details={"status_label": things.text("status")})),
    ):
        yield Sample(name, {"page": page, "page_url": URL}, NARROW)
    yield Sample("lead", {"page": things.pictured(), "page_url": URL, "variant": "lead", "level": 2})
    yield Sample("compact", {"page": things.teaser(), "page_url": URL, "variant": "compact"}, NARROW)
