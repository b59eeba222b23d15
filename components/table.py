"""A plain table: a header row, one line per row, the first cell names its row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dash import html

from components.attributes import Children, attributes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dash.development.base_component import Component


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, the class of its cells, and what the heading means."""

    heading: str
    look: str = ""
    title: str = ""


def plain_table(
    columns: Sequence[Column],
    rows: Sequence[Children],
    *,
    label: str,
    dense: bool = False,
) -> Component:
    """A table called *label*; a row that is a component already stands as it is."""
    head = html.Thead(html.Tr([_heading(column) for column in columns]))
    body = html.Tbody([_row(columns, row) for row in rows])
    table = html.Table(
        [head, body], className="plain dense" if dense else "plain", **attributes(aria_label=label)
    )
    return html.Div(table, className="table-wrap", tabIndex=0, role="group", **attributes(aria_label=label))


def cell(content: Children, look: str = "", title: str = "") -> Component:
    """A cell with a look of its own."""
    return html.Td(content, className=look, title=title)


def family_row(text: str, width: int) -> Component:
    """A row that heads the rows under it."""
    return html.Tr(html.Th(text, colSpan=width, scope="colgroup"), className="family")


def _heading(column: Column) -> Component:
    if not column.heading:
        return html.Td("", className=column.look)
    return html.Th(column.heading, scope="col", className=column.look, title=column.title)


def _row(columns: Sequence[Column], row: Children) -> Component:
    if isinstance(row, html.Tr):
        return row
    first = html.Th(row[0], scope="row", className=columns[0].look)
    return html.Tr([first, *(_cell(column, item) for column, item in zip(columns[1:], row[1:], strict=True))])


def _cell(column: Column, item: Children) -> Component:
    return item if isinstance(item, html.Td) else html.Td(item, className=column.look)
