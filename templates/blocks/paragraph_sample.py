"""Samples of paragraph.html."""

from collections.abc import Iterator

from wagtail.rich_text import RichText

from fedcms.patterns.samples import Sample
from fedcms.patterns.things import BODY, Things


def samples(things: Things) -> Iterator[Sample]:
    """The usual case, then the awkward ones."""
    points = f"<ul><li>{things.text('title')}</li><li>{things.text('long_title')}</li></ul>"
    text = f"<p>{things.text('long_summary')} <b>{things.text('word')}</b></p>"
    yield Sample("a paragraph", {"value": RichText(text)}, BODY)
    yield Sample("with a list", {"value": RichText(text + points)}, BODY)
