"""Samples of table.html."""

from collections.abc import Iterator

from fedcms.core.blocks.data import DataTableBlock
from fedcms.patterns.samples import Sample
from fedcms.patterns.things import BODY, Things


def samples(things: Things) -> Iterator[Sample]:
    """The usual case, then the awkward ones."""

    def table(columns: int, rows: int, caption: str) -> object:
        """Returns a table; its first column has texts, the others have numbers."""
        heads = [
            {"type": "text" if not each else "number", "heading": things.text("term")}
            for each in range(columns)
        ]
        line = [things.text("organisation"), *[1250.5] * (columns - 1)]
        stored = {"columns": heads, "rows": [{"values": line}] * rows, "caption": caption}
        table: object = DataTableBlock().to_python(stored)
        return table

    yield Sample("two columns", {"value": table(2, 3, "")}, BODY)
    yield Sample("twelve columns and a caption", {"value": table(12, 5, things.text("long_title"))}, BODY)
