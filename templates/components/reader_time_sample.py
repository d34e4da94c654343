"""Samples of reader_time.html."""

from collections.abc import Iterator
from datetime import timedelta

from fedcms.patterns.samples import Sample
from fedcms.patterns.things import MOMENT, Things


def samples(things: Things) -> Iterator[Sample]:
    """With and without an end; the script shows it where the reader's clock differs."""
    context = {"starts_at": MOMENT, "zone": "Asia/Tokyo"}
    yield Sample("with an end", context | {"ends_at": MOMENT + timedelta(hours=2)})
    yield Sample("without one", context)
    yield Sample("in a list", context | {"is_brief": True})
