"""Samples of stream.html."""

from collections.abc import Iterator

from fedcms.core.blocks import BodyBlock
from fedcms.patterns.samples import Sample
from fedcms.patterns.things import Things


def samples(things: Things) -> Iterator[Sample]:
    """The usual case, then the awkward ones."""
    points = f"<ul><li>{things.text('title')}</li></ul>"
    paragraph = f"<p>{things.text('long_summary')} <b>{things.text('word')}</b></p>{points}"
    blocks: list[dict[str, object]] = [
        {"type": "paragraph", "value": paragraph},
        {"type": "heading", "value": things.text("title")},
        {"type": "list", "value": [things.text("title"), things.text("long_title")]},
        {
            "type": "quote",
            "value": {"text": things.text("long_summary"), "source": things.text("organisation")},
        },
        {"type": "callout", "value": {"title": things.text("title"), "text": things.text("advice")}},
        {
            "type": "button",
            "value": {"label": things.text("action"), "page": None, "url": "https://edtech.example/"},
        },
    ]
    frame = '<div class="body">{}</div>'
    yield Sample("blocks of text", {"body": BodyBlock().to_python(blocks)}, frame)
    yield Sample("one paragraph", {"body": BodyBlock().to_python(blocks[:1])}, frame)
