"""Every account: its state now, its period in a few figures, and the way to its own page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import ALL, Input, Output, State, callback, ctx, dcc, html, register_page

from components import format as fmt
from components.account_table import account_parts, account_table
from components.attributes import attributes
from components.card import card
from components.first_run import first_run
from components.live import in_order
from components.page_header import action_link, page_header
from dashboard.context import services
from dashboard.query import Query
from dashboard.scope import days_shown, scope_of
from dashboard.view import page, private

if TYPE_CHECKING:
    from dash.development.base_component import Component

    from components.attributes import Children
    from services.answers import Overview

register_page(  # type: ignore[no-untyped-call]
    __name__,
    path="/accounts",
    name="Accounts",
    title="Accounts · Performance Tracker",
    order=30,
    icon="person-vcard",
    group="",
    key="a",
)
TICK_MILLISECONDS = 15_000


@page
def layout(**values: str) -> Component:
    """The page; period and zone come from the query string."""
    query = Query.read(values)
    answer = _ask(query)
    if not answer.accounts:
        return first_run()
    count = len(answer.accounts)
    last = max(item.pnl.state.time for item in answer.accounts)
    days = days_shown(query, answer.period_start, answer.period_end, answer.zone, last)
    line = f"{fmt.count(count)} account{'' if count == 1 else 's'}, each in its own currency · {days}"
    rows = account_table(answer.accounts, query.without_accounts().search, scope="accounts")
    table = html.Div(rows, className="account-rows")
    return html.Div(
        [
            page_header("Accounts", line, action_link("Import report", "/import", "upload", primary=True)),
            card("Accounts", table, note="state now, return and drawdown of the period"),
            dcc.Store(id="accounts-address", data=query.search),
            dcc.Interval(id="accounts-tick", interval=TICK_MILLISECONDS),
        ],
        className="rows",
        **attributes(data_tick="accounts-tick"),
    )


@callback(
    Output({"type": "accounts-live", "name": ALL}, "children"),
    Input("accounts-tick", "n_intervals"),
    State("accounts-address", "data"),
    prevent_initial_call=True,
)
@private
def refresh(_: int, search: str) -> list[Children]:
    """The figures of the moment."""
    accounts = _ask(Query.of_address(search)).accounts
    return in_order(
        ctx.outputs_list, {name: part for item in accounts for name, part in account_parts(item).items()}
    )


def _ask(query: Query) -> Overview:
    scope = scope_of(query)
    return services().performance.overview(scope.period, query.currency, query.zone, scope.ids)
