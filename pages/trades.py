"""Every closed trade of the period: sorted, filtered, totalled, and as a file."""

from __future__ import annotations

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

from components import format as fmt
from components.icon import icon
from components.page_header import action_button, action_link, page_header
from components.states import empty_state
from components.toast import toast
from components.trades_grid import column_definitions, trades_grid
from dashboard.context import services
from dashboard.query import DEFAULT_ZONE, Query
from dashboard.view import page
from pages.overview import first_run
from services.errors import ServiceError

if TYPE_CHECKING:
    from dash.development.base_component import Component

register_page(
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


@page
def layout(sort: str = "", filter: str = "", **values: str) -> Component:  # noqa: A002 - the address's word
    """The page; accounts, period, zone, sort and filter come from the query string."""
    query = Query.read(values)
    accounts = services().performance.accounts()
    if not accounts:
        return first_run()
    zone = zone_of(query)
    rows = services().performance.trades(query.accounts, query.stretch(zone), query.zone)
    named = [account.name for account in accounts if str(account.id) in query.accounts]
    head = _header(", ".join(named) or "All accounts", query, zone)
    if not rows:
        return html.Div([head, _no_trades(query)], className="rows")
    grid = trades_grid(
        "trades-grid", rows, zone, sort=sort if isinstance(sort, str) else "", filters=filters(filter)
    )
    store = dcc.Store(id="trades-address", data=query.search)
    body = html.Section([_bar(zone), grid], className="card-surface", **{"aria-label": "Closed trades"})
    extras = [
        store,
        dcc.Store(id="trades-wanted"),
        dcc.Store(id="trades-sink"),
        dcc.Download(id="trades-file"),
    ]
    return html.Div([head, body, *extras], className="rows")


def zone_of(query: Query) -> str:
    """The zone of the times: the chosen one, else the server's when all accounts share it."""
    zones = {account.server_zone for account in services().performance.accounts()}
    return query.zone or (zones.pop() if len(zones) == 1 else DEFAULT_ZONE)


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
)  # type: ignore[untyped-decorator]
def download(wanted: dict[str, Any], search: str) -> tuple[dict[str, Any] | None, Component]:
    """The trades in view as a file."""
    query = Query.of_address(search)
    stretch = query.stretch(zone_of(query))
    try:
        file = services().exporting.trades(
            wanted["format"], query.accounts, stretch, query.zone, rows=wanted["keys"]
        )
    except ServiceError as error:
        return None, toast(str(error), failed=True)
    return dcc.send_bytes(file.content, file.filename), toast(f"{file.filename} is ready.")


SINK = Output("trades-sink", "data", allow_duplicate=True)
clientside_callback(
    ClientsideFunction("trades", "total"),
    Output("trades-count", "children"),
    Input("trades-grid", "virtualRowData"),
    State("trades-grid", "rowData"),
)
clientside_callback(
    ClientsideFunction("trades", "quick"), SINK, Input("trades-search", "value"), prevent_initial_call=True
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


def _header(accounts: str, query: Query, zone: str) -> Component:
    stretch = query.stretch(zone)
    days = fmt.days(stretch.start, stretch.end, zone)
    line = f"{accounts} · {days}, {fmt.zone_name(zone)} days · closed trades, newest first"
    return page_header(
        "Trades",
        line,
        action_button("CSV", "trades-csv", "filetype-csv"),
        action_button("XLSX", "trades-xlsx", "file-earmark-spreadsheet"),
    )


def _bar(zone: str) -> Component:
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
    search = dbc.Input(
        id="trades-search", type="search", placeholder="Filter: symbol, account, comment", debounce=False,
        **{"aria-label": "Filter trades"},
    )  # fmt: skip
    count = html.Span(id="trades-count", className="count", role="status")
    return html.Div([search, count, html.Span(className="spacer"), chooser], className="grid-bar")


def _no_trades(query: Query) -> Component:
    wider = Query(accounts=query.accounts, currency=query.currency, zone=query.zone)
    return empty_state(
        "No closed trades in this period",
        "The accounts shown closed nothing in these days.",
        action_link("Show everything", wider.href("/trades"), "calendar3", primary=True),
        symbol="list-ul",
    )
