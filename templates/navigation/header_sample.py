"""Samples of header.html."""

from collections.abc import Iterator

from fedcms.patterns.samples import Sample
from fedcms.patterns.things import Things


def samples(things: Things) -> Iterator[Sample]:
    """The usual case, then the awkward ones."""
    usual = {"home_url": "/", "search_url": "/", "languages": things.languages()}
    yield Sample("five links", {**usual, "site_name": things.text("name_BRE"), "nav": things.links(5)})
    long = {"site_name": things.text("name_WAL"), "nav": things.links(9), "query": things.text("long_title")}
    yield Sample("a long name, many links, words searched for", {**usual, **long})
