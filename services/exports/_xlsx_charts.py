"""Native charts: drawn by Excel from cells, in the colors of the product."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from openpyxl.chart import AreaChart, BarChart, LineChart, Reference
from openpyxl.chart.marker import DataPoint

from services.exports import _xlsx_styles as styles
from services.exports._cells import cell_text
from services.exports._chart import Mark
from services.exports._palette import palette
from services.exports._tables import chart_table
from services.exports._ticks import round_ticks
from services.exports._xlsx_cells import cell_at, put, put_typed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from openpyxl.worksheet.worksheet import Worksheet

    from services.exports._chart import Chart, Line

WIDTH, HEIGHT = 24.0, 8.0
_ROLES = {"signed": "profit"}


class Charts:
    """Writes the numbers of charts side by side into a sheet, and makes the charts that stand on them."""

    def __init__(self, data: Worksheet) -> None:
        """The sheet, empty."""
        self._data, self._column = data, 1

    def drawn(self, chart: Chart) -> Iterator[Any]:
        """The chart's panels, the upper one first."""
        first, count = self._column, len(chart.position)
        self._write(chart)
        for number, group in enumerate((chart.lines, chart.beneath)):
            if group and count:
                yield self._panel(chart, group, first, first + 1 + number * len(chart.lines))
        self._column += 2 + len(chart.lines) + len(chart.beneath)

    def _write(self, chart: Chart) -> None:
        table = chart_table(chart)
        for place, column in enumerate(table.columns):
            put(cell_at(self._data, 1, self._column + place), f"{chart.title}: {column.label}")
        for row, values in enumerate(table.rows, start=2):
            for place, (column, value) in enumerate(zip(table.columns, values, strict=True)):
                cell = cell_at(self._data, row, self._column + place)
                put_typed(cell, column.kind, cell_text(column, value))
                cell.number_format = styles.number_format(column)

    def _panel(self, chart: Chart, lines: tuple[Line, ...], first: int, start: int) -> Any:  # noqa: ANN401 - no common type
        drawn, last = _kind_of(lines), len(chart.position) + 1
        drawn.width, drawn.height, drawn.legend.position = WIDTH, HEIGHT, "b"
        end = start + len(lines) - 1
        values = Reference(self._data, min_col=start, max_col=end, min_row=1, max_row=last)
        drawn.add_data(values, titles_from_data=True)
        drawn.set_categories(Reference(self._data, min_col=first, min_row=2, max_row=last))
        drawn.x_axis.delete = drawn.y_axis.delete = False
        drawn.x_axis.tickLblPos = "low"
        if not isinstance(chart.position, tuple):
            drawn.x_axis.number_format = "yyyy-mm-dd"
            drawn.x_axis.tickLblSkip = max(len(chart.position) // 8, 1)
        _scale(drawn, lines)
        for series, line in zip(drawn.series, lines, strict=True):
            _color(series, line)
        return drawn


def _scale(drawn: Any, lines: tuple[Line, ...]) -> None:  # noqa: ANN401 - as above
    """Lines fill their panel; bars and areas stand on zero."""
    if not isinstance(drawn, LineChart):
        return
    known = np.concatenate([line.values[np.isfinite(line.values)] for line in lines])
    if known.size and known.min() > 0:
        ticks = round_ticks(float(known.min()) * 0.98, float(known.max()))
        drawn.y_axis.scaling.min = ticks[0] - (ticks[1] - ticks[0] if len(ticks) > 1 else 0)


def _color(series: Any, line: Line) -> None:  # noqa: ANN401 - as above
    color = palette()[_ROLES.get(line.role, line.role)].removeprefix("#")
    properties = series.graphicalProperties
    properties.line.solidFill = color
    if line.mark in (Mark.AREA, Mark.BAR):
        properties.solidFill = color
    if line.mark is Mark.DASHED:
        properties.line.dashStyle = "dash"
    if line.mark is not Mark.BAR:
        series.smooth = False
        properties.line.width = 15_000
    elif line.role == "signed":
        series.invertIfNegative = False
        for place in np.flatnonzero(line.values < 0).tolist():
            point = DataPoint(idx=place)
            point.graphicalProperties.solidFill = palette()["loss"].removeprefix("#")
            series.dPt.append(point)


def _kind_of(lines: tuple[Line, ...]) -> Any:  # noqa: ANN401 - openpyxl's charts have no common type
    if lines[0].mark is Mark.BAR:
        return BarChart()
    return AreaChart() if lines[0].mark is Mark.AREA else LineChart()
