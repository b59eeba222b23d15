"""Cells of designed sheets: typed, and never a formula."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, cast

from openpyxl.styles import Alignment

from services.exports import _xlsx_styles as styles
from services.exports._cells import cell_text, harmless
from services.exports._kind import Kind

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

    from services.exports._document import Fact


def cell_at(sheet: Worksheet, row: int, column: int) -> Cell:
    return cast("Cell", sheet.cell(row, column))  # none is merged here


def put(cell: Cell, text: str) -> Cell:
    if text:
        cell.value = harmless(text)
        cell.data_type = "s"
    return cell


def put_fact(cell: Cell, fact: Fact) -> None:
    text = cell_text(fact.column, fact.value)
    if fact.kind is Kind.TEXT:
        put(cell, text or "–")
    else:
        put_typed(cell, fact.kind, text)
        cell.number_format = styles.number_format(fact.column)
    cell.font = styles.strong_font()
    cell.alignment = Alignment(horizontal="left" if fact.kind in styles.LEFT else "right", wrap_text=True)


def put_typed(cell: Cell, kind: Kind, text: str) -> None:
    if kind is Kind.TEXT:
        put(cell, text)
    elif kind is Kind.DATE and text:
        cell.value = date.fromisoformat(text)
    elif kind is Kind.TIME and text:
        cell.value = datetime.fromisoformat(text).astimezone(UTC).replace(tzinfo=None, microsecond=0)
    elif text:
        cell.value = Decimal(text)
