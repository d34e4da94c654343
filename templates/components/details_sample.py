"""Samples of details.html."""

from collections.abc import Iterator

from fedcms.patterns.samples import Sample
from fedcms.patterns.things import NARROW, Things


def samples(things: Things) -> Iterator[Sample]:
    """The usual case, then the awkward ones."""
    detail = {"term": things.text("term"), "text": things.text("where")}
    yield Sample("one", {"details": [detail]}, NARROW)
    long = {"term": things.text("term_long"), "text": things.text("long_summary")}
    yield Sample(
        "many, one of them empty, one long",
        {"details": [detail, detail | {"text": ""}, long, detail]},
        NARROW,
    )
