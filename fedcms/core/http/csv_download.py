"""Sends lines as a CSV file: streamed, in UTF-8 with the mark that spreadsheets need, without formulas."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from django.http import StreamingHttpResponse
from django.utils import timezone

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""The characters by which spreadsheets recognise a formula at the beginning of a cell."""


class _Echo:
    """A file object that returns what is written to it."""

    def write(self, value: str) -> str:
        """Returns the line."""
        return value


def plain_cell(value: object) -> object:
    """Returns a cell that no spreadsheet runs: a text that begins like a formula gets an apostrophe before it."""
    if value is None or isinstance(value, int | float | Decimal):
        return value
    text = str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def csv_download(
    name: str, headings: Sequence[object], lines: Iterable[Sequence[object]]
) -> StreamingHttpResponse:
    """Returns a streamed download named after `name` and today.

    `lines` are made after the view has ended, when the person's language and time zone are no longer active: who makes
    them activates these again.
    """
    writer = csv.writer(_Echo())

    def content() -> Iterator[str]:
        yield "\ufeff" + str(writer.writerow([plain_cell(cell) for cell in headings]))
        for line in lines:
            yield str(writer.writerow([plain_cell(cell) for cell in line]))

    response = StreamingHttpResponse(content(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}-{timezone.localdate()}.csv"'
    return response
