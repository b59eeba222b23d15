"""Where the result came from: trades by hour, month, symbol and duration, and accounts by metric."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from dash import Input, Output, State, callback, dcc, html, register_page
from dash.exceptions import PreventUpdate

from components import moment
from components.card import card
from components.first_run import first_run
from components.heatmap_chart import extremes, heatmap_chart, heatmap_key
from components.heatmap_choice import Choice, choice_row, metric_menu
from components.heatmap_view import accounts_view, first_rows, trades_view, without_empty_end
from components.page_header import action_button, action_link, page_header
from components.states import empty_state, nothing_here
from components.toast import toast
from dashboard.attachment import attachment
from dashboard.context import services
from dashboard.heatmap_query import ACCOUNTS, PATH, HeatmapQuery
from dashboard.query import Query
from dashboard.scope import Scope, days_shown, scope_of
from dashboard.theme import look
from dashboard.view import page
from services.comparison.matrix import CELL_METRICS, FEW
from services.errors import ServiceError
from services.heatmap_files import account_file, matrix_file
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
    extras = [dcc.Store(id="heatmap-address", data=chosen.href(query)), dcc.Download(id="heatmap-file")]
    return html.Div([*body, *extras], className="rows")


@callback(
    Output("heatmap-file", "data"),
    Output("toasts", "children", allow_duplicate=True),
    Input("heatmap-csv", "n_clicks"),
    State("heatmap-address", "data"),
    prevent_initial_call=True,
)
def download(clicks: int | None, address: str) -> tuple[dict[str, Any] | None, Component]:
    """The whole heatmap as a file, nothing folded."""
    if not clicks:
        raise PreventUpdate
    search = address.partition("?")[2]
    try:
        return _attachment(Query.of_address(search), HeatmapQuery.of_address(search))
    except ServiceError as error:
        return None, toast(str(error), failed=True)


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
    header, choices = _header(scope, query, matrix.terms.currency), _choices(query, chosen)
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
    return [header, choices, card(title, chart, note=heatmap_key(view))]


def _accounts(scope: Scope, query: Query, chosen: HeatmapQuery) -> list[Component]:
    matrix = compare(scope, query, chosen)
    header, choices = _header(scope, query, matrix.terms.currency), _choices(query, chosen)
    view = accounts_view(matrix, unique_names(matrix.accounts))
    shown = first_rows(view, MOST_ACCOUNTS)
    rest = len(view.rows) - len(shown.rows)
    more = f" {rest} more accounts are in the file." if rest else ""
    few = f"Slanted and paler: fewer than {FEW} observations."
    summary = f"Metrics of {len(view.rows)} accounts; colors compare within a column only. {few}{more}"
    chart = heatmap_chart("heatmap", shown, look(), summary)
    return [header, choices, card("Accounts by metric", chart, note=heatmap_key(shown))]


def _header(scope: Scope, query: Query, currency: str) -> Component:
    days = days_shown(query, scope.period.start, scope.period.end, scope.zone, None)
    line = f"{scope.title} in {currency} · {days}, {_clock(scope)} · closed trades after costs"
    return page_header("Heatmaps", line, action_button("CSV", "heatmap-csv", "filetype-csv"))


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


def _attachment(query: Query, chosen: HeatmapQuery) -> tuple[dict[str, Any], Component]:
    scope = scope_of(query)
    if chosen.dimension == ACCOUNTS:
        found = compare(scope, query, chosen)
        file = account_file(found, unique_names(found.accounts), chosen.dimension, "csv")
    else:
        name = f"{chosen.metric}_{chosen.dimension}"
        file = matrix_file(ask(scope, query, chosen), name, "csv")
    return attachment(file), toast(f"{file.filename} is ready.")
