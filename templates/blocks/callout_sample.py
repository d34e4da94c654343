"""Samples of callout.html."""

from collections.abc import Iterator

from fedcms.patterns.samples import Sample
from fedcms.patterns.things import BODY, Things, namespace


def samples(things: Things) -> Iterator[Sample]:
    """The usual case, then the awkward ones."""
    short = namespace(title=things.text("term"), text=things.text("advice"))
    yield Sample("short", {"value": short}, BODY)
    lines = f"{things.text('long_summary')}\n\n{things.text('advice')}"
    long = namespace(title=things.text("long_title"), text=lines)
    yield Sample("long, two paragraphs", {"value": long}, BODY)
