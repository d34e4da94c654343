"""Samples of files.html."""

from collections.abc import Iterator

from fedcms.patterns.samples import Sample
from fedcms.patterns.things import Things, namespace


def samples(things: Things) -> Iterator[Sample]:
    """The usual case, then the awkward ones."""
    file = namespace(
        title=things.text("document"),
        url="/media/documents/1/",
        file_extension="pdf",
        get_file_size=1_482_000,
        credit=things.text("credit"),
        get_licence_display="CC BY 4.0",
    )
    long = namespace(
        **(vars(file) | {"title": things.text("long_title"), "credit": "", "get_file_size": None})
    )
    yield Sample("one", {"files": [file]})
    yield Sample(
        "many, one long, without size and credit",
        {"files": [file, long, file], "caption": things.text("term")},
    )
