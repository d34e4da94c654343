"""Samples of cover.html."""

from collections.abc import Iterator

from fedcms.patterns.samples import Sample
from fedcms.patterns.things import KEY, Things, namespace, picture


def samples(things: Things) -> Iterator[Sample]:
    """The usual case, then the awkward ones."""
    page = namespace(
        translation_key=KEY, accent="#2c2c2c", lead_image=namespace(credit=things.text("credit"))
    )
    yield Sample("a picture with its credit", {"page": page, "cover": picture(things.text("caption"))})
    yield Sample("no picture: a placeholder cover", {"page": page, "cover": None})
