"""The block picker shows what each block looks like, and no block takes raw HTML."""

import pytest
from django.template.loader import render_to_string
from wagtail import blocks

from fedcms.core.blocks import BodyBlock

CHILDREN = BodyBlock().child_blocks


@pytest.mark.parametrize("name", CHILDREN)
def test_every_block_has_a_preview_and_says_when_to_use_it(name: str) -> None:
    """An editor chooses by sight."""
    block = CHILDREN[name]
    assert block.is_previewable
    assert block.get_description()
    value = block.get_preview_value()
    assert "css/site.css" in render_to_string(
        block.get_preview_template(value), block.get_preview_context(value)
    )


def test_no_block_takes_raw_html() -> None:
    """What an editor pastes cannot become script."""
    assert not any(isinstance(block, blocks.RawHTMLBlock) for block in CHILDREN.values())
