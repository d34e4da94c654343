"""Body blocks, one theme a file."""

from fedcms.core.blocks.body import BodyBlock, plain_text

__all__ = ["BodyBlock", "plain_text"]
