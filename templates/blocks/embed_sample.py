"""Samples of embed.html."""

from collections.abc import Iterator

from fedcms.core.blocks.media import EmbedLinkBlock
from fedcms.patterns.samples import Sample
from fedcms.patterns.things import BODY, Things


def samples(things: Things) -> Iterator[Sample]:
    """The usual case, then the awkward ones."""
    block = EmbedLinkBlock()
    film = block.to_python({"url": "https://vimeo.com/76543210", "title": things.text("title")})
    yield Sample("a player that the site knows", {"value": film}, BODY)
    other = block.to_python({"url": "https://edtech.example/42", "title": things.text("long_title")})
    yield Sample("another site, a long title", {"value": other}, BODY)
