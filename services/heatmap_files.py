"""A heatmap as a file: one line a cell, so that a spreadsheet can add it up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from services.exports import Column, Document, ExportFile, Fact, Kind, Table, make_file

if TYPE_CHECKING:
    from services.comparison.account_metric import AccountMatrix
    from services.comparison.matrix import Matrix, Terms

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
    rows: list[list[object]] = [
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
    what = f"{matrix.metric.label}: {matrix.metric.definition}"
    return _file(columns, rows, (Fact("what", "What", what), *_about(matrix.terms)), name, format_name)


def account_file(matrix: AccountMatrix, names: tuple[str, ...], name: str, format_name: str) -> ExportFile:
    """Every metric of every account; raises NotFoundError for a format."""
    rows: list[list[object]] = [
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
    return _file(ACCOUNT_COLUMNS, rows, _about(matrix.terms), name, format_name)


def _value(matrix: Matrix, row: int, column: int) -> object:
    if matrix.minor is not None:
        return matrix.money(row, column)
    value = float(matrix.values[row, column])
    return None if np.isnan(value) else value


def _about(terms: Terms) -> tuple[Fact, ...]:
    return Fact("currency", "Currency", terms.currency), Fact("zone", "Zone", terms.zone)


def _file(
    columns: tuple[Column, ...],
    rows: list[list[object]],
    about: tuple[Fact, ...],
    name: str,
    format_name: str,
) -> ExportFile:
    table = Table("heatmap", "Heatmap", columns, rows, size=len(rows))
    document = Document(f"heatmap_{name}", "Heatmap", "", about, (table,), is_ledger=True)
    return make_file(document, format_name)
