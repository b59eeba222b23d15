"""What stands above the trades grid: the filter field, how many rows there are, the column chooser."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import dash_bootstrap_components as dbc
from dash import html

from components.icon import icon

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dash.development.base_component import Component

SEARCH = "Filter: symbol, account, comment"


def trades_bar(columns: Sequence[dict[str, Any]], find: str) -> Component:
    """The bar above the grid; *columns* are the grid's, *find* what is typed in the filter."""
    ticks = dbc.Checklist(
        id="trades-columns",
        options=[{"label": column["headerName"], "value": column["field"]} for column in columns],
        value=[column["field"] for column in columns if not column.get("hide")],
    )
    panel = html.Fieldset(
        [html.Legend("Columns", className="visually-hidden"), ticks], className="column-list"
    )
    chooser = html.Details(
        [
            html.Summary([icon("layout-three-columns"), "Columns"], className="icon-button"),
            html.Div(panel, className="popover-panel end"),
        ],
        className="menu",
    )
    search = dbc.Input(id="trades-search", type="search", placeholder=SEARCH, value=find)
    count = html.Span(id="trades-count", className="count", role="status")
    label = html.Label("Filter trades", htmlFor="trades-search", className="visually-hidden")
    return html.Div([label, search, count, html.Span(className="spacer"), chooser], className="grid-bar")
