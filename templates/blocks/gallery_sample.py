"""Samples of gallery.html."""

from collections.abc import Iterator

from fedcms.patterns.samples import Sample
from fedcms.patterns.things import BODY, Things, namespace


def samples(things: Things) -> Iterator[Sample]:
    """The usual case, then the awkward ones."""
    plain = namespace(image=things.image(), caption="")
    long = namespace(image=things.image(things.text("credit")), caption=things.text("long_summary"))
    yield Sample("two", {"value": namespace(title="", images=[plain, plain])}, BODY)
    many = namespace(title=things.text("long_title"), images=[plain, long, plain, plain, plain])
    yield Sample("a title, five, one with a long caption", {"value": many}, BODY)
    absent = namespace(image=None, caption=things.text("caption"))
    yield Sample(
        "one not to be shown: a placeholder cover",
        {"value": namespace(title="", images=[plain, absent])},
        BODY,
    )
