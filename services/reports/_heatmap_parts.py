"""The parts of a heatmap: one line a cell, so that a spreadsheet can add it up, and its margins."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from services.comparison.matrix import TOTAL
from services.exports import Column, Kind, Readers, Table
from services.heatmaps import unique_names
from services.metrics import Unit

if TYPE_CHECKING:
    from services.comparison.account_metric import AccountMatrix
    from services.comparison.matrix import Matrix

MOST_COLUMNS = 12
ACCOUNT_COLUMNS = (
    Column("account", "Account", Kind.TEXT),
    Column("metric", "Metric", Kind.TEXT),
    Column("value", "Value", Kind.NUMBER),
    Column("unit", "Unit", Kind.TEXT),
    Column("n", "n", Kind.INTEGER),
    Column("reason", "Undefined because", Kind.TEXT),
)
KINDS = {Unit.FRACTION: Kind.FRACTION, Unit.COUNT: Kind.INTEGER}


def matrix_parts(matrix: Matrix) -> tuple[Table, ...]:
    """The cells that hold trades and the totals; people see them as rows and columns where these fit."""
    cells, totals = _cells(matrix), (_margin(matrix, "rows"), _margin(matrix, "columns"))
    if len(matrix.columns) <= MOST_COLUMNS:
        return (_grid(matrix), cells, *totals)
    return (cells, *totals)


def account_part(matrix: AccountMatrix) -> Table:
    """Every metric of every account."""
    rows = [
        [
            account,
            value.metric.name,
            value.value,
            matrix.terms.currency if value.metric.unit is Unit.MONEY else value.metric.unit.value,
            value.n,
            value.reason,
        ]
        for account, figures in zip(unique_names(matrix.accounts), matrix.figures, strict=True)
        for value in figures
    ]
    return Table("cells", "Metrics of accounts", ACCOUNT_COLUMNS, rows, size=len(rows))


def _cells(matrix: Matrix) -> Table:
    rows = [
        [
            matrix.rows[row],
            matrix.columns[column],
            _value(matrix, row, column),
            int(matrix.counts[row, column]),
        ]
        for row, column in np.argwhere(matrix.cell_counts > 0).tolist()
    ]
    columns = (
        Column("row", "Row", Kind.TEXT),
        Column("column", "Column", Kind.TEXT),
        _value_column(matrix),
        Column("trades", "Trades", Kind.INTEGER),
    )
    whole = ["Total", "", _value(matrix, TOTAL, TOTAL), int(matrix.counts[TOTAL, TOTAL])]
    readers = Readers.MACHINES if len(matrix.columns) <= MOST_COLUMNS else Readers.ALL
    return Table("cells", "Cells", columns, rows, size=len(rows), totals=whole, readers=readers)


def _margin(matrix: Matrix, of: str) -> Table:
    """What each row, or each column, comes to."""
    is_rows = of == "rows"
    names = matrix.rows if is_rows else matrix.columns
    places = [(at, TOTAL) if is_rows else (TOTAL, at) for at in range(len(names))]
    rows = [
        [name, _value(matrix, *place), int(matrix.counts[place])]
        for name, place in zip(names, places, strict=True)
        if matrix.counts[place]
    ]
    columns = (
        Column("name", of[:-1].capitalize(), Kind.TEXT),
        _value_column(matrix),
        Column("trades", "Trades", Kind.INTEGER),
    )
    return Table(of, f"Totals of {of}", columns, rows, size=len(rows), readers=Readers.MACHINES)


def _grid(matrix: Matrix) -> Table:
    one = _value_column(matrix)
    labels = (*matrix.columns, "Total")
    columns = (
        Column("row", "", Kind.TEXT),
        *(Column(f"column_{at}", label, one.kind, one.digits) for at, label in enumerate(labels)),
    )
    width = len(matrix.columns)
    rows = [
        [name, *(_value(matrix, at, column) for column in (*range(width), TOTAL))]
        for at, name in enumerate(matrix.rows)
        if matrix.counts[at, TOTAL]
    ]
    totals = ["Total", *(_value(matrix, TOTAL, column) for column in (*range(width), TOTAL))]
    return Table("grid", "Cells", columns, rows, size=len(rows), totals=totals, readers=Readers.PEOPLE)


def _value_column(matrix: Matrix) -> Column:
    metric, terms = matrix.metric, matrix.terms
    if metric.unit is Unit.MONEY:
        kind = Kind.NUMBER if matrix.minor is None else Kind.MONEY
        return Column("value", f"{metric.label} {terms.currency}", kind, terms.digits)
    kind = KINDS.get(metric.unit, Kind.NUMBER)
    return Column("value", metric.label, kind, 2 if kind is Kind.NUMBER else None)


def _value(matrix: Matrix, row: int, column: int) -> object:
    if matrix.minor is not None:
        return matrix.money(row, column)
    value = float(matrix.values[row, column])
    return None if np.isnan(value) else value
