"""Sends lines as a workbook (XLSX): texts that no spreadsheet runs, and moments as dates of one time zone."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import datetime
from tempfile import TemporaryFile
from zoneinfo import ZoneInfo

from django.http import FileResponse
from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from fedcms.core.i18n.plain_text import clean_line, clean_text

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOMENT_FORMAT = "yyyy-mm-dd hh:mm"
LONGEST_CELL = 32_767
"""What a cell of a workbook holds."""
LONGEST_TITLE = 31
_NOT_IN_TITLES = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
_NARROWEST, _WIDEST = 10, 50


def _cell(
    sheet: WriteOnlyWorksheet, value: object, zone: ZoneInfo, *, is_heading: bool = False
) -> WriteOnlyCell:
    """Returns a cell: a moment as a date of a zone, a number, and all else as a text, whatever it begins with."""
    if isinstance(value, datetime):
        cell = WriteOnlyCell(sheet, value.astimezone(zone).replace(tzinfo=None, second=0, microsecond=0))
        cell.number_format = MOMENT_FORMAT
    elif isinstance(value, int | float):
        cell = WriteOnlyCell(sheet, value)
    else:
        cell = WriteOnlyCell(sheet)
        cell.value = clean_text("" if value is None else value)[:LONGEST_CELL]
        # Otherwise a text that begins with an equals sign is a formula, and one like #N/A an error.
        cell.data_type = "s"
    cell.alignment = Alignment(vertical="top", wrap_text=is_heading)
    if is_heading:
        cell.font = Font(bold=True)
    return cell


def _sheet_title(title: str) -> str | None:
    """Returns a title as the name of a sheet may be; `None` if nothing is left of it."""
    return clean_line(title).translate(_NOT_IN_TITLES).strip()[:LONGEST_TITLE] or None


def _width(heading: object) -> int:
    """Returns how wide a column is, in letters: twice its heading, since what stands below is longer."""
    return min(max(2 * len(str(heading)), _NARROWEST), _WIDEST)


def _discard(sheet: WriteOnlyWorksheet) -> None:
    """Removes what a sheet has written to disk: openpyxl leaves it there until the process ends, or for ever."""
    with suppress(Exception):
        sheet.close()
    # Of a sheet that was saved, the file is gone.
    with suppress(FileNotFoundError):
        sheet._writer.cleanup()  # noqa: SLF001  # it has no public name


def xlsx_download(
    name: str,
    headings: Sequence[object],
    lines: Iterable[Sequence[object]],
    *,
    zone: ZoneInfo,
    title: str,
    is_right_to_left: bool,
) -> FileResponse:
    """Returns a download named after `name` and today, with one sheet of a title; moments are written in `zone`.

    One line is in memory at a time: the file is written to disk, and removed when it is sent, or whatever stops it.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title=_sheet_title(title))
    sheet.sheet_view.rightToLeft = is_right_to_left
    sheet.freeze_panes = "A2"
    for number, heading in enumerate(headings, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = _width(heading)
    file = TemporaryFile()  # noqa: SIM115  # the response closes it
    try:
        sheet.append([_cell(sheet, heading, zone, is_heading=True) for heading in headings])
        for line in lines:
            sheet.append([_cell(sheet, value, zone) for value in line])
        book.save(file)
    except BaseException:
        file.close()
        _discard(sheet)
        raise
    file.seek(0)
    return FileResponse(
        file, as_attachment=True, filename=f"{name}-{timezone.localdate()}.xlsx", content_type=XLSX
    )
