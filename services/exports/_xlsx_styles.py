"""The look of cells in a workbook: one style for each kind and number of decimals, and where it is listed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

from services.calc.money import ALL_DIGITS
from services.exports._kind import Kind
from services.exports._palette import palette

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from services.exports._document import Column

FONT = "Calibri"
LEAST_DIGITS = 2
MORE = "####"  # decimals where a volume has them, eight in all
LEFT = (Kind.TEXT, Kind.TIME, Kind.DATE)
_PLAIN = {
    Kind.TEXT: "@",
    Kind.IDENTIFIER: "0",
    Kind.INTEGER: "#,##0",
    Kind.FRACTION: "0.00%",
    Kind.SECONDS: "#,##0",
    Kind.TIME: "yyyy-mm-dd hh:mm:ss",
    Kind.DATE: "yyyy-mm-dd",
}


def number_format(column: Column) -> str:
    """How Excel shows the cells of a column: losses in their color, decimals as the currency has them."""
    if column.kind is Kind.MONEY:
        digits = _open_decimals(LEAST_DIGITS) if column.digits is None else _decimals(column.digits)
        return _signed(digits)
    if column.kind is Kind.NUMBER:
        some = f"#,##0{_open_decimals(column.least)}{MORE}" if column.least else "General"
        return some if column.digits is None else f"#,##0{_decimals(column.digits)}"
    return _PLAIN[column.kind]


def by_currency(sheet: Worksheet, row: int) -> dict[int, int]:
    """The styles of a column whose currency is another one's text, by the decimals of the currency.

    They are made in the sheet's *row*, beside those of `listed`.
    """
    styles = {}
    for place, digits in enumerate(ALL_DIGITS, start=4):
        cell = sheet.cell(row, place)
        cell.number_format = _signed(_open_decimals(digits))
        cell.font = Font(name=FONT, size=11)
        styles[digits] = cell.style_id
    return styles


def title_font() -> Font:
    """Of a sheet's first line."""
    return Font(name=FONT, size=16, bold=True, color=_hex("text"))


def quiet_font() -> Font:
    """Of what explains."""
    return Font(name=FONT, size=10, color=_hex("muted"))


def strong_font() -> Font:
    """Of names and totals."""
    return Font(name=FONT, size=11, bold=True, color=_hex("text"))


def header_fill() -> PatternFill:
    """Behind the names of columns."""
    return PatternFill("solid", fgColor=_hex("accent-soft"))


def over_line() -> Border:
    """Above totals."""
    return Border(top=Side(style="thin", color=_hex("muted")))


def listed(sheet: Worksheet, column: Column, row: int) -> tuple[int, int, int]:
    """The numbers of the styles of a column's header, cells and total in the workbook's list of styles.

    It is made at three cells of the sheet's *row*, one for each, since the book lists the styles themselves.
    """
    header, cell, total = sheet.cell(row, 1), sheet.cell(row, 2), sheet.cell(row, 3)
    side = Alignment(horizontal="left" if column.kind in LEFT else "right", vertical="center", wrap_text=True)
    header.font, header.fill, header.alignment = strong_font(), header_fill(), side
    for item in (cell, total):
        item.number_format = number_format(column)
        item.font = Font(name=FONT, size=11)
    total.font, total.border = strong_font(), over_line()
    return header.style_id, cell.style_id, total.style_id


def _signed(decimals: str) -> str:
    return f"#,##0{decimals};[Color 53]-#,##0{decimals};0{decimals}"


def _open_decimals(digits: int) -> str:
    """At least so many decimals; more where a broker booked more, but none where a currency has none."""
    return f".{'0' * digits}##" if digits else ""


def _decimals(digits: int) -> str:
    return f".{'0' * digits}" if digits else ""


def _hex(token: str) -> str:
    return "FF" + palette()[token].removeprefix("#")
