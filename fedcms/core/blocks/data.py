"""Blocks for key figures and tables."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTable, TypedTableBlock
from wagtail_localize.segments import StringSegmentValue


class KeyFigureValue(blocks.StructValue):
    """The value of a key figure block."""

    @property
    def spoken(self) -> str:
        """Value, unit and label in one line, for assistive technology."""
        return " ".join(part for part in (self.get("value"), self.get("unit"), self.get("label")) if part)


class KeyFigureBlock(blocks.StructBlock):
    """A key figure: its value, its unit, what it counts and its source."""

    value = blocks.CharBlock(label=_("Valeur"), max_length=20)
    unit = blocks.CharBlock(label=_("Unité"), max_length=40, required=False)
    label = blocks.CharBlock(label=_("Libellé"), max_length=160)
    source = blocks.CharBlock(label=_("Source"), max_length=160, required=False)

    class Meta:
        icon = "order"
        label = _("Chiffre")
        value_class = KeyFigureValue


class FiguresBlock(blocks.ListBlock):
    """Some key figures in a row."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(KeyFigureBlock(), **kwargs)

    class Meta:
        icon = "order"
        label = _("Chiffres clés")
        template = "blocks/figures.html"
        description = _("Deux à quatre chiffres avec leur unité et leur source.")
        preview_value: ClassVar = [
            {"value": "40", "unit": "classes", "label": "ont essayé l’atelier", "source": ""}
        ]


class DataTableBlock(TypedTableBlock):
    """A table with typed columns and a caption."""

    def __init__(self, **kwargs: object) -> None:
        columns = [
            ("text", blocks.CharBlock(label=_("Texte"))),
            ("number", blocks.FloatBlock(label=_("Nombre"))),
        ]
        super().__init__(columns, **kwargs)

    def get_translatable_segments(self, table: TypedTable) -> list[StringSegmentValue]:
        """Returns the texts that wagtail-localize translates, which knows no tables: all but the numbers."""
        texts = {"caption": table.caption or ""}
        texts |= {f"heading.{i}": column["heading"] or "" for i, column in enumerate(table.columns)}
        texts |= {
            f"cell.{y}.{x}": row["values"][x] or ""
            for y, row in enumerate(table.row_data)
            for x, column in enumerate(table.columns)
            if column["block"].name == "text"
        }
        return [StringSegmentValue(path, text) for path, text in texts.items() if text]

    def restore_translated_segments(
        self, table: TypedTable, segments: list[StringSegmentValue]
    ) -> TypedTable:
        """Returns the table with the translated texts in place of the original ones."""
        texts = {segment.path: segment.render_text() for segment in segments}
        columns = [
            {**column, "heading": texts.get(f"heading.{i}", column["heading"])}
            for i, column in enumerate(table.columns)
        ]
        rows = [
            {"values": [texts.get(f"cell.{y}.{x}", value) for x, value in enumerate(row["values"])]}
            for y, row in enumerate(table.row_data)
        ]
        return TypedTable(columns=columns, row_data=rows, caption=texts.get("caption", table.caption))

    class Meta:
        icon = "table"
        label = _("Tableau")
        template = "blocks/table.html"
        preview_template = "blocks/previews/table.html"
        description = _("Des données en lignes et colonnes.")
