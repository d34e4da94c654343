"""The body of a content page: all its blocks. No raw-HTML block, on purpose."""

from wagtail.blocks.stream_block import StreamValue

from fedcms.core.blocks.data import DataTableBlock, FiguresBlock
from fedcms.core.blocks.media import DownloadsBlock, EmbedLinkBlock, GalleryBlock, IllustrationBlock
from fedcms.core.blocks.text import (
    PARAGRAPH_FEATURES,
    ButtonBlock,
    CalloutBlock,
    HeadingBlock,
    ListBlock,
    ParagraphBlock,
    QuoteBlock,
)
from fedcms.core.blocks.validation import LockedValidationStreamBlock


class BodyBlock(LockedValidationStreamBlock):
    """All blocks that an editor can put into a page's body."""

    paragraph = ParagraphBlock(features=PARAGRAPH_FEATURES)
    heading = HeadingBlock(max_length=150)
    image = IllustrationBlock()
    gallery = GalleryBlock()
    list = ListBlock()
    quote = QuoteBlock()
    figures = FiguresBlock()
    callout = CalloutBlock()
    documents = DownloadsBlock()
    table = DataTableBlock()
    embed = EmbedLinkBlock()
    button = ButtonBlock()

    class Meta:
        block_counts: dict[str, dict[str, int]] = {}


def plain_text(value: StreamValue) -> str:
    """Returns the words of a body for the search, one block a line."""
    lines: list[str] = []
    for child in value:
        lines.extend(str(text) for text in child.block.get_searchable_content(child.value))
    return "\n".join(line for line in lines if line.strip())
