"""Puts a word under embargo into every text of a page, a block or a file: one that is added later gets one, too."""

from collections.abc import Callable
from typing import Any

from django.db import models
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock, ImageChooserBlock

from clusters.models import ContentPage
from fedcms.core.blocks import BodyBlock
from fedcms.media.models import FederationDocument, FederationImage
from tests.embargo_oracle.sentinels import due

_TEXTS = (models.CharField, models.TextField)
# The title and the slug are given by hand: each page has its own.
_BY_HAND = {"title", "slug"}


def address(spot: str) -> str:
    """A web address that is under embargo itself."""
    return f"https://embargo.example/{due(spot).replace(' ', '-')}"


def _typed(model: type[models.Model]) -> set[str]:
    """The names of the fields of a form, but those given by hand."""
    if issubclass(model, ContentPage):
        return set(model.get_edit_handler().get_form_class().base_fields) - _BY_HAND
    return set(model.admin_form_fields) - _BY_HAND  # type: ignore[attr-defined]  # images and documents have it


def texts_of_fields(model: type[models.Model], spot: str) -> dict[str, object]:
    """A value for each text that an editor types; a column too short for the word is passed over."""
    values: dict[str, object] = {}
    typed = _typed(model)
    for field in model._meta.concrete_fields:
        name = f"{spot}-{field.name.replace('_', '-')}"
        if field.name not in typed or field.choices:
            continue
        if isinstance(field, models.URLField):
            values[field.name] = address(name)
        elif isinstance(field, models.EmailField):
            values[field.name] = f"{due(name).replace(' ', '-')}@embargo.example"
        elif type(field) in _TEXTS and (not field.max_length or field.max_length >= len(due(name))):
            values[field.name] = due(name)
    return values


class BodyWriter:
    """Writes a body with each of its blocks, and with a word under embargo in each text of theirs."""

    def __init__(self, image: FederationImage, document: FederationDocument, page: ContentPage) -> None:
        """`page` is what buttons lead to."""
        self.image, self.document, self.page = image, document, page

    def body(self, spot: str) -> list[dict[str, object]]:
        """The blocks as they are stored."""
        return [
            {"type": name, "value": self.value(block, f"{spot}-{name}")}
            for name, block in BodyBlock().child_blocks.items()
        ]

    def value(self, block: blocks.Block, spot: str) -> object:
        """The value of one block. Raises `TypeError` for a kind of block that nobody has said how to fill."""
        spot = spot.replace("_", "-")
        for kind, fill in _FILLS.items():
            if isinstance(block, kind):
                return fill(self, block, spot)
        raise TypeError(f"{type(block).__name__} ({spot}): say in {__name__} how it bears a text")

    def parts(self, block: blocks.Block, spot: str) -> dict[str, object]:
        """The value of a block of named parts."""
        return {name: self.value(child, f"{spot}-{name}") for name, child in block.child_blocks.items()}

    def items(self, block: blocks.ListBlock, spot: str) -> list[object]:
        """As many items as a list needs."""
        return [self.value(block.child_block, f"{spot}-{each}") for each in range(block.meta.min_num or 1)]


def _table(spot: str) -> dict[str, object]:
    return {
        "columns": [{"type": "text", "heading": due(f"{spot}-heading")}],
        "rows": [{"values": [due(f"{spot}-cell")]}],
        "caption": due(f"{spot}-caption"),
    }


# The first that fits; blocks of the same text are named by what they are made of.
_FILLS: dict[type[blocks.Block], Callable[[BodyWriter, Any, str], object]] = {
    TypedTableBlock: lambda writer, block, spot: _table(spot),
    ImageBlock: lambda writer, block, spot: {
        "image": writer.image.pk,
        "decorative": False,
        "alt_text": due(f"{spot}-alt"),
    },
    blocks.StructBlock: BodyWriter.parts,
    blocks.ListBlock: BodyWriter.items,
    ImageChooserBlock: lambda writer, block, spot: writer.image.pk,
    DocumentChooserBlock: lambda writer, block, spot: writer.document.pk,
    blocks.PageChooserBlock: lambda writer, block, spot: writer.page.pk,
    blocks.RichTextBlock: lambda writer, block, spot: f"<p>{due(spot)}</p>",
    blocks.URLBlock: lambda writer, block, spot: address(spot),
    blocks.CharBlock: lambda writer, block, spot: due(spot),
    blocks.TextBlock: lambda writer, block, spot: due(spot),
}
