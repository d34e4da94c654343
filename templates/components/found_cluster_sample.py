"""Samples of found_cluster.html."""

from collections.abc import Iterator

from clusters.directory.cluster_finder import Suggested
from fedcms.patterns.samples import Sample
from fedcms.patterns.things import URL, Things


def samples(things: Things) -> Iterator[Sample]:
    """The usual case, then the awkward ones."""
    one, other = things.entries("BRE", "WAL")
    yield Sample("of the territory", {"each": Suggested(one, URL)}, "<ul>{}</ul>")
    yield Sample("near, without a page to join", {"each": Suggested(other, "", 132)}, "<ul>{}</ul>")
