"""Finds the label and maximum length of the field or block that holds a text, without a query."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.text import capfirst
from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.models import Page


@dataclass(frozen=True)
class FieldLabel:
    """The label of a field or block, and its maximum length in characters (`None` = no maximum)."""

    label: str
    limit: int | None = None


def field_label_of(page: Page, path: str) -> FieldLabel:
    """Returns label and maximum length for a path of wagtail-localize in a page (as its own class).

    If the page no longer has the field or block, returns what is known of it.
    """
    name, *steps = path.split(".")
    try:
        field = page._meta.get_field(name)
        if isinstance(field, StreamField):
            return _in_blocks(field.stream_block, field.value_from_object(page), steps)
        if not isinstance(field, models.Field) and len(steps) > 1:
            # A row of a child relation: its key, then its field.
            field = field.related_model._meta.get_field(steps[1])
    except FieldDoesNotExist:
        return FieldLabel(name)
    return FieldLabel(
        str(capfirst(str(getattr(field, "verbose_name", name)))), getattr(field, "max_length", None)
    )


def _in_blocks(block: blocks.Block, value: object, steps: list[str]) -> FieldLabel:
    """Follows a path from block to block; returns the labels found so far if a block is gone from the page."""
    labels: list[str] = []
    for step in steps:
        try:
            block, value = _below(block, value, step)
        except (LookupError, StopIteration, TypeError, AttributeError):
            return FieldLabel(" – ".join(labels))
        if not labels or labels[-1] != str(block.label):
            labels.append(str(block.label))
    is_plain = isinstance(block, blocks.CharBlock | blocks.TextBlock)
    limit = getattr(block.field, "max_length", None) if is_plain else None
    return FieldLabel(" – ".join(filter(None, labels)), limit)


def _below(block: blocks.Block, value: Any, step: str) -> tuple[blocks.Block, object]:
    if isinstance(block, blocks.StructBlock):
        return block.child_blocks[step], value[step]
    bound = value.bound_blocks if isinstance(block, blocks.ListBlock) else value
    found = next(each for each in bound if str(each.id) == step)
    return found.block, found.value
