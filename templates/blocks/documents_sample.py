"""Samples of documents.html."""

from collections.abc import Iterator

from fedcms.patterns.samples import Sample
from fedcms.patterns.things import BODY, Things, namespace


def samples(things: Things) -> Iterator[Sample]:
    """The usual case, then the awkward ones."""
    yield Sample("one", {"value": namespace(title="", shown=[things.file()])}, BODY)
    long = things.file(things.text("long_title"), credit="", get_file_size=None)
    many = namespace(title=things.text("term_long"), shown=[things.file(), long, things.file()])
    yield Sample("a title, three, one long", {"value": many}, BODY)
