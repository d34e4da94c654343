"""Samples of facet_options.html."""

from collections.abc import Iterator

from fedcms.patterns.samples import Sample
from fedcms.patterns.things import Things


def samples(things: Things) -> Iterator[Sample]:
    """Several of which one is chosen, each counted or not."""
    options = [
        {"value": str(n), "label": f"{things.text('topic')} {n}", "count": n or None, "selected": n == 1}
        for n in range(3)
    ]
    yield Sample("boxes", {"name": "topic", "single": False, "options": options})
    yield Sample("radio buttons", {"name": "topics", "single": True, "options": options})
