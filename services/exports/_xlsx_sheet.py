"""Sheets as streamed XML: rows of any number in constant memory, typed cells, no formulas.

The element names are those of ECMA-376 part 1, 18.3 (worksheets).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import islice
from typing import IO, TYPE_CHECKING
from xml.sax.saxutils import escape

from services.calc.money import currency_digits
from services.exports._cells import cell_text, harmless
from services.exports._kind import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from services.exports._document import Column, Table
    from services.exports._reading import Reading

    Styles = Sequence[tuple[int, int, int]]

CHUNK = 1_000  # rows
MOST_ROWS = 1_048_576
EXACT_DIGITS = 15  # of a number in a spreadsheet
_EPOCH = datetime(1899, 12, 30, tzinfo=UTC)
_DAY, _MICRODAY = 86_400.0, 86_400e6
_WIDTHS = {Kind.TEXT: 16, Kind.IDENTIFIER: 14, Kind.TIME: 20, Kind.DATE: 12, Kind.MONEY: 14, Kind.NUMBER: 13}
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews><sheetView workbookViewId="0"'
    ' showGridLines="0">{pane}</sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/>'
    "<cols>{cols}</cols><sheetData>"
)
_PANE = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
_TAIL = (
    '<pageMargins left="0.4" right="0.4" top="0.5" bottom="0.6" header="0.3" footer="0.3"/>'
    '<pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/>'
    "<headerFooter><oddFooter>&amp;L&amp;A&amp;RPage &amp;P of &amp;N</oddFooter></headerFooter></worksheet>"
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet to be written: its name, its table, and the styles (header, cell, total) of each column.

    `money` has, by the place of a column of several currencies, where those are and the styles of decimals.
    """

    name: str
    table: Table
    styles: Styles
    money: Mapping[int, tuple[int, Mapping[int, int]]] = field(default_factory=dict)

    def write(self, out: IO[bytes], reading: Reading) -> None:
        """Write the whole part; raises OverflowError beyond what a sheet holds."""
        columns, begun = self.table.columns, reading.rows
        out.write(_HEAD.format(pane=_PANE, cols=_cols(self.table)).encode())
        out.write(_row(_texts([column.label for column in _headed(columns)], [s[0] for s in self.styles])))
        for block in self._blocks(reading):
            if reading.rows - begun >= MOST_ROWS:
                raise OverflowError(f"A sheet of Excel holds {MOST_ROWS - 1:,} rows; choose CSV.")
            out.write(block)
        rows = reading.rows - begun
        if self.table.totals is not None:
            out.write(_row(self._totals(self.table.totals)))
        last = f"{column_letters(len(columns))}{rows + 1}"
        out.write(f'</sheetData><autoFilter ref="A1:{last}"/>{_TAIL}'.encode())

    def _totals(self, totals: Sequence[object]) -> Iterator[str]:
        for column, value, style in zip(self.table.columns, totals, self.styles, strict=True):
            yield _cells(column, [cell_text(column, value)], style[2])[0]

    def _blocks(self, reading: Reading) -> Iterator[bytes]:
        """The rows by the thousand, made column by column."""
        texts = reading.texts(self.table)
        while rows := list(islice(texts, CHUNK)):
            columns = list(zip(*rows, strict=True))
            made = [
                _amounts(columns[place], columns[self.money[place][0]], self.money[place][1])
                if place in self.money
                else _cells(column, columns[place], self.styles[place][1])
                for place, column in enumerate(self.table.columns)
            ]
            yield "".join(f"<row>{''.join(row)}</row>" for row in zip(*made, strict=True)).encode()


def column_letters(number: int) -> str:
    """A column's letters: 1 is A, 27 is AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def serial(text: str) -> float:
    """A time or day in canonical text as Excel's days since 1900, in UTC.

    >>> serial("2026-01-01"), serial("2026-01-01T14:00:00+02:00")
    (46023.0, 46023.5)
    """
    if "T" not in text:
        return float((date.fromisoformat(text) - _EPOCH.date()).days)
    since = datetime.fromisoformat(text) - _EPOCH
    return since.days + since.seconds / _DAY + since.microseconds / _MICRODAY


def _headed(columns: Sequence[Column]) -> Iterator[Column]:
    for column in columns:
        suffix = " (UTC)" if column.kind is Kind.TIME else ""
        yield type(column)(column.name, column.label + suffix, column.kind)


def _cells(column: Column, values: Iterable[str], style: int) -> list[str]:
    if column.kind is Kind.TEXT:
        known: dict[str, str] = {}
        return [known.get(text) or known.setdefault(text, _text(text, style)) for text in values]
    empty = f'<c s="{style}"/>'
    if column.kind is Kind.IDENTIFIER:
        return [_identifier(text, style) if text else empty for text in values]
    if column.kind in (Kind.TIME, Kind.DATE):
        return [f'<c s="{style}"><v>{serial(text)!r}</v></c>' if text else empty for text in values]
    return [f'<c s="{style}"><v>{text}</v></c>' if text else empty for text in values]


def _amounts(values: Sequence[str], currencies: Sequence[str], styles: Mapping[int, int]) -> list[str]:
    begun = {name: f'<c s="{styles[currency_digits(name)]}"' for name in set(currencies)}
    found = zip(values, currencies, strict=True)
    return [f"{begun[name]}><v>{text}</v></c>" if text else f"{begun[name]}/>" for text, name in found]


def _identifier(text: str, style: int) -> str:
    """As a number that can be filtered by, or as text where a spreadsheet would round it."""
    return _text(text, style) if len(text) > EXACT_DIGITS else f'<c s="{style}"><v>{text}</v></c>'


def _texts(texts: Iterable[str], styles: Iterable[int]) -> list[str]:
    return [_text(text, style) for text, style in zip(texts, styles, strict=True)]


def _text(text: str, style: int) -> str:
    if not text:
        return f'<c s="{style}"/>'
    clean = escape(harmless(text))
    return f'<c s="{style}" t="inlineStr"><is><t xml:space="preserve">{clean}</t></is></c>'


def _row(cells: Iterable[str]) -> bytes:
    return f"<row>{''.join(cells)}</row>".encode()


def _cols(table: Table) -> str:
    return "".join(
        f'<col min="{place}" max="{place}" width="{_width(column)}" customWidth="1"/>'
        for place, column in enumerate(table.columns, start=1)
    )


def _width(column: Column) -> int:
    return max(_WIDTHS.get(column.kind, 11), len(column.label) + 3)
