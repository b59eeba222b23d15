"""All accounts: what they made, their joint equity, and what needs attention."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import ALL, Input, Output, State, callback, ctx, dcc, html, register_page

from components import format as fmt
from components import moment
from components.account_table import account_parts, account_table
from components.attributes import attributes
from components.card import card
from components.equity_chart import equity_chart, equity_key
from components.equity_figure import main_word
from components.first_run import first_run
from components.icon import icon
from components.kpi import Kpi, kpi_parts, kpi_row, metric_kpi, plain_kpi
from components.live import in_order
from components.notices import notice_list
from components.page_header import action_link, page_header
from components.report_menu import card_file, report_menu
from components.states import nothing_here
from dashboard.context import services
from dashboard.query import Query
from dashboard.report_query import file_address, report_links
from dashboard.scope import days_shown, scope_of
from dashboard.theme import look
from dashboard.view import page, private
from services.calc.money import currency_digits
from services.calc.period import as_datetime

if TYPE_CHECKING:
    from dash.development.base_component import Component

    from components.attributes import Children
    from services.answers import Overview

register_page(  # type: ignore[no-untyped-call]
    __name__,
    path="/",
    name="Overview",
    title="Overview · Performance Tracker",
    order=10,
    icon="speedometer2",
    group="",
    key="h",
)
MOST_KPIS = 6
LABELS = ("Net profit", "Return", "Win rate", "Profit factor", "Sharpe", "Max drawdown")
TICK_MILLISECONDS = 15_000


@page
def layout(**values: str) -> Component:
    """The page; accounts, period, currency and zone come from the query string."""
    query = Query.read(values)
    answer = ask(query)
    if not answer.accounts:
        return first_run()
    return html.Div(
        [
            _header(answer, query),
            kpi_row(kpis(answer), "overview"),
            html.Div(
                [_equity(answer, query), _attention(answer, query)], className="columns two-one stretch"
            ),
            _accounts(answer, query),
            dcc.Store(id="overview-address", data=query.search),
            dcc.Interval(id="overview-tick", interval=TICK_MILLISECONDS),
        ],
        className="rows",
        **attributes(data_tick="overview-tick"),
    )


@callback(
    Output({"type": "overview-live", "name": ALL}, "children"),
    Input("overview-tick", "n_intervals"),
    State("overview-address", "data"),
    prevent_initial_call=True,
)
@private
def refresh(_: int, search: str) -> list[Children]:
    """The figures of the moment; charts stay as they are."""
    return in_order(ctx.outputs_list, moving(ask(Query.of_address(search))))


def moving(answer: Overview) -> dict[str, Children]:
    """The figures that move, by name."""
    parts = [*map(kpi_parts, kpis(answer)), *map(account_parts, answer.accounts)]
    return {name: part for found in parts for name, part in found.items()}


def ask(query: Query) -> Overview:
    """The answer that the page arranges."""
    scope = scope_of(query)
    return services().performance.overview(scope.period, query.currency, query.zone, scope.ids)


def kpis(answer: Overview) -> list[Kpi]:
    """The key figures, with costs and flows told where they belong."""
    if not answer.figures:
        return [plain_kpi(label, fmt.UNDEFINED, answer.not_added, tone="faint") for label in LABELS]
    digits = currency_digits(answer.currency)
    notes = {
        "net_profit": f"after {fmt.money(abs(answer.costs), digits)} of costs",
        "total_return_twr": f"{fmt.count(answer.flows)} flows left out",
    }
    return [
        metric_kpi(
            value, answer.currency, digits, note=notes.get(value.metric.name, "") if value.is_defined else ""
        )
        for value in answer.figures[:MOST_KPIS]
    ]


def _accounts(answer: Overview, query: Query) -> Component:
    rows = account_table(answer.accounts, _keep(query), scope="overview")
    file = card_file(file_address(query, "accounts", part="accounts"), "Accounts as they stand now")
    note, table = _together(answer, query), html.Div(rows, className="account-rows")
    return card("Accounts", table, note=note, file=file)


def _together(answer: Overview, query: Query) -> list[object]:
    """How many accounts are listed, and the way to the page that shows them as one."""
    count = fmt.count(len(answer.accounts))
    if query.accounts:
        return [f"{count} · sorted by return"]
    link = html.A("as one account", href=query.href(f"/groups/{query.group or 'all'}"), className="in-text")
    return [f"{count} · sorted by return · ", link]


def _keep(query: Query) -> str:
    return query.without_accounts().search


def _header(answer: Overview, query: Query) -> Component:
    count = len(answer.accounts)
    accounts = f"{fmt.count(count)} account{'' if count == 1 else 's'} in {answer.currency}"
    curve = answer.curve
    first = as_datetime(curve.time[0]) if curve is not None and curve.time.size else None
    last = max(item.pnl.state.time for item in answer.accounts)
    days = days_shown(query, answer.period_start or first, answer.period_end, answer.zone, last)
    line = f"{accounts} · {days}, {moment.zone_name(answer.zone)} days"
    return page_header(
        "Overview",
        line,
        report_menu(report_links(query, "performance")),
        action_link("Trades", query.href("/trades"), "list-ul"),
        action_link("Import report", "/import", "upload", primary=True),
    )


def _equity(answer: Overview, query: Query) -> Component:
    if answer.curve is None or not answer.curve.time.size:
        reason = answer.not_added or "No deal lies in this period; choose a longer one."
        return card("Equity, all accounts", nothing_here(reason, "graph-up"))
    chart = equity_chart("overview", answer.curve, answer.zone, look())
    file = card_file(file_address(query, "performance", part="equity_curve"), "Equity, balance and drawdown")
    return card(f"{main_word(answer.curve)}, all accounts", chart, note=equity_key(answer.curve), file=file)


def _attention(answer: Overview, query: Query) -> Component:
    warning = (
        html.P([icon("info-circle"), " ", answer.not_added], className="aside-note")
        if answer.not_added
        else None
    )
    notices = notice_list(answer.notices, _keep(query))
    return card("Needs attention", notices, warning, note=fmt.count(len(answer.notices)))
