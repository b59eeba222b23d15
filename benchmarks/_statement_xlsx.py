"""Look-alikes of the terminal's XLSX: all parts UTF-16, one sheet, shared strings, styles on empty cells."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from benchmarks._statement_figures import stated_figures
from benchmarks._statement_rows import (
    BALANCE_ROWS,
    DEAL_HEADINGS,
    HISTORY_TITLE,
    OPEN_HEADINGS,
    ORDER_HEADINGS,
    POSITION_HEADINGS,
    RESULT_ROWS,
    TESTER_TITLE,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal

    from benchmarks._statement_rows import DealRow, Ledger

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
CELL_DIGITS = 6
_LETTERS = "ABCDEFGHIJKLMNO"
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/xl/workbook.xml"'
    ' ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml"'
    ' ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
    '<Override PartName="/xl/sharedStrings.xml"'
    ' ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/>'
    '<Override PartName="/xl/styles.xml"'
    ' ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
    '<sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
    f'<Relationship Id="rId3" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>',
    "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}"><numFmts count="1">'
    '<numFmt numFmtId="201" formatCode="# ##0.00;-# ##0.00;0.00;"/></numFmts>'
    '<fonts count="1"><font><sz val="8"/><name val="Tahoma"/></font></fonts>'
    '<fills count="1"><fill><patternFill patternType="none"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="201" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs></styleSheet>',
}


class Text(str):
    """A cell that stays text although it looks like a number."""

    __slots__ = ()


class Sheet:
    """Rows of a sheet; a number becomes a numeric cell, everything else a shared string."""

    def __init__(self) -> None:
        self._rows: list[str] = []
        self._merged: list[str] = []
        self._strings: dict[str, int] = {}

    def add(self, cells: Mapping[int, str]) -> None:
        """Add a row of values by column; the others are empty cells with a style."""
        number = len(self._rows) + 1
        parts = [
            self._cell(f"{letter}{number}", cells.get(column, "")) for column, letter in enumerate(_LETTERS)
        ]
        self._rows.append(
            f'  <row r="{number}" spans="1:15" ht="15.0000" customHeight="1">\n{"".join(parts)}  </row>\n'
        )

    def merge(self, columns: str) -> None:
        """Merge *columns* (`A:C`) in the last row."""
        first, last = columns.split(":")
        self._merged.append(f'<mergeCell ref="{first}{len(self._rows)}:{last}{len(self._rows)}"/>')

    def _cell(self, reference: str, value: str) -> str:
        if not value:
            return f'   <c r="{reference}" s="1"/>\n'
        if value.startswith("=SUM("):
            return f'   <c r="{reference}" s="1"><f>{value[1:]}</f></c>\n'
        if not isinstance(value, Text) and _NUMBER.fullmatch(value):
            return f'   <c r="{reference}" s="1"><v>{value}</v></c>\n'
        index = self._strings.setdefault(str(value), len(self._strings))
        return f'   <c r="{reference}" s="1" t="s"><v>{index}</v></c>\n'

    def save(self) -> bytes:
        """The workbook's bytes."""
        sheet = (
            f'<worksheet xmlns="{_MAIN}" xmlns:r="{_OFFICE}">\n'
            f" <sheetData>\n{''.join(self._rows)} </sheetData>\n"
            f' <mergeCells count="{len(self._merged)}">{"".join(self._merged)}</mergeCells>\n</worksheet>'
        )
        items = "".join(f"<si><t>{escape(text)}</t></si>" for text in self._strings)
        parts = _PARTS | {
            "xl/sharedStrings.xml": f'<sst xmlns="{_MAIN}">{items}</sst>',
            "xl/worksheets/sheet1.xml": sheet,
        }
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, text in parts.items():
                part = zipfile.ZipInfo(name, (2026, 1, 31, 18, 0, 0))
                part.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(part, ('<?xml version="1.0"?>\n' + text).encode("utf-16"))
        return stream.getvalue()


def _title(sheet: Sheet, text: str) -> None:
    sheet.add({0: text})
    sheet.merge("A:O")


def _label(sheet: Sheet, name: str, value: str) -> None:
    sheet.add({0: f"{name}:" if name else "", 3: Text(value) if value else ""})
    sheet.merge("A:C")


def _text_row(values: Sequence[str]) -> dict[int, str]:
    return dict(enumerate(values))


def _money(value: Decimal) -> str:
    return f"{value:.2f}"


