"""The blocks of a page's body, grouped by theme."""

from fedcms.core.blocks.body import BodyBlock, plain_text

__all__ = ["BodyBlock", "plain_text"]
