"""Every closed trade of the period: sorted, filtered, totalled, and as a file."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any

import dash_bootstrap_components as dbc
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

from components import format as fmt
from components.attributes import attributes
from components.first_run import first_run
from components.icon import icon
from components.page_header import action_button, action_link, page_header
from components.states import empty_state
from components.toast import toast
from components.trades_grid import column_definitions, in_view, trades_grid
from dashboard.context import services
from dashboard.query import DEFAULT_ZONE, Query
from dashboard.scope import Scope, scope_of
from dashboard.view import page
from services.errors import ServiceError

if TYPE_CHECKING:
    from dash.development.base_component import Component

    from services.exports import ExportFile

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
SEARCH = "Filter: symbol, account, comment"


@page
def layout(sort: str = "", filter: str = "", find: str = "", **values: str) -> Component:  # noqa: A002 - the address's word
    """The page; accounts, period, zone, sort and filter come from the query string."""
    query = Query.read(values)
    scope = scope_of(query)
    if not scope.accounts:
        return first_run()
    rows = services().performance.trades(scope.ids, scope.period, query.zone)
    if not rows:
        return html.Div([_header(scope), _no_trades(query)], className="rows")
    grid = trades_grid("trades-grid", rows, scope.zone, sort=_text(sort), filters=filters(filter))
    parts = [_bar(scope.zone, _text(find)[:LONGEST_FIND]), grid]
    body = html.Section(parts, className="card-surface", **attributes(aria_label="Closed trades"))
    address = dcc.Store(id="trades-address", data=query.search)
    extras = [
        address,
        dcc.Store(id="trades-wanted"),
        dcc.Store(id="trades-sink"),
        dcc.Download(id="trades-file"),
    ]
    return html.Div([_header(scope), body, *extras], className="rows")


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
    return _attachment(file), toast(f"{file.filename} is ready.")


def _attachment(file: ExportFile) -> dict[str, Any]:
    content = base64.b64encode(file.content).decode("ascii")
    return {"content": content, "filename": file.filename, "type": file.content_type, "base64": True}


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
    ClientsideFunction("trades", "columns"), SINK, Input("trades-columns", "value"), prevent_initial_call=True
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


def _header(scope: Scope) -> Component:
    days = fmt.days(scope.period.start, scope.period.end, scope.zone)
    line = f"{scope.title} · {days}, {fmt.zone_name(scope.zone)} days · closed trades, newest first"
    return page_header(
        "Trades",
        line,
        action_button("CSV", "trades-csv", "filetype-csv"),
        action_button("XLSX", "trades-xlsx", "file-earmark-spreadsheet"),
    )


def _bar(zone: str, find: str) -> Component:
    columns = column_definitions(zone)
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


def _no_trades(query: Query) -> Component:
    wider = Query(accounts=query.accounts, currency=query.currency, zone=query.zone)
    return empty_state(
        "No closed trades in this period",
        "The accounts shown closed nothing in these days.",
        action_link("Show everything", wider.href("/trades"), "calendar3", primary=True),
        symbol="list-ul",
    )
