"""A heatmap as a file: one line a cell, so that a spreadsheet can add it up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from services.exports import Column, ExportFile, Kind, Table, find_format

if TYPE_CHECKING:
    from services.comparison.account_metric import AccountMatrix
    from services.comparison.matrix import Matrix

CELL_COLUMNS = (
    Column("row", "Row", Kind.TEXT),
    Column("column", "Column", Kind.TEXT),
    Column("value", "Value", Kind.MONEY),
    Column("trades", "Trades", Kind.INTEGER),
)
ACCOUNT_COLUMNS = (
    Column("account", "Account", Kind.TEXT),
    Column("metric", "Metric", Kind.TEXT),
    Column("value", "Value", Kind.NUMBER),
    Column("n", "n", Kind.INTEGER),
    Column("reason", "Undefined because", Kind.TEXT),
)


def matrix_file(matrix: Matrix, name: str, format_name: str) -> ExportFile:
    """The cells that hold trades; money as text to its last minor unit; raises NotFoundError for a format."""
    rows = [
        [
            matrix.rows[row],
            matrix.columns[column],
            _value(matrix, row, column),
            int(matrix.counts[row, column]),
        ]
        for row, column in np.argwhere(matrix.cell_counts > 0).tolist()
    ]
    kind = Kind.NUMBER if matrix.minor is None else Kind.MONEY
    columns = tuple(
        Column(column.name, column.label, kind) if column.name == "value" else column
        for column in CELL_COLUMNS
    )
    notes = (
        ("What", f"{matrix.metric.label}: {matrix.metric.definition}"),
        ("Currency", matrix.terms.currency),
        ("Zone", matrix.terms.zone),
    )
    return _file(Table("Heatmap", columns, rows, notes), name, format_name)


def account_file(matrix: AccountMatrix, names: tuple[str, ...], name: str, format_name: str) -> ExportFile:
    """Every metric of every account; raises NotFoundError for a format."""
    rows = [
        [
            account,
            value.metric.name,
            None if np.isnan(value.value) else value.value,
            value.n,
            value.reason,
        ]
        for account, figures in zip(names, matrix.figures, strict=True)
        for value in figures
    ]
    notes = (("Currency", matrix.terms.currency), ("Zone", matrix.terms.zone))
    return _file(Table("Heatmap", ACCOUNT_COLUMNS, rows, notes), name, format_name)


def _value(matrix: Matrix, row: int, column: int) -> object:
    if matrix.minor is not None:
        return matrix.money(row, column)
    value = float(matrix.values[row, column])
    return None if np.isnan(value) else value


def _file(table: Table, name: str, format_name: str) -> ExportFile:
    chosen = find_format(format_name)
    return ExportFile(f"heatmap_{name}.{chosen.name}", chosen.content_type, chosen.write(table))
