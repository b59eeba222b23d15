"""Every closed trade of the period: sorted, filtered, totalled, and as a file."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from dash import (
    ClientsideFunction,
    Input,
    Output,
    State,
    callback,
    clientside_callback,
    dcc,
    html,
    register_page,
)
from dash.exceptions import PreventUpdate

from components import moment
from components.attributes import attributes
from components.first_run import first_run
from components.page_header import action_button, action_link, page_header
from components.report_menu import report_menu
from components.states import empty_state
from components.toast import toast
from components.trades_bar import trades_bar
from components.trades_columns import column_definitions, default_columns, known_columns
from components.trades_grid import in_view, trades_grid
from dashboard.attachment import attachment
from dashboard.context import services
from dashboard.query import DEFAULT_PERIOD, DEFAULT_ZONE, Query
from dashboard.report_query import report_links
from dashboard.scope import Scope, days_shown, scope_of
from dashboard.view import page
from services.errors import ServiceError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dash.development.base_component import Component

    from services.answers import TradeRow

register_page(  # type: ignore[no-untyped-call]
    __name__,
    path="/trades",
    name="Trades",
    title="Trades · Performance Tracker",
    order=40,
    icon="list-ul",
    group="",
    key="t",
)
LONGEST_FILTER = 1_500
LONGEST_FIND = 100


@page
def layout(sort: str = "", filter: str = "", find: str = "", **values: str) -> Component:  # noqa: A002 - the address's word
    """The page; accounts, period, zone, sort, filter and columns come from the query string."""
    query = Query.read(values)
    scope = scope_of(query)
    if not scope.accounts:
        return first_run()
    rows = services().performance.trades(scope.ids, scope.period, query.zone)
    if not rows:
        return html.Div([_header(scope, query, rows), _no_trades(query)], className="rows")
    columns = column_definitions(scope.zone, _text(sort), known_columns(values.get("columns")))
    grid = trades_grid("trades-grid", rows, scope.zone, columns, filters(filter))
    parts = [trades_bar(columns, _text(find)[:LONGEST_FIND]), grid]
    body = html.Section(parts, className="card-surface", **attributes(aria_label="Closed trades"))
    address = dcc.Store(id="trades-address", data=query.search)
    extras = [
        address,
        dcc.Store(id="trades-wanted"),
        dcc.Store(id="trades-sink"),
        dcc.Store(id="trades-default-columns", data=default_columns()),
        dcc.Download(id="trades-file"),
    ]
    return html.Div([_header(scope, query, rows), body, *extras], className="rows")


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def filters(text: object) -> dict[str, Any]:
    """The filter model in an address; anything else is no filter."""
    if not isinstance(text, str) or len(text) > LONGEST_FILTER:
        return {}
    try:
        model = json.loads(text or "{}")
    except ValueError:
        return {}
    known = {column["field"] for column in column_definitions(DEFAULT_ZONE)}
    if not isinstance(model, dict):
        return {}
    return {field: rule for field, rule in model.items() if field in known and isinstance(rule, dict)}


@callback(
    Output("trades-file", "data"),
    Output("toasts", "children", allow_duplicate=True),
    Input("trades-wanted", "data"),
    State("trades-address", "data"),
    prevent_initial_call=True,
)
def download(wanted: dict[str, Any], search: str) -> tuple[dict[str, Any] | None, Component]:
    """The trades in view as a file."""
    if not wanted:
        raise PreventUpdate
    query = Query.of_address(search)
    scope = scope_of(query)
    try:
        rows = in_view(services().performance.trades(scope.ids, scope.period, query.zone), wanted["keys"])
        file = services().exporting.trades(wanted["format"], scope.ids, scope.period, query.zone, rows)
    except ServiceError as error:
        return None, toast(str(error), failed=True)
    return attachment(file), toast(f"{file.filename} is ready.")


SINK = Output("trades-sink", "data", allow_duplicate=True)
clientside_callback(
    ClientsideFunction("trades", "total"),
    Output("trades-count", "children"),
    Input("trades-grid", "virtualRowData"),
    State("trades-grid", "rowData"),
)
clientside_callback(
    ClientsideFunction("trades", "quick"),
    SINK,
    Input("trades-search", "value"),
    prevent_initial_call="initial_duplicate",
)
clientside_callback(
    ClientsideFunction("trades", "mirror"),
    Output("trades-sink", "data"),
    Input("trades-grid", "filterModel"),
    Input("trades-grid", "columnState"),
    prevent_initial_call=True,
)
clientside_callback(
    ClientsideFunction("trades", "columns"),
    SINK,
    Input("trades-columns", "value"),
    State("trades-default-columns", "data"),
    prevent_initial_call=True,
)
clientside_callback(
    ClientsideFunction("trades", "keys"),
    Output("trades-wanted", "data"),
    Input("trades-csv", "n_clicks"),
    Input("trades-xlsx", "n_clicks"),
    State("trades-grid", "virtualRowData"),
    State("trades-grid", "rowData"),
    prevent_initial_call=True,
)


def _header(scope: Scope, query: Query, rows: Sequence[TradeRow]) -> Component:
    first, last = (rows[-1].trade.exit_time, rows[0].trade.exit_time) if rows else (None, None)
    days = days_shown(query, scope.period.start or first, scope.period.end, scope.zone, last)
    line = f"{scope.title} · {days}, {moment.zone_name(scope.zone)} days · closed trades, newest first"
    return page_header(
        "Trades",
        line,
        report_menu(report_links(query, "trades"), "More formats"),
        action_button("CSV", "trades-csv", "filetype-csv"),
        action_button("XLSX", "trades-xlsx", "file-earmark-spreadsheet"),
    )


def _no_trades(query: Query) -> Component:
    wider = replace(query, period=DEFAULT_PERIOD)
    return empty_state(
        "No closed trades in this period",
        "The accounts shown closed nothing in these days.",
        action_link("Show everything", wider.href("/trades"), "calendar3", primary=True),
        symbol="list-ul",
    )