def _deal(deal: DealRow) -> list[str]:
    order = "" if deal.order is None else str(deal.order)
    start = [
        Text(deal.time),
        str(deal.deal),
        deal.symbol,
        deal.type,
        deal.direction,
        Text(deal.volume),
        deal.price,
    ]
    sums = [_money(value) for value in (deal.commission, deal.fee, deal.swap, deal.profit, deal.balance)]
    return [*start, order, *sums, Text(deal.comment)]


def mt5_history_xlsx(ledger: Ledger) -> bytes:
    """A history report with every table the terminal writes."""
    head, sheet = ledger.header, Sheet()
    _title(sheet, HISTORY_TITLE)
    labels = (("Name", head.name), ("Account", head.account), ("Company", head.company), ("Date", head.date))
    for name, value in labels:
        _label(sheet, name, value)
    _positions(sheet, ledger)
    _orders(sheet, ledger)
    _title(sheet, "Deals")
    sheet.add(_text_row(DEAL_HEADINGS))
    for deal in ledger.deals:
        sheet.add(_text_row(_deal(deal)))
    total = _money(ledger.total("profit"))
    sheet.add({8: f"=SUM(Sheet1!I1:I{len(ledger.deals)})", 11: total, 12: total})
    _open_positions(sheet, ledger)
    figures = ledger.figures
    if figures == stated_figures(ledger):
        figures = stated_figures(ledger, digits=CELL_DIGITS)
    _figures(sheet, BALANCE_ROWS, figures, (0, 6), (3, 9))
    _title(sheet, "Results")
    _figures(sheet, RESULT_ROWS, figures, (0, 4, 8), (3, 7, 11))
    return sheet.save()


def _positions(sheet: Sheet, ledger: Ledger) -> None:
    _title(sheet, "Positions")
    sheet.add(_text_row(POSITION_HEADINGS))
    for item in ledger.positions:
        texts = [Text(item.time), str(item.position), item.symbol, item.type, Text(item.volume), *item[5:8]]
        sums = [_money(value) for value in item[10:13]]
        sheet.add(_text_row([*texts, Text(item.close_time), item.close_price, *sums]))


def _open_positions(sheet: Sheet, ledger: Ledger) -> None:
    if not ledger.open_rows:
        return
    columns = (*range(10), 11, 12)
    _title(sheet, "Open Positions")
    sheet.add(dict(zip(columns, OPEN_HEADINGS, strict=True)))
    for held in ledger.open_rows:
        texts = [Text(held.time), str(held.position), held.symbol, held.type, Text(held.volume), *held[5:9]]
        values = [*texts, _money(held.swap), _money(held.profit), Text(held.comment)]
        sheet.add(dict(zip(columns, values, strict=True)))


def _orders(sheet: Sheet, ledger: Ledger) -> None:
    _title(sheet, "Orders")
    columns = (*range(10), 11)
    sheet.add(dict(zip(columns, ORDER_HEADINGS, strict=True)))
    for deal in ledger.deals:
        if deal.order is not None:
            size = Text(f"{deal.volume} / {deal.volume}")
            start = [Text(deal.time), str(deal.order), deal.symbol, deal.type, size, "market", "", ""]
            sheet.add(dict(zip(columns, [*start, Text(deal.time), "filled", ""], strict=True)))


def _figures(
    sheet: Sheet,
    rows: Sequence[Sequence[str]],
    figures: Mapping[str, str],
    labels: Sequence[int],
    values: Sequence[int],
) -> None:
    for names in rows:
        cells: dict[int, str] = {}
        for name, label, value in zip(names, labels, values, strict=True):
            if name in figures:
                plain = figures[name].replace(" ", "")
                is_number = _NUMBER.fullmatch(plain) is not None
                cells |= {
                    label: f"{name}:",
                    value: f"{float(plain):.6f}" if is_number else Text(figures[name]),
                }
        sheet.add(cells)


def mt5_tester_xlsx(ledger: Ledger, settings: Sequence[tuple[str, str]]) -> bytes:
    """A strategy tester report; a setting without a name continues the one above."""
    sheet = Sheet()
    for title in (TESTER_TITLE, "Example-Demo (Build 5000)", "Settings"):
        _title(sheet, title)
    for name, value in settings:
        _label(sheet, name, value)
    _title(sheet, "Results")
    _figures(sheet, RESULT_ROWS, ledger.figures, (0, 4, 8), (3, 7, 11))
    _orders(sheet, ledger)
    _title(sheet, "Deals")
    sheet.add(_text_row([name for name in DEAL_HEADINGS if name != "Fee"]))
    for deal in ledger.deals:
        cells = _deal(deal)
        sheet.add(_text_row(cells[:9] + cells[10:]))
    sheet.add({8: "0.00", 11: _money(ledger.total("profit"))})
    return sheet.save()
