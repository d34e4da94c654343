"""Samples of media_coverage.html."""

from collections.abc import Iterator

from fedcms.patterns.newsroom_things import coverage
from fedcms.patterns.samples import Sample
from fedcms.patterns.things import URL, Things

FRAME = '<ul class="coverages">{}</ul>'


def samples(things: Things) -> Iterator[Sample]:
    """In another language with a quotation, and the least."""
    full = coverage(things, language="en", quote="They kept the words on which they could not agree.")
    yield Sample("with a quotation", {"item": full}, FRAME)
    yield Sample("about a page", {"item": coverage(things, about=(things.text("long_title"), URL))}, FRAME)
