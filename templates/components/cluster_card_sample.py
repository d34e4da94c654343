"""Samples of cluster_card.html."""

from collections.abc import Iterator

from fedcms.patterns.samples import Sample
from fedcms.patterns.things import NARROW, URL, Things, namespace


def samples(things: Things) -> Iterator[Sample]:
    """The usual case, then the awkward ones."""
    yield Sample("a cluster", {"cluster": things.cluster(), "cluster_url": URL}, NARROW)
    long = namespace(
        code="WAL",
        name=things.cluster("WAL").name,
        territory=things.cluster("WAL").territory,
        accent="#ffd75e",
        summary=things.text("long_summary"),
    )
    yield Sample("long name and summary, a pale accent", {"cluster": long, "cluster_url": URL}, NARROW)
    yield Sample("the federation", {"cluster": None, "cluster_url": URL}, NARROW)
