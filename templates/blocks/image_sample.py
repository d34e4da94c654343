"""Samples of image.html."""

from collections.abc import Iterator

from fedcms.patterns.samples import Sample
from fedcms.patterns.things import BODY, Things, namespace


def samples(things: Things) -> Iterator[Sample]:
    """The usual case, then the awkward ones."""
    caption, credited = things.text("caption"), things.image(things.text("credit"))
    yield Sample("caption and credit", {"value": namespace(image=credited, caption=caption)}, BODY)
    yield Sample("neither", {"value": namespace(image=things.image(), caption="")}, BODY)
    long = namespace(image=credited, caption=things.text("long_summary"))
    yield Sample("a long caption", {"value": long}, BODY)
