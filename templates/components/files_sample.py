"""Samples of files.html."""

from collections.abc import Iterator

from fedcms.patterns.samples import Sample
from fedcms.patterns.things import Things


def samples(things: Things) -> Iterator[Sample]:
    """The usual case, then the awkward ones."""
    file = things.file()
    long = things.file(things.text("long_title"), credit="", get_file_size=None)
    yield Sample("one", {"files": [file]})
    yield Sample(
        "many, one long, without size and credit",
        {"files": [file, long, file], "caption": things.text("term")},
    )
