"""What lies where: rows and size of each table, what has been archived, and what its policy is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import html

from components import format as fmt
from components import moment
from components.table import Column, plain_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dash.development.base_component import Component

    from components.attributes import Children
    from services.care import StoredTable

COLUMNS = (
    Column("What"),
    Column("Rows", "number"),
    Column("Size", "number"),
    Column("From", "number wide-only"),
    Column("To", "number wide-only"),
    Column("Archived rows", "number wide-only"),
    Column("Policy", "long wide-only"),
)


def storage_table(tables: Sequence[StoredTable]) -> Component:
    """One line a table, largest first."""
    ordered = sorted(tables, key=lambda table: -table.bytes)
    return plain_table(COLUMNS, [_row(table) for table in ordered], label="Storage", dense=True)


def _row(table: StoredTable) -> Children:
    return [
        html.Span(table.title, title=table.name),
        fmt.count(table.rows),
        fmt.size(table.bytes),
        moment.day(table.first, "UTC"),
        moment.day(table.last, "UTC"),
        fmt.count(table.archived) if table.archived else fmt.UNDEFINED,
        html.Span(table.policy, title=table.policy),
    ]
