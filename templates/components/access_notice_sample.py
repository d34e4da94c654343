"""Samples of access_notice.html."""

from collections.abc import Iterator

from fedcms.patterns.samples import Sample
from fedcms.patterns.things import Things, namespace


def samples(things: Things) -> Iterator[Sample]:
    """Above a page and below it."""
    notice = namespace(
        title=things.text("title"),
        warning=things.text("summary"),
        holder=things.text("organisation"),
        index_url="/",
    )
    yield Sample("above the page", {"notice": notice, "is_top": True})
    yield Sample("below the page", {"notice": notice, "is_top": False})
