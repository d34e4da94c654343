"""Samples of list_item.html."""

from collections.abc import Iterator

from clusters.content.teasers import Teaser
from fedcms.patterns.samples import Sample
from fedcms.patterns.things import URL, Things


def samples(things: Things) -> Iterator[Sample]:
    """The usual case, then the awkward ones."""
    frame = '<ol class="dispatches"><li>{}</li></ol>'
    for name, page in (
        ("usual", things.teaser()),
        ("long title, long name", things.long_teaser("story")),
        ("the federation's, no place, no summary", things.federal_teaser("release")),
        ("with a status", things.teaser("event", details={"status_label": things.text("status")})),
    ):
        bare = {"page": page, "page_url": URL, "level": 3, "with_cover": False, "cover": None}
        yield Sample(name, bare, frame)
    yield Sample("with a picture", covered(things.pictured()), frame)
    yield Sample("no picture: a placeholder cover", covered(things.long_teaser()), frame)


def covered(page: Teaser) -> dict[str, object]:
    """Returns the context of a row with a cover."""
    return {"page": page, "page_url": URL, "level": 3, "with_cover": True, "cover": page.small_cover}
