"""Samples of agenda_row.html."""

from collections.abc import Iterator
from datetime import timedelta

from fedcms.patterns.samples import Sample
from fedcms.patterns.things import MOMENT, URL, Things


def samples(things: Things) -> Iterator[Sample]:
    """The usual case, then the awkward ones."""
    frame = '<ol class="agenda"><li>{}</li></ol>'
    row = {
        "page": things.teaser("event"),
        "page_url": URL,
        "starts_at": MOMENT,
        "ends_at": None,
        "level": 3,
        "where": things.text("where"),
    }
    yield Sample("one day", row, frame)
    yield Sample("several days", row | {"ends_at": MOMENT + timedelta(days=40)}, frame)
    details = {"status_label": things.text("status"), "is_off": True}
    yield Sample("cancelled", row | {"page": things.teaser("event", details=details)}, frame)
    yield Sample("long title, no place", row | {"page": things.long_teaser("event"), "where": ""}, frame)
    yield Sample("the federation's", row | {"page": things.federal_teaser("event")}, frame)
