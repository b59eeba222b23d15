"""The first sheets of a workbook: key figures, text and native charts, with the numbers behind them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, cast

from openpyxl.chart import AreaChart, BarChart, LineChart, Reference
from openpyxl.styles import Alignment
from openpyxl.worksheet.properties import PageSetupProperties

from services.exports import _xlsx_styles as styles
from services.exports._cells import cell_text, harmless
from services.exports._document import Chart, Facts, Kind, Mark, Text
from services.exports._palette import palette
from services.exports._tables import chart_table

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

    from services.exports._document import Document, Fact, Line

CHART_ROWS, CHART_WIDTH, CHART_HEIGHT = 17, 24.0, 8.0
_ROLES = {"signed": "profit"}


class Summary:
    """Fills the first sheet from the top, and a sheet of the charts' numbers beside it."""

    def __init__(self, sheet: Worksheet, data: Worksheet) -> None:
        """The two sheets, empty."""
        self._sheet, self._data = sheet, data
        self._row, self._column = 1, 1
        sheet.sheet_view.showGridLines = False
        for letter, width in zip("ABCD", (30, 22, 10, 60), strict=True):
            sheet.column_dimensions[letter].width = width
        sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "portrait", 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)

    def fill(self, document: Document) -> None:
        """Everything that is no table."""
        self._line(document.title, styles.title_font())
        if document.subtitle:
            self._line(document.subtitle, styles.quiet_font())
        self._row += 1
        self._facts(document.about)
        for part in document.parts:
            if isinstance(part, Chart):
                self._chart(part)
            elif isinstance(part, Facts):
                self._head(part.title)
                self._facts(part.items)
            elif isinstance(part, Text):
                self._head(part.title)
                for paragraph in part.paragraphs:
                    self._line(paragraph, styles.quiet_font())

    def _head(self, title: str) -> None:
        self._row += 1
        self._line(title, styles.strong_font())
        for column in range(1, 5):
            _at(self._sheet, self._row - 1, column).fill = styles.header_fill()

    def _line(self, text: str, font: Any) -> None:  # noqa: ANN401 - a style of openpyxl
        cell = _put(_at(self._sheet, self._row, 1), text)
        cell.font = font
        self._row += 1

    def _facts(self, facts: tuple[Fact, ...]) -> None:
        for fact in facts:
            _put(_at(self._sheet, self._row, 1), fact.label).font = styles.quiet_font()
            value = _at(self._sheet, self._row, 2)
            _put_fact(value, fact)
            _put(_at(self._sheet, self._row, 3), fact.unit).font = styles.quiet_font()
            note = _put(_at(self._sheet, self._row, 4), fact.note)
            note.font, note.alignment = styles.quiet_font(), Alignment(wrap_text=True, vertical="top")
            self._row += 1

    def _chart(self, chart: Chart) -> None:
        """The chart below what is there, drawn by Excel from the cells of the other sheet."""
        self._head(chart.title)
        self._line(chart.summary, styles.quiet_font())
        first, count = self._column, len(chart.position)
        self._write_data(chart)
        for number, group in enumerate((chart.lines, chart.beneath)):
            if not group or not count:
                continue
            before = number * len(chart.lines)
            drawn = self._drawn(chart, group, first, first + 1 + before, count)
            self._sheet.add_chart(drawn, f"A{self._row}")
            self._row += CHART_ROWS
        self._column += 2 + len(chart.lines) + len(chart.beneath)

    def _write_data(self, chart: Chart) -> None:
        table = chart_table(chart)
        for place, column in enumerate(table.columns):
            _put(_at(self._data, 1, self._column + place), f"{chart.title}: {column.label}")
        for row, values in enumerate(table.rows, start=2):
            for place, (column, value) in enumerate(zip(table.columns, values, strict=True)):
                cell = _at(self._data, row, self._column + place)
                _put_typed(cell, column.kind, cell_text(column, value))
                cell.number_format = styles.number_format(column)

    def _drawn(self, chart: Chart, lines: tuple[Line, ...], first: int, start: int, count: int) -> Any:  # noqa: ANN401
        drawn = _kind_of(lines)
        drawn.width, drawn.height, drawn.legend.position = CHART_WIDTH, CHART_HEIGHT, "b"
        end = start + len(lines) - 1
        cells = Reference(self._data, min_col=start, max_col=end, min_row=1, max_row=count + 1)
        drawn.add_data(cells, titles_from_data=True)
        drawn.set_categories(Reference(self._data, min_col=first, min_row=2, max_row=count + 1))
        drawn.x_axis.delete = drawn.y_axis.delete = False
        drawn.x_axis.tickLblPos = "low"
        if not isinstance(chart.position, tuple):
            drawn.x_axis.number_format, drawn.x_axis.tickLblSkip = "yyyy-mm-dd", max(count // 8, 1)
        for series, line in zip(drawn.series, lines, strict=True):
            color = palette()[_ROLES.get(line.role, line.role)].removeprefix("#")
            properties = series.graphicalProperties
            properties.line.solidFill = color
            if line.mark in (Mark.AREA, Mark.BAR):
                properties.solidFill = color
            if line.mark is Mark.DASHED:
                properties.line.dashStyle = "dash"
            if not isinstance(drawn, BarChart):
                series.smooth = False
                properties.line.width = 15_000
        return drawn


def _kind_of(lines: tuple[Line, ...]) -> Any:  # noqa: ANN401 - openpyxl's charts have no common type
    if lines[0].mark is Mark.BAR:
        return BarChart()
    return AreaChart() if lines[0].mark is Mark.AREA else LineChart()


def _at(sheet: Worksheet, row: int, column: int) -> Cell:
    return cast("Cell", sheet.cell(row, column))  # none is merged here


def _put(cell: Cell, text: str) -> Cell:
    if text:
        cell.value = harmless(text)
        cell.data_type = "s"
    return cell


def _put_fact(cell: Cell, fact: Fact) -> None:
    text = cell_text(fact.column, fact.value)
    if fact.kind is Kind.TEXT:
        _put(cell, text or "–")
    else:
        _put_typed(cell, fact.kind, text)
        cell.number_format = styles.number_format(fact.column)
    cell.font = styles.strong_font()
    cell.alignment = Alignment(horizontal="left" if fact.kind in styles.LEFT else "right", wrap_text=True)


def _put_typed(cell: Cell, kind: Kind, text: str) -> None:
    if kind is Kind.TEXT:
        _put(cell, text)
    elif kind is Kind.DATE and text:
        cell.value = date.fromisoformat(text)
    elif kind is Kind.TIME and text:
        cell.value = datetime.fromisoformat(text).astimezone(UTC).replace(tzinfo=None, microsecond=0)
    elif text:
        cell.value = Decimal(text)
