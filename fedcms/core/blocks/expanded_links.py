"""Resolves the links of all texts of a body at once; Wagtail queries for each text."""

from django.template.loader import render_to_string
from wagtail.blocks.stream_block import StreamValue
from wagtail.rich_text import RichText, expand_db_html


class ExpandedText(RichText):
    """A rich text whose links were looked up with those of others."""

    def __init__(self, source: str, html: str) -> None:
        super().__init__(source)
        self._html = html

    def __html__(self) -> str:
        """Wagtail's, less its look at the database."""
        return str(render_to_string("wagtailcore/shared/richtext.html", {"html": self._html}))


# Stands between texts while they are expanded as one; no text holds it, or it is expanded alone.
_BETWEEN = "\x00"


def expand_links(body: StreamValue) -> None:
    """Looks up the links of all texts of a body together: one query a kind of link, whatever the number of texts."""
    texts = [
        child for child in body if isinstance(child.value, RichText) and "linktype=" in child.value.source
    ]
    if len(texts) < 2:
        return
    expanded = expand_db_html(_BETWEEN.join(child.value.source for child in texts)).split(_BETWEEN)
    if len(expanded) == len(texts):
        for child, html in zip(texts, expanded, strict=True):
            child.value = ExpandedText(child.value.source, html)
