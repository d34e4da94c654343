"""Resolves the links in all texts of a body together; Wagtail runs queries for each text."""

from django.template.loader import render_to_string
from wagtail.blocks.stream_block import StreamValue
from wagtail.rich_text import RichText, expand_db_html


class ExpandedText(RichText):
    """A rich text whose links are resolved already."""

    def __init__(self, source: str, html: str) -> None:
        super().__init__(source)
        self.expanded = html
        """The HTML with the addresses of its links."""

    def __html__(self) -> str:
        """Renders as Wagtail's does, but without queries."""
        return str(render_to_string("wagtailcore/shared/richtext.html", {"html": self.expanded}))


# Separates texts while they are expanded as one. If a text contained it, the counts would differ, and nothing is kept.
_BETWEEN = "\x00"


def expand_links(body: StreamValue) -> None:
    """Resolves the links in all texts of a body: one query for each kind of link, however many texts there are."""
    texts = [
        child for child in body if isinstance(child.value, RichText) and "linktype=" in child.value.source
    ]
    if len(texts) < 2:
        return
    expanded = expand_db_html(_BETWEEN.join(child.value.source for child in texts)).split(_BETWEEN)
    if len(expanded) == len(texts):
        for child, html in zip(texts, expanded, strict=True):
            child.value = ExpandedText(child.value.source, html)
