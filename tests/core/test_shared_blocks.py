"""Two threads validate the same stream at once, one of them a draft: neither is judged by the other's rules."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtail.fields import StreamField

from fedcms.core.blocks.validation import LockedValidationStreamBlock


class Slow(blocks.CharBlock):
    """A required text whose validation waits where the test wants it to."""

    begun, goes_on = Event(), Event()

    def clean(self, value: Any) -> Any:
        if value == "slow":
            self.begun.set()
            assert self.goes_on.wait(30)
        return super().clean(value)


class Texts(LockedValidationStreamBlock):
    text = Slow()


def stream(block: Texts, text: str) -> blocks.StreamValue:
    return blocks.StreamValue(block, [("text", text)])


def test_a_publication_beside_a_draft_is_validated_in_full_and_no_block_stays_optional() -> None:
    block = Texts()
    with ThreadPoolExecutor(3) as pool:
        draft = pool.submit(block.clean_deferred, stream(block, "slow"))
        assert Slow.begun.wait(30)
        published = pool.submit(block.clean, stream(block, ""))
        other = pool.submit(block.clean_deferred, stream(block, ""))
        Slow.goes_on.set()
        draft.result(30)
        other.result(30)
        with pytest.raises(ValidationError):
            published.result(30)
    assert block.child_blocks["text"].required, "for as long as the process lives"


def test_every_stream_of_a_model_is_one_of_these() -> None:
    streams = {
        f"{model.__name__}.{field.name}": field.stream_block
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, StreamField)
    }
    assert len(streams) > 2
    assert [
        name for name, block in streams.items() if not isinstance(block, LockedValidationStreamBlock)
    ] == []
