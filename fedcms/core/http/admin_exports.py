"""Makes all CSV exports of the admin harmless for spreadsheets: Wagtail writes cells as they are, formulas among them.

Reports name what strangers typed (searched words, titles, addresses), and a spreadsheet runs a cell that begins with
"=", "+", "-" or "@" (https://owasp.org/www-community/attacks/CSV_Injection). Wagtail's XLSX exports say that each cell
is a text.
"""

from typing import Protocol

from wagtail.admin.views.mixins import SpreadsheetExportMixin

from fedcms.core.http.csv_download import plain_cell


class _Writer(Protocol):
    def writerow(self, rowdict: dict[str, object], /) -> object: ...


def write_csv_row(view: SpreadsheetExportMixin, writer: _Writer, row_dict: dict[str, object]) -> object:
    """Writes one line as Wagtail's method of this name does, each cell as `plain_cell` returns it."""
    return writer.writerow(
        {
            field: plain_cell(view.preprocess_field_value(field, value, view.FORMAT_CSV))
            for field, value in row_dict.items()
        }
    )


def register() -> None:
    """Puts `write_csv_row` in the place of Wagtail's, for all views that export: its reports and lists, and ours."""
    SpreadsheetExportMixin.write_csv_row = write_csv_row
