"""Samples of facets.html."""

from collections.abc import Iterator

from fedcms.patterns.samples import Sample
from fedcms.patterns.things import Things


def samples(things: Things) -> Iterator[Sample]:
    """The usual case, then the awkward ones."""
    option = {"value": "one", "label": things.text("filter"), "count": 128, "selected": True}
    few = [
        option,
        option | {"value": "two", "label": things.text("long_title"), "count": 0, "selected": False},
    ]
    many = [
        option | {"value": str(n), "label": f"{things.text('topic')} {n}", "selected": n % 9 == 0}
        for n in range(40)
    ]
    topics = {"name": "topic", "label": things.text("topic"), "options": few, "single": False}
    years = {
        "name": "year",
        "label": things.text("term"),
        "options": [option | {"count": None}],
        "single": True,
    }
    frame = '<div class="listing__side">{}</div>'
    yield Sample("folded", {"facets": [topics]}, frame)
    everything = {
        "facets": [topics, years],
        "open": True,
        "hidden": [("q", things.text("word"))],
    }
    yield Sample("open, a choice of one", everything, frame)
    yield Sample(
        "forty options", {"facets": [topics | {"name": "many", "options": many}], "open": True}, frame
    )
    dates = [{"name": name, "label": things.text("term"), "value": "2026-03-01"} for name in ("from", "to")]
    dated = {"name": "period", "label": things.text("term"), "options": few, "dates": dates}
    yield Sample("days", {"facets": [topics], "dated": dated, "open": True}, frame)
