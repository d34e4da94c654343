"""Samples of cluster_badge.html."""

from collections.abc import Iterator

from fedcms.patterns.samples import Sample
from fedcms.patterns.things import URL, Things


def samples(things: Things) -> Iterator[Sample]:
    """The usual case, then the awkward ones."""
    frame = '<div class="accented">{}</div>'
    kind = things.text("document")
    yield Sample("a cluster", {"cluster": things.cluster(), "kind": kind}, frame)
    link = {"cluster": things.cluster(), "kind": kind, "cluster_url": URL, "status": things.text("status")}
    yield Sample("a link, with a status", link, frame)
    yield Sample("the federation, no kind", {"cluster": None}, frame)
