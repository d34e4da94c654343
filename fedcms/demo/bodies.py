"""Converts the demo's blocks to StreamField values with stable ids."""

import uuid
from collections.abc import Mapping
from html import escape

from wagtail.blocks.stream_block import StreamValue

from fedcms.core.blocks import BodyBlock
from fedcms.demo.source import Block

_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "fedcms:demo")
RawBlock = dict[str, object]


def stable_id(*parts: object) -> uuid.UUID:
    """Returns the same id for the same position in every language, by which segments of two languages are matched."""
    return uuid.uuid5(_NAMESPACE, "/".join(map(str, parts)))


def _items(key: str, values: list[object]) -> list[RawBlock]:
    return [{"type": "item", "value": value, "id": str(stable_id(key, n))} for n, value in enumerate(values)]


def raw_block(block: Block, key: str) -> RawBlock:
    """Returns a block as a StreamField stores it. Raises `ValueError` for a block that README.md does not describe."""
    raw: tuple[str, object]
    match block:
        case {"p": text}:
            raw = ("paragraph", f"<p>{escape(text, quote=False)}</p>")
        case {"html": markup}:
            raw = ("paragraph", markup)
        case {"h": text}:
            raw = ("heading", text)
        case {"list": points}:
            raw = ("list", _items(key, list(points)))
        case {"quote": quote}:
            raw = ("quote", dict(quote))
        case {"callout": callout}:
            raw = ("callout", dict(callout))
        case {"figures": figures}:
            empty: Mapping[str, str] = {"unit": "", "source": ""}
            raw = (
                "figures",
                _items(key, [{**empty, **figure, "value": str(figure["value"])} for figure in figures]),
            )
        case _:
            raise ValueError(f"{key}: not a block of the demo: {sorted(block)}")
    return {"type": raw[0], "value": raw[1], "id": str(stable_id(key))}


def body(blocks: list[Block], key: str, field_block: BodyBlock) -> StreamValue:
    """Returns the value of a page's body, for the field with this block. `key` is the page's key."""
    raw = [raw_block(block, f"{key}/{number}") for number, block in enumerate(blocks)]
    return StreamValue(field_block, raw, is_lazy=True)
