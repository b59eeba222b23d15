"""Matrices as a heatmap shows them: the texts of cells, tooltips and margins, and how they are colored."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from components import format as fmt
from services.comparison.matrix import FEW, TOTAL
from services.metrics import Family, Unit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from services.comparison.account_metric import AccountMatrix
    from services.comparison.matrix import Matrix
    from services.metrics import Metric

Texts = tuple[tuple[str, ...], ...]
PALE = 0.4


@dataclass(frozen=True, slots=True)
class HeatmapView:
    """What is drawn: `values` and `intensity`, shape (rows, columns), with texts of the same shape.

    `full` are the exact texts for tooltips and the table, `small` says which cells stand on little. Margins
    have one text a row, one a column, and one for all; they are empty where nothing adds up. `is_sized` says
    that colors tell sizes, not better or worse.
    """

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    values: NDArray[np.float64]
    intensity: NDArray[np.float64]
    brief: Texts
    full: Texts
    counts: NDArray[np.int64]
    small: NDArray[np.bool_]
    row_margin: tuple[tuple[str, str], ...] = ()
    column_margin: tuple[tuple[str, str], ...] = ()
    corner: tuple[str, str] = ("", "")
    is_sized: bool = False

    @property
    def shades(self) -> NDArray[np.float64]:
        """The intensity as drawn: paler where little stands behind it."""
        return np.where(self.small, self.intensity * PALE, self.intensity)


def trades_view(matrix: Matrix, *, lying: bool = False) -> HeatmapView:
    """The view of a matrix of trades; *lying* puts its rows along the width."""
    brief, full = _texts(matrix, is_brief=True), _texts(matrix, is_brief=False)
    pairs = [list(zip(*both, strict=True)) for both in zip(brief, full, strict=True)]
    view = HeatmapView(
        rows=matrix.rows,
        columns=matrix.columns,
        values=matrix.cells,
        intensity=matrix.intensity,
        brief=_inner(brief),
        full=_inner(full),
        counts=matrix.cell_counts,
        small=matrix.cell_counts < FEW,
        row_margin=tuple(row[TOTAL] for row in pairs[:TOTAL]),
        column_margin=tuple(pairs[TOTAL][:TOTAL]),
        corner=pairs[TOTAL][TOTAL],
        is_sized=matrix.metric.higher_is_better is None,
    )
    return _turned(view) if lying else view


def first_rows(view: HeatmapView, most: int) -> HeatmapView:
    """The view of its first *most* rows; totals are still those of all."""
    return replace(
        view,
        rows=view.rows[:most],
        values=view.values[:most],
        intensity=view.intensity[:most],
        brief=view.brief[:most],
        full=view.full[:most],
        counts=view.counts[:most],
        small=view.small[:most],
        row_margin=view.row_margin[:most],
    )


def without_empty_end(view: HeatmapView) -> HeatmapView:
    """The view without the last rows in which nothing was traded: the weekend of most markets."""
    return first_rows(view, int(np.flatnonzero(view.counts.sum(axis=1)).max(initial=-1)) + 1)


def accounts_view(matrix: AccountMatrix, names: tuple[str, ...]) -> HeatmapView:
    """The view of metrics by account called *names*; nothing adds up, so it has no margins."""
    counts = np.array([[value.n for value in row] for row in matrix.figures], dtype=np.int64)
    digits = matrix.terms.digits
    full = tuple(tuple(value.reason or fmt.metric(value, digits) for value in row) for row in matrix.figures)
    brief = tuple(
        tuple(told(value.value, value.metric, digits, is_brief=True) for value in row)
        for row in matrix.figures
    )
    shape = matrix.values.shape
    return HeatmapView(
        rows=names,
        columns=tuple(metric.label for metric in matrix.metrics),
        values=matrix.values,
        intensity=matrix.intensity,
        brief=brief,
        full=full,
        counts=counts.reshape(shape),
        small=counts.reshape(shape) < FEW,
    )


def told(value: float, metric: Metric, digits: int, *, is_brief: bool) -> str:
    """A value of a metric as text; empty where there is none."""
    if np.isnan(value):
        return ""
    is_gain = metric.family in (Family.MONEY, Family.RETURNS) or metric.name == "expectancy"
    if metric.unit is Unit.MONEY:
        return fmt.brief_money(value, sign=is_gain) if is_brief else fmt.money(value, digits, sign=is_gain)
    if metric.unit is Unit.FRACTION:
        return fmt.fraction(value, 0 if is_brief and metric.name == "win_rate" else 1 if is_brief else 2)
    return fmt.count(value) if metric.unit is Unit.COUNT else fmt.ratio(value)


def _texts(matrix: Matrix, *, is_brief: bool) -> Texts:
    digits, exact = matrix.terms.digits, matrix.minor is not None and not is_brief
    rows, columns = matrix.values.shape
    if exact:
        return tuple(
            tuple(
                fmt.money(amount, digits, sign=True) if amount is not None else ""
                for amount in (matrix.money(row, column) for column in range(columns))
            )
            for row in range(rows)
        )
    return tuple(
        tuple(told(value, matrix.metric, digits, is_brief=is_brief) for value in row)
        for row in matrix.values.tolist()
    )


def _inner(texts: Texts) -> Texts:
    return tuple(row[:TOTAL] for row in texts[:TOTAL])


def _turned(view: HeatmapView) -> HeatmapView:
    return HeatmapView(
        rows=view.columns,
        columns=view.rows,
        values=view.values.T,
        intensity=view.intensity.T,
        brief=tuple(zip(*view.brief, strict=True)),
        full=tuple(zip(*view.full, strict=True)),
        counts=view.counts.T,
        small=view.small.T,
        row_margin=view.column_margin,
        column_margin=view.row_margin,
        corner=view.corner,
        is_sized=view.is_sized,
    )
