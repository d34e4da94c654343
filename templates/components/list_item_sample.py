"""Samples of list_item.html."""

from collections.abc import Iterator

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
        yield Sample(name, {"page": page, "page_url": URL}, frame)
    yield Sample("with a picture", {"page": things.pictured(), "page_url": URL, "with_cover": True}, frame)
    yield Sample(
        "no picture: a placeholder cover",
        {"page": things.long_teaser(), "page_url": URL, "with_cover": True},
        frame,
    )
    other = Things("fr" if things.language == "ar" else "ar")
    yield Sample(
        "in another language",
        {
            "page": other.teaser(),
            "page_url": URL,
            "item_lang": other.language,
            "item_dir": "rtl" if other.language == "ar" else "ltr",
            "foot": things.text("filter"),
        },
        frame,
    )
