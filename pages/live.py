"""Everything that moves: accounts, their open positions, equity as it grows, trades as they are closed."""

from __future__ import annotations

from datetime import UTC, datetime
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

from components import format as fmt
from components import moment
from components.attributes import attributes
from components.card import card
from components.first_run import first_run
from components.freshness import moves
from components.live_cards import adding_note, total_cards
from components.live_chart import chart_start, live_chart
from components.live_lists import (
    alerts,
    closed_trades,
    freeze_button,
    position_grid,
    sound_button,
    start_state,
)
from components.live_table import live_accounts
from components.page_header import page_header
from components.report_menu import card_file, report_menu
from dashboard.context import services
from dashboard.query import Query
from dashboard.report_query import file_address, report_links
from dashboard.scope import Scope, scope_of
from dashboard.theme import look
from dashboard.view import page, private
from services.calc.server_zone import server_zone
from services.live.glance import glance
from services.live.window import DEFAULT_WINDOW, MINUTES, window_start

if TYPE_CHECKING:
    from dash.development.base_component import Component

    from services.live.glance import Glance

register_page(  # type: ignore[no-untyped-call]
    __name__,
    path="/live",
    name="Live",
    title="Live · Performance Tracker",
    order=20,
    icon="broadcast",
    group="",
    key="l",
)
TICK_MILLISECONDS = 15_000


@page
def layout(window: str = DEFAULT_WINDOW, **values: str) -> Component:
    """The page; accounts, zone and the time that the chart shows come from the query string."""
    query = Query.read(values)
    scope, now = scope_of(query), datetime.now(UTC)
    if not scope.accounts:
        return first_run()
    chosen = window if window in MINUTES else DEFAULT_WINDOW
    since = window_start(chosen, scope.zone, now)
    answer = ask(scope, since, now)
    count = sum(map(len, answer.state.positions.values()))
    equity = file_address(query, "live", part="equity", window=chosen)
    chart = live_chart(answer.lines, chosen, scope.zone, look(), start=since, end=now, file=equity)
    left = [
        position_grid(count, file_address(query, "live", part="positions")),
        closed_trades(moment.zone_name(scope.zone), file_address(query, "live", part="closed")),
    ]
    sides = [html.Div(left, className="rows"), html.Div([chart, alerts()], className="rows")]
    return html.Div(
        [
            _header(scope, query),
            total_cards(answer.state),
            _accounts(answer, scope, query),
            html.Div(sides, className="columns two-one"),
            dcc.Store(id="live-start", data=start(answer, scope, chosen, now)),
            dcc.Store(id="live-address", data=[query.search, chosen]),
            dcc.Interval(id="live-tick", interval=TICK_MILLISECONDS),
        ],
        className="rows",
        id="live-page",
        **attributes(data_tick="live-tick"),
    )


@callback(
    Output("live-start", "data"),
    Input("live-tick", "n_intervals"),
    State("live-address", "data"),
    prevent_initial_call=True,
)
@private
def refresh(_: int, address: list[str]) -> dict[str, Any]:
    """The state as it is stored, for a browser without the stream."""
    search, window = address
    scope, now = scope_of(Query.of_address(search)), datetime.now(UTC)
    return start(ask(scope, window_start(window, scope.zone, now), now), scope, window, now)


clientside_callback(
    ClientsideFunction("live", "begin"),
    Output("live-start", "modified_timestamp"),
    Input("live-start", "data"),
)


def ask(scope: Scope, since: datetime, now: datetime) -> Glance:
    """The answer that the page arranges."""
    return glance(services().database, services().performance, scope.accounts, since, now)


def fed_ids(scope: Scope) -> frozenset[str]:
    """The accounts whose figures come by themselves."""
    performance = services().performance
    return frozenset(
        str(account.id) for account in scope.accounts if moves(performance.pnl(account.id, scope.zone))
    )


def start(answer: Glance, scope: Scope, window: str, now: datetime) -> dict[str, Any]:
    """What the browser goes on from: the state, the lines, and how its clock reads UTC in the page's zone."""
    minutes = MINUTES[window]
    offset = server_zone(scope.zone).to_server(now).replace(tzinfo=UTC) - now
    return {
        **start_state(answer.state, answer.trades),
        "lines": chart_start(answer.lines),
        "window": None if minutes is None else minutes * 60_000,
        "offset": round(offset.total_seconds() * 1000),
        "zone": moment.zone_name(scope.zone),
        "reports": sorted({entry.id for entry in answer.state.accounts} - fed_ids(scope)),
    }


def _header(scope: Scope, query: Query) -> Component:
    count = len(scope.accounts)
    which = scope.title if scope.are_named else f"{fmt.count(count)} account{'' if count == 1 else 's'}"
    currencies = {account.currency for account in scope.accounts}
    money = f"in {currencies.pop()}" if len(currencies) == 1 else "each in its own currency"
    line = f"{which}, {money} · open positions, profit as prices move · {moment.zone_name(scope.zone)} days"
    menu = report_menu(report_links(query, "live"))
    return page_header("Live", line, menu, freeze_button(), sound_button())


def _accounts(answer: Glance, scope: Scope, query: Query) -> Component:
    table = html.Div(
        live_accounts(answer.state, fed_ids(scope), query.without_accounts().search), className="account-rows"
    )
    note = adding_note(answer.state) or fmt.count(len(scope.accounts))
    file = card_file(file_address(query, "live", part="accounts"), "Accounts as they stand now")
    return card("Accounts", table, note=note, file=file)
