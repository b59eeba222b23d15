"""Excel: a sheet for each table, typed, filtered, its header frozen, and one of notes; no formulas."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, BinaryIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from services.exports._cells import cell_text, harmless
from services.exports._document import Kind
from services.exports._reading import Reading
from services.exports._registry import file_format

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

    from services.exports._document import Column, Document, Table

NUMBER_FORMATS = {
    Kind.MONEY: "#,##0.00##;[Color 53]-#,##0.00##;0.00",
    Kind.NUMBER: "General",
    Kind.FRACTION: "0.00%",
    Kind.SECONDS: "0",
    Kind.INTEGER: "0",
    Kind.TIME: "yyyy-mm-dd hh:mm:ss",
    Kind.DATE: "yyyy-mm-dd",
}
WIDTHS = {Kind.TEXT: 18, Kind.TIME: 20, Kind.MONEY: 13}
HEADER_FILL = PatternFill("solid", fgColor="EEEAFB")
LEFT = (Kind.TEXT, Kind.TIME, Kind.DATE)


@file_format("xlsx", "Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
def write_xlsx(document: Document, out: BinaryIO) -> None:
    """A workbook with the tables and what they cover; times are in UTC, as a spreadsheet knows no zone."""
    book, reading = Workbook(write_only=True), Reading()
    for table in document.tables:
        _add_table(book.create_sheet(table.title[:31]), table, reading)
    notes = book.create_sheet("About")
    notes.column_dimensions["A"].width, notes.column_dimensions["B"].width = 22, 70
    for fact in document.about:
        notes.append([_text(notes, fact.label, bold=True), _text(notes, cell_text(fact.column, fact.value))])
    book.save(out)


def _add_table(sheet: Any, table: Table, reading: Reading) -> None:  # noqa: ANN401 - openpyxl's stubs lack half of it
    sheet.freeze_panes = "A2"
    for number, column in enumerate(table.columns, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = WIDTHS.get(column.kind, 12)
    sheet.append([_header(sheet, column) for column in table.columns])
    begun = reading.rows
    for row in reading.texts(table):
        sheet.append([_cell(sheet, column, text) for column, text in zip(table.columns, row, strict=True)])
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(table.columns))}{reading.rows - begun + 1}"


def _header(sheet: WriteOnlyWorksheet, column: Column) -> Cell:
    label = column.label + (" (UTC)" if column.kind is Kind.TIME else "")
    cell = _text(sheet, label, bold=True)
    cell.fill = HEADER_FILL
    cell.alignment = Alignment(horizontal="left" if column.kind in LEFT else "right")
    return cell


def _cell(sheet: WriteOnlyWorksheet, column: Column, text: str) -> Cell | None:
    if not text:
        return None
    if column.kind is Kind.TEXT:
        return _text(sheet, text)
    value: Any = Decimal(text) if column.kind not in LEFT else datetime.fromisoformat(text)
    if column.kind in LEFT:
        value = value.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    cell = WriteOnlyCell(sheet, value=value)
    cell.number_format = NUMBER_FORMATS[column.kind]
    return cell


def _text(sheet: WriteOnlyWorksheet, text: str, *, bold: bool = False) -> Cell:
    cell = WriteOnlyCell(sheet, value=harmless(text))
    cell.data_type = "s"
    if bold:
        cell.font = Font(bold=True)
    return cell
