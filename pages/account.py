"""One account: equity and balance, every metric on both bases, open positions, and whether it reconciles."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from dash import ALL, MATCH, Input, Output, State, callback, ctx, dcc, html, register_page
from dash.exceptions import PreventUpdate

from components import format as fmt
from components import moment
from components.account_kpis import account_kpis
from components.attributes import attributes
from components.benchmark_card import benchmark_card
from components.card import card
from components.equity_chart import curve_title, equity_chart, equity_key
from components.freshness import as_of
from components.kpi import kpi_parts, kpi_row
from components.live import in_order
from components.metric_table import brief_metric_table, every_metric, metric_explanation
from components.notices import notice_list
from components.page_header import action_link, page_header
from components.panel import panel_section, section_links
from components.position_table import position_facts, position_table
from components.reconciliation_panel import import_list, reconciliation_badges, reconciliation_panel
from components.report_menu import card_file, report_menu
from components.stamp import stamp
from components.states import empty_state, nothing_here
from dashboard.account_panels import SECTIONS, Asked, panel_cards
from dashboard.beside import beside, laid_beside
from dashboard.context import services
from dashboard.panel_callbacks import fill_panels
from dashboard.prop_callbacks import assign
from dashboard.query import Query
from dashboard.report_query import file_address, report_links
from dashboard.scope import days_shown, find_account
from dashboard.theme import look
from dashboard.view import page, private
from services.calc.period import Period
from services.metrics import find_metric

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dash.development.base_component import Component

    from components.attributes import Children
    from services.answers import AccountPage
    from services.metrics import MetricValue
    from services.model import Account


def title(account_id: str = "") -> str:
    """The page's title, with the account's name."""
    accounts = services().performance.accounts()
    name = next((account.name for account in accounts if str(account.id) == account_id), "Account")
    return f"{name} · Performance Tracker"


register_page(  # type: ignore[no-untyped-call]
    __name__,
    path_template="/accounts/<account_id>",
    name="Account",
    title=title,
    order=31,
)
TICK_MILLISECONDS = 15_000
__all__ = ["assign", "fill_panels", "layout"]  # the panels' callbacks come with the page


@page
def layout(account_id: str = "", **values: str) -> Component:
    """The page of the account called *account_id*; period and zone come from the query string."""
    query = Query.read(values)
    if account_id not in {str(account.id) for account in services().performance.accounts()}:
        return _unknown(query)
    answer = ask(account_id, query)
    return html.Div(
        [
            _header(answer, query),
            kpi_row(account_kpis(answer), "account"),
            _equity(answer, query),
            _beside(answer, query),
            section_links(SECTIONS),
            *_sections(answer, query, values),
            dcc.Store(id="account-address", data=[account_id, query.search]),
            dcc.Interval(id="account-tick", interval=TICK_MILLISECONDS),
            dcc.Store(id="account-file"),
            dcc.Store(id="rules-changed"),
            dcc.Store(id="headroom-moved"),
        ],
        className="rows",
        **attributes(data_tick="account-tick"),
    )


@callback(
    Output({"type": "account-live", "name": ALL}, "children"),
    Output("account-positions", "children"),
    Input("account-tick", "n_intervals"),
    State("account-address", "data"),
    prevent_initial_call=True,
)
@private
def refresh(_: int, address: list[str]) -> tuple[list[Children], Component]:
    """The figures of the moment; the chart stays as it is."""
    account_id, search = address
    answer = ask(account_id, Query.of_address(search))
    parts = {name: part for kpi in account_kpis(answer) for name, part in kpi_parts(kpi).items()}
    return in_order(ctx.outputs_list[0], parts), positions(answer)


@callback(
    Output({"type": "explanation", "name": MATCH}, "children"),
    Input({"type": "explain", "name": MATCH}, "n_clicks"),
    State("account-address", "data"),
    prevent_initial_call=True,
)
@private
def explain(clicks: int | None, address: list[str]) -> Component:
    """How a metric was made, on both bases."""
    if not clicks:
        raise PreventUpdate
    account_id, search = address
    query, name = Query.of_address(search), ctx.triggered_id["name"].partition("/")[2]
    values = explained(find_account(account_id), name, query)
    search = replace(query, accounts=(account_id,)).search
    return metric_explanation(values, find_account(account_id).currency_digits, search)


def explained(account: Account, name: str, query: Query) -> list[MetricValue]:
    """A metric on each of its bases, beside what the address names."""
    performance, metric = services().performance, find_metric(name)
    zone = performance.zone_of([account], query.zone)
    period, aside = query.stretch(zone), beside(query, [account.id], zone)
    return [
        performance.explain(account.id, name, basis, period, query.zone, beside=aside)
        for basis in metric.bases
    ]


@callback(
    Output("every-metric", "children"),
    Input("more-metrics", "n_clicks"),
    State("account-address", "data"),
    prevent_initial_call=True,
)
@private
def show_every_metric(_: int, address: list[str]) -> Component:
    """All metrics by family, made when somebody wants to see them."""
    account_id, search = address
    answer = ask(account_id, Query.of_address(search))
    return every_metric(answer.net, answer.mt5, answer.account.currency_digits)


def ask(account_id: str, query: Query) -> AccountPage:
    """The answer that the page arranges; days are the server's unless the address names a zone."""
    performance, account = services().performance, find_account(account_id)
    zone = performance.zone_of([account], query.zone)
    aside = beside(query, [account.id], zone)
    return performance.account(account.id, query.stretch(zone), query.zone, beside=aside)


