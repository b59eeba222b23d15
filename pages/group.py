"""Several accounts as one: totals, equity and drawdown, metrics, what each account adds, positions, flows."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from dash import ALL, MATCH, Input, Output, State, callback, ctx, dcc, html, register_page
from dash.exceptions import PreventUpdate

from components import format as fmt
from components import moment
from components.account_table import account_parts, account_table
from components.attributes import attributes
from components.benchmark_card import benchmark_card
from components.card import card
from components.equity_chart import curve_title, equity_chart, equity_key
from components.first_run import first_run
from components.flow_table import flow_table
from components.group_kpis import group_kpis
from components.kpi import kpi_parts, kpi_row
from components.live import in_order
from components.member_table import member_table
from components.metric_table import metric_explanation, metric_table
from components.page_header import action_link, page_header
from components.position_table import joint_position_table
from components.report_menu import card_file, report_menu
from components.states import empty_state, nothing_here
from dashboard.beside import beside, laid_beside
from dashboard.context import services
from dashboard.query import GROUP_PATH, Query
from dashboard.report_query import file_address, report_links
from dashboard.scope import Scope, days_shown, scope_of
from dashboard.theme import look
from dashboard.view import page, private

if TYPE_CHECKING:
    from dash.development.base_component import Component

    from components.attributes import Children
    from services.combining import CombinedPage


def title(group_id: str = "") -> str:
    """The page's title, with the group's name."""
    scope = scope_of(Query.of_place(f"{GROUP_PATH}{group_id}", None))
    return f"{scope.title} · Performance Tracker"


register_page(  # type: ignore[no-untyped-call]
    __name__,
    path_template="/groups/<group_id>",
    name="Group",
    title=title,
    order=32,
)
TICK_MILLISECONDS = 15_000


@page
def layout(group_id: str = "", **values: str) -> Component:
    """The page of a group, or of `all` accounts; period, currency and zone come from the query string."""
    place = f"{GROUP_PATH}{group_id}"
    query = Query.of_place(place, Query.read(values).search)
    scope = scope_of(query)
    if not scope.accounts:
        return first_run()
    if group_id != "all" and scope.group is None:
        return _unknown(query)
    answer = ask(query)
    together, keep = answer.together, query.without_accounts().search
    metrics = metric_table(together.net, (), together.currency_digits, "group-")
    accounts = account_table(answer.overview.accounts, keep, scope="group")
    return html.Div(
        [
            _header(answer, scope, query),
            kpi_row(group_kpis(answer), "group"),
            _equity(answer, query),
            _beside(answer, scope, query),
            _members(answer, keep, query),
            html.Div([_metrics(answer, metrics, query), _right(answer, query)], className="columns even"),
            _accounts(accounts, query),
            dcc.Store(id="group-address", data=[place, query.search]),
            dcc.Interval(id="group-tick", interval=TICK_MILLISECONDS),
            dcc.Interval(id="group-clock", interval=TICK_MILLISECONDS),
        ],
        className="rows",
        **attributes(data_tick="group-tick"),
    )


@callback(
    Output({"type": "group-live", "name": ALL}, "children"),
    Output("group-positions", "children"),
    Input("group-tick", "n_intervals"),
    Input("group-clock", "n_intervals"),
    State("group-address", "data"),
    prevent_initial_call=True,
)
@private
def refresh(_: int, __: int, address: list[str]) -> tuple[list[Children], Component]:
    """The figures of the moment; the chart stays as it is."""
    answer = ask(Query.of_place(*address))
    parts = [*map(kpi_parts, group_kpis(answer)), *map(account_parts, answer.overview.accounts)]
    named = {name: part for found in parts for name, part in found.items()}
    return in_order(ctx.outputs_list[0], named), positions(answer)


@callback(
    Output({"type": "group-explanation", "name": MATCH}, "children"),
    Input({"type": "group-explain", "name": MATCH}, "n_clicks"),
    State("group-address", "data"),
    prevent_initial_call=True,
)
@private
def explain(clicks: int | None, address: list[str]) -> Component:
    """How a metric of the accounts together was made."""
    if not clicks:
        raise PreventUpdate
    query = Query.of_place(*address)
    scope, name = scope_of(query), ctx.triggered_id["name"].partition("/")[2]
    combining = services().combining
    aside = beside(query, [account.id for account in scope.accounts], scope.zone)
    value = combining.explain(scope.ids, name, scope.period, query.currency, query.zone, beside=aside)
    digits = combining.together(scope.ids, scope.period, query.currency, query.zone).currency_digits
    return metric_explanation([value], digits, query.search)


def ask(query: Query) -> CombinedPage:
    """The answer that the page arranges."""
    scope = scope_of(query)
    aside = beside(query, [account.id for account in scope.accounts], scope.zone)
    return services().combining.page(scope.ids, scope.period, query.currency, query.zone, beside=aside)


def positions(answer: CombinedPage) -> Component:
    """The open positions of all accounts."""
    states = {item.account.id: item.pnl for item in answer.overview.accounts}
    held = [(states[account.id], position) for account, position in answer.positions]
    return joint_position_table(held, datetime.now(UTC))


def _header(answer: CombinedPage, scope: Scope, query: Query) -> Component:
    together, count = answer.together, len(scope.accounts)
    days = days_shown(
        query,
        together.period.start or answer.first_deal,
        together.period.end,
        together.zone,
        answer.last_deal,
    )
    accounts = f"{fmt.count(count)} account{'' if count == 1 else 's'} as one, in {together.currency}"
    line = f"{accounts} · {days}, {moment.zone_name(together.zone)} days"
    return page_header(
        scope.title,
        line,
        report_menu(report_links(query, "performance")),
        action_link("Compare them", query.href("/compare"), "bar-chart-steps"),
        action_link("Trades", query.href("/trades"), "list-ul"),
        aside="" if scope.group is None else "group",
    )


def _equity(answer: CombinedPage, query: Query) -> Component:
    curve = answer.together.curve
    if curve is None or not curve.time.size:
        text = answer.together.not_added or "No deal lies in this period; choose a longer one at the top."
        return card("Equity and balance", nothing_here(text, "graph-up"))
    chart = equity_chart("group", curve, answer.together.zone, look())
    file = card_file(file_address(query, "performance", part="equity_curve"), "Equity, balance and drawdown")
    return card(curve_title(curve), chart, note=equity_key(curve), file=file)


def _beside(answer: CombinedPage, scope: Scope, query: Query) -> Component:
    accounts = [account.id for account in scope.accounts]
    laid = laid_beside(query, accounts, answer.together.zone, answer.together.days, scope.title)
    return benchmark_card(laid, look(), file_address(query, "performance", part="beside"))


def _members(answer: CombinedPage, keep: str, query: Query) -> Component:
    together, name = answer.together, "What each account adds"
    if not together.members:
        return card(name, nothing_here(together.not_added, "currency-exchange"))
    table = html.Div(member_table(together, keep), className="account-rows")
    file = card_file(file_address(query, "performance", part="members"), name)
    return card(name, table, note=f"in {together.currency}; columns add up to the cent", file=file)


def _metrics(answer: CombinedPage, table: Component, query: Query) -> Component:
    if not answer.together.net:
        return card("Metrics", nothing_here(answer.together.not_added, "currency-exchange"))
    file = card_file(file_address(query, "performance", part="metrics"), "Metrics")
    return card("Metrics", table, note="all accounts as one, net of costs", file=file)


def _accounts(table: Component, query: Query) -> Component:
    file = card_file(file_address(query, "accounts", part="accounts"), "Accounts as they stand now")
    rows = html.Div(table, className="account-rows")
    return card("Accounts now", rows, note="each in its currency", file=file)


def _right(answer: CombinedPage, query: Query) -> Component:
    count = fmt.count(len(answer.positions))
    file = card_file(file_address(query, "live", part="positions"), "Open positions")
    held = card("Open positions", html.Div(positions(answer), id="group-positions"), note=count, file=file)
    paid = card(
        "Deposits and withdrawals",
        flow_table(answer.flows, answer.together.zone),
        note=f"{fmt.count(len(answer.flows))}, never profit",
        file=card_file(file_address(query, "statement", "zip"), "Deposits, withdrawals and every other deal"),
    )
    return html.Div([held, paid], className="rows")


def _unknown(query: Query) -> Component:
    return empty_state(
        "No such group",
        "The address names a group that is not here, or that has no accounts left.",
        action_link("All groups", query.without_accounts().href("/accounts"), "collection", primary=True),
        symbol="question-circle",
        level=1,
    )
