"""Samples of neighbour.html; neighbours.html has those of its states."""

from collections.abc import Iterator

from clusters.content.neighbours.shown import Neighbour
from clusters.content.registry import content_types
from fedcms.patterns.samples import Sample
from fedcms.patterns.things import MOMENT, URL, Things


def samples(things: Things) -> Iterator[Sample]:
    """One that is published."""
    kind = content_types()["article"].kind_label
    title, cluster = things.text("title"), things.cluster("BRE")
    yield Sample(
        "published",
        {"neighbour": Neighbour(cluster, title, URL, kind, things.language, MOMENT, is_coming=False)},
        frame="<ul>{}</ul>",
    )
