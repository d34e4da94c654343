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
        plain = {"page": page, "page_url": URL, "cover": page.cover, "variant": "", "level": 3}
        yield Sample(name, plain, NARROW)
    lead = things.pictured()
    large = {"page": lead, "page_url": URL, "cover": lead.lead_cover, "variant": "lead", "level": 2}
    yield Sample("lead", large)
    compact = {"page": things.teaser(), "page_url": URL, "cover": None, "variant": "compact", "level": 3}
    yield Sample("compact", compact, NARROW)
