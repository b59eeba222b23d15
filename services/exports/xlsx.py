"""Excel: one sheet of typed cells with filters and frozen header, one of notes; no cell is a formula."""

from __future__ import annotations

import io
from datetime import datetime
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from services.exports._cells import harmless
from services.exports._registry import file_format
from services.exports._table import Kind

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

    from services.exports._table import Column, Table

NUMBER_FORMATS = {
    Kind.MONEY: "#,##0.00##;[Color 53]-#,##0.00##;0.00",
    Kind.NUMBER: "General",
    Kind.INTEGER: "0",
    Kind.TIME: "yyyy-mm-dd hh:mm:ss",
}
WIDTHS = {Kind.TEXT: 18, Kind.TIME: 20, Kind.MONEY: 13, Kind.NUMBER: 12, Kind.INTEGER: 12}
HEADER_FILL = PatternFill("solid", fgColor="EEEAFB")


@file_format("xlsx", "Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
def write_xlsx(table: Table) -> bytes:
    """A workbook with the table and its notes; times are in UTC, as a spreadsheet knows no zone."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(table.title[:31])
    sheet.freeze_panes = "A2"
    for number, column in enumerate(table.columns, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = WIDTHS[column.kind]
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(table.columns))}{len(table.rows) + 1}"
    sheet.append([_header(sheet, column) for column in table.columns])
    for row in table.rows:
        sheet.append([_cell(sheet, column, value) for column, value in zip(table.columns, row, strict=True)])
    notes = book.create_sheet("About")
    notes.column_dimensions["A"].width, notes.column_dimensions["B"].width = 22, 70
    for name, value in table.notes:
        notes.append([_text(notes, name, bold=True), _text(notes, value)])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _header(sheet: WriteOnlyWorksheet, column: Column) -> Cell:
    label = column.label + (" (UTC)" if column.kind is Kind.TIME else "")
    cell = _text(sheet, label, bold=True)
    cell.fill = HEADER_FILL
    cell.alignment = Alignment(horizontal="left" if column.kind in (Kind.TEXT, Kind.TIME) else "right")
    return cell


def _cell(sheet: WriteOnlyWorksheet, column: Column, value: Any) -> Cell | None:  # noqa: ANN401 - any cell
    if value is None:
        return None
    if column.kind is Kind.TEXT:
        return _text(sheet, str(value))
    if isinstance(value, datetime):
        value = value.replace(tzinfo=None, microsecond=0)
    cell = WriteOnlyCell(sheet, value=value)
    cell.number_format = NUMBER_FORMATS[column.kind]
    return cell


def _text(sheet: WriteOnlyWorksheet, text: str, *, bold: bool = False) -> Cell:
    cell = WriteOnlyCell(sheet, value=harmless(text))
    cell.data_type = "s"
    if bold:
        cell.font = Font(bold=True)
    return cell
