"""The first sheets of a workbook: key figures, text and native charts, with the numbers behind them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from openpyxl.styles import Alignment
from openpyxl.worksheet.properties import PageSetupProperties

from services.exports import _xlsx_styles as styles
from services.exports._chart import Chart
from services.exports._document import Facts, Text
from services.exports._xlsx_cells import cell_at, put, put_fact
from services.exports._xlsx_charts import Charts

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from services.exports._document import Document, Fact

CHART_ROWS = 17


class Summary:
    """Fills the first sheet from the top, and a sheet of the charts' numbers beside it."""

    def __init__(self, sheet: Worksheet, data: Worksheet) -> None:
        """The two sheets, empty."""
        self._sheet, self._charts, self._row = sheet, Charts(data), 1
        sheet.sheet_view.showGridLines = False
        for letter, width in zip("ABCD", (30, 38, 10, 60), strict=True):
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
            cell_at(self._sheet, self._row - 1, column).fill = styles.header_fill()

    def _line(self, text: str, font: Any) -> None:  # noqa: ANN401 - a style of openpyxl
        cell = put(cell_at(self._sheet, self._row, 1), text)
        cell.font = font
        self._row += 1

    def _facts(self, facts: tuple[Fact, ...]) -> None:
        for fact in facts:
            put(cell_at(self._sheet, self._row, 1), fact.label).font = styles.quiet_font()
            value = cell_at(self._sheet, self._row, 2)
            put_fact(value, fact)
            put(cell_at(self._sheet, self._row, 3), fact.unit).font = styles.quiet_font()
            note = put(cell_at(self._sheet, self._row, 4), fact.note)
            note.font, note.alignment = styles.quiet_font(), Alignment(wrap_text=True, vertical="top")
            self._row += 1

    def _chart(self, chart: Chart) -> None:
        """The chart's panels below what is there."""
        self._head(chart.title)
        self._line(chart.summary, styles.quiet_font())
        for panel in self._charts.drawn(chart):
            self._sheet.add_chart(panel, f"A{self._row}")
            self._row += CHART_ROWS
