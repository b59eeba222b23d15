"""Where the result came from: trades by hour, month, symbol and duration, and accounts by metric."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dash import html, register_page

from components import moment
from components.card import card
from components.first_run import first_run
from components.heatmap_chart import extremes, heatmap_chart, heatmap_key
from components.heatmap_choice import Choice, choice_row, metric_menu
from components.heatmap_view import accounts_view, first_rows, trades_view, without_empty_end
from components.page_header import action_link, page_header
from components.report_menu import card_file, report_menu
from components.states import empty_state, nothing_here
from dashboard.context import services
from dashboard.heatmap_query import ACCOUNTS, PATH, HeatmapQuery
from dashboard.query import Query
from dashboard.report_query import file_address, report_links
from dashboard.scope import Scope, days_shown, scope_of
from dashboard.theme import look
from dashboard.view import page
from services.comparison.matrix import CELL_METRICS, FEW
from services.heatmaps import Dimension, comparable, unique_names
from services.metrics import Family, find_metric

if TYPE_CHECKING:
    from dash.development.base_component import Component

    from services.comparison.account_metric import AccountMatrix
    from services.comparison.matrix import Matrix

register_page(  # type: ignore[no-untyped-call]
    __name__,
    path=PATH,
    name="Heatmaps",
    title="Heatmaps · Performance Tracker",
    order=62,
    icon="grid-3x3-gap",
    group="Compare",
    key="m",
)
TITLES = {
    "hour_weekday": "Weekday × hour",
    "month_year": "Month × year",
    "symbol_account": "Symbol × account",
    "symbol_weekday": "Symbol × weekday",
    "duration_outcome": "Duration × outcome",
    ACCOUNTS: "Account × metric",
}
LABELS = {"expectancy": "Average trade", "total_trades": "Trades"}
MOST_LABELS, MOST_ACCOUNTS = 40, 100
WEEK = Dimension.HOUR_WEEKDAY.value
LYING = frozenset({WEEK, Dimension.MONTH_YEAR.value})


@page
def layout(**values: str) -> Component:
    """The page; accounts, period, currency, zone, dimension and metric come from the query string."""
    query, chosen = Query.read(values), HeatmapQuery.read(values)
    scope = scope_of(query)
    if not scope.accounts:
        return first_run()
    body = _accounts(scope, query, chosen) if chosen.dimension == ACCOUNTS else _trades(scope, query, chosen)
    return html.Div(body, className="rows")


def ask(scope: Scope, query: Query, chosen: HeatmapQuery, *, most: int | None = None) -> Matrix:
    """The matrix of trades that the page arranges."""
    dimension = Dimension(chosen.dimension)
    return services().heatmaps.matrix(
        dimension, chosen.metric, scope.ids, scope.period, query.currency, query.zone, most=most
    )


def compare(scope: Scope, query: Query, chosen: HeatmapQuery) -> AccountMatrix:
    """The metrics of accounts that the page arranges."""
    return services().heatmaps.accounts(chosen.metrics, scope.ids, scope.period, query.currency, query.zone)


def _trades(scope: Scope, query: Query, chosen: HeatmapQuery) -> list[Component]:
    matrix = ask(scope, query, chosen, most=MOST_LABELS)
    header, choices = _header(scope, query, chosen, matrix.terms.currency), _choices(query, chosen)
    if not matrix.counts[-1, -1]:
        return [header, choices, _no_trades(query, chosen)]
    view = trades_view(matrix, lying=chosen.dimension in LYING)
    view = without_empty_end(view) if chosen.dimension == WEEK else view
    title = f"{LABELS.get(matrix.metric.name, matrix.metric.label)} by {TITLES[chosen.dimension].lower()}"
    if matrix.reason:
        return [header, choices, card(title, nothing_here(matrix.reason, "currency-exchange"))]
    few = " Slanted and paler: fewer than five trades." if view.small[view.counts > 0].any() else ""
    summary = f"{title}, trades by their exit time, {_clock(scope)}. {extremes(view)}{few}"
    chart = heatmap_chart("heatmap", view, look(), summary)
    return [header, choices, card(title, chart, note=heatmap_key(view), file=_file(title, query, chosen))]


def _accounts(scope: Scope, query: Query, chosen: HeatmapQuery) -> list[Component]:
    matrix = compare(scope, query, chosen)
    header, choices = _header(scope, query, chosen, matrix.terms.currency), _choices(query, chosen)
    view = accounts_view(matrix, unique_names(matrix.accounts))
    shown = first_rows(view, MOST_ACCOUNTS)
    rest = len(view.rows) - len(shown.rows)
    more = f" {rest} more accounts are in the file." if rest else ""
    few = f"Slanted and paler: fewer than {FEW} observations."
    summary = f"Metrics of {len(view.rows)} accounts; colors compare within a column only. {few}{more}"
    chart = heatmap_chart("heatmap", shown, look(), summary)
    title = "Accounts by metric"
    return [header, choices, card(title, chart, note=heatmap_key(shown), file=_file(title, query, chosen))]


def _file(title: str, query: Query, chosen: HeatmapQuery) -> Component:
    """What makes a file of every cell, nothing folded."""
    return card_file(file_address(query, "heatmap", part="cells", **chosen.options), title)


def _header(scope: Scope, query: Query, chosen: HeatmapQuery, currency: str) -> Component:
    days = days_shown(query, scope.period.start, scope.period.end, scope.zone, None)
    line = f"{scope.title} in {currency} · {days}, {_clock(scope)} · closed trades after costs"
    return page_header("Heatmaps", line, report_menu(report_links(query, "heatmap", **chosen.options)))


def _clock(scope: Scope) -> str:
    return f"{moment.zone_name(scope.zone)} time"


def _choices(query: Query, chosen: HeatmapQuery) -> Component:
    dimensions = [
        Choice(title, replace(chosen, dimension=name).href(query), name == chosen.dimension)
        for name, title in TITLES.items()
    ]
    if chosen.dimension == ACCOUNTS:
        known = sorted(comparable(), key=lambda metric: list(Family).index(metric.family))
        second = metric_menu(
            [(metric, chosen.toggled(metric.name).href(query)) for metric in known],
            [find_metric(name) for name in chosen.metrics],
        )
    else:
        second = choice_row(
            "Metric",
            [
                Choice(
                    LABELS.get(name, find_metric(name).label),
                    replace(chosen, metric=name).href(query),
                    name == chosen.metric,
                )
                for name in CELL_METRICS
            ],
        )
    return html.Div([choice_row("Cells", dimensions), second], className="choices-bar")


def _no_trades(query: Query, chosen: HeatmapQuery) -> Component:
    wider = replace(query, period="all")
    return empty_state(
        "No closed trades in this period",
        "The accounts shown closed nothing in these days.",
        action_link("Show everything", chosen.href(wider), "calendar3", primary=True),
        symbol="grid-3x3-gap",
    )