def positions(answer: AccountPage) -> Component:
    """The open positions and what they make of the balance."""
    now = datetime.now(UTC)
    at = as_of(answer.pnl, now)
    name = str(answer.account.id) if at == now else ""
    table = position_table(answer.positions, answer.account.currency_digits, at, name)
    return html.Div([table, position_facts(answer.pnl)], className="position-rows")


def _header(answer: AccountPage, query: Query) -> Component:
    account, known = answer.account, [answer.pnl.state.time, answer.last_deal]
    last = max((time for time in known if time), default=None)
    days = days_shown(query, answer.period_start or answer.first_deal, answer.period_end, answer.zone, last)
    zone = "" if answer.zone == account.server_zone else f", {moment.zone_name(answer.zone)} days"
    clock = f"Server time {moment.zone_name(account.server_zone)}"
    line = [f"{clock} · {days}{zone} · last deal ", stamp(answer.last_deal, answer.zone)]
    names = [account.login, account.margin_mode.value, account.currency]
    aside = " · ".join(name for name in names if name not in account.name)
    download = action_link("Trades and files", f"/trades?account={account.id}", "download")
    links = report_links(_own(account, query), "performance")
    badges = reconciliation_badges(answer.reconciliation)
    return page_header(account.name, line, *badges, report_menu(links), download, aside=aside)


def _sections(answer: AccountPage, query: Query, values: Mapping[str, object]) -> list[Component]:
    """The parts below the curve, each under its heading; panels are filled once the page is there."""
    titles = dict(SECTIONS)
    digits = answer.account.currency_digits
    own = _own(answer.account, query)
    metrics = card(
        "Metrics",
        brief_metric_table(answer.net, answer.mt5, digits),
        note="two bases, never mixed",
        file=card_file(file_address(own, "metrics"), "Metrics"),
    )
    known = answer.reconciliation.imports
    file = card_file(file_address(own, "reconciliation", part="imports"), "Imports") if known else None
    imports = card("Imports", import_list(known, answer.zone), note="newest first", file=file)
    now = html.Div([_positions(answer, own), *_notices(answer, query)], className="rows")
    parts: dict[str, list[Component]] = {
        "results": [_pair(*panel_cards("results", values))],
        "risk": [_pair(*panel_cards("risk", values)), *panel_cards("outlook", values)],
        "rules": panel_cards("rules", values),
        "behavior": [_pair(*panel_cards("behavior", values))],
        "metrics": [html.Div([metrics, now], className="columns even")],
        "ledger": [_pair(_reconciliation(answer, own), imports)],
    }
    return [panel_section(name, titles[name], *rows) for name, rows in parts.items()]


def _own(account: Account, query: Query) -> Query:
    """The address's state for this account alone, in its own currency, as the page shows it."""
    return replace(query, accounts=(str(account.id),), group=None, currency=None)


def _pair(*cards: Component) -> Component:
    return html.Div(list(cards), className="columns pair")


def _equity(answer: AccountPage, query: Query) -> Component:
    if not answer.curve.time.size:
        text = "No deal lies in this period; choose a longer one at the top."
        return card("Equity and balance", nothing_here(text, "graph-up"))
    falls = services().insight.drawdowns(*Asked(answer.account, query, "").about).falls
    chart = equity_chart("account", answer.curve, answer.zone, look(), falls)
    own = _own(answer.account, query)
    file = card_file(file_address(own, "performance", part="equity_curve"), "Equity, balance and drawdown")
    return html.Div(
        card(curve_title(answer.curve), chart, note=equity_key(answer.curve), file=file),
        className="equity-card",
    )


def _beside(answer: AccountPage, query: Query) -> Component:
    account = answer.account
    period = Period(answer.period_start, answer.period_end)
    days = services().performance.days(account.id, period, answer.zone)
    laid = laid_beside(query, [account.id], answer.zone, days, account.name)
    own = _own(account, query)
    return benchmark_card(laid, look(), file_address(own, "performance", part="beside"))


def _positions(answer: AccountPage, query: Query) -> Component:
    now = datetime.now(UTC)
    at, count = as_of(answer.pnl, now), fmt.count(len(answer.positions))
    note = count if at == now else [f"{count} · as of ", stamp(at, answer.zone, seconds=False)]
    file = card_file(file_address(query, "live", part="positions"), "Open positions")
    return card("Open positions", html.Div(positions(answer), id="account-positions"), note=note, file=file)


def _reconciliation(answer: AccountPage, query: Query) -> Component:
    archived = services().retention.ranges(answer.account.id, Period(answer.period_start, answer.period_end))
    panel = reconciliation_panel(answer.reconciliation, archived)
    file = card_file(file_address(query, "reconciliation", "zip"), "The reconciliation")
    return card("Reconciliation", panel, note="the ledger against the broker", file=file)


def _notices(answer: AccountPage, query: Query) -> list[Component]:
    if not answer.notices:
        return []
    return [card("Needs attention", notice_list(answer.notices, query.without_accounts().search))]


def _unknown(query: Query) -> Component:
    return empty_state(
        "No such account",
        "The address names an account that is not here; it may have been removed.",
        action_link("All accounts", query.href("/accounts"), "person-vcard", primary=True),
        symbol="question-circle",
        level=1,
    )
