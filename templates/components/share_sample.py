"""Samples of share.html."""

from collections.abc import Iterator

from fedcms.patterns.samples import Sample
from fedcms.patterns.things import Things, namespace


def samples(things: Things) -> Iterator[Sample]:
    """A usual page, then one with a long title and address."""
    address = f"https://edtech.example/{things.language}/news/a-page/"
    page, head = namespace(title=things.text("title")), namespace(canonical=address)
    yield Sample("a page", {"page": page, "head": head})
    long = namespace(canonical=f"{address}{'a-long-address-' * 6}/")
    yield Sample("long", {"page": namespace(title=things.text("long_title")), "head": long})
