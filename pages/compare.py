"""Which accounts are better, and how sure that is: places, growth, what moves together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from dash import html, register_page

from components import format as fmt
from components import moment
from components.beside_table import beside_card
from components.card import card
from components.chart import chart
from components.compare_figure import GrowthLine, growth_figure, growth_lines, growth_table
from components.compare_table import MOST_ROWS, compare_table, verdict
from components.compare_views import components_view, correlation_view, months_view, word
from components.first_run import first_run
from components.heatmap_chart import heatmap_chart, heatmap_key
from components.page_header import page_header
from components.report_menu import card_file, report_menu
from components.states import nothing_here
from dashboard.beside import choices, chosen
from dashboard.context import services
from dashboard.query import Query
from dashboard.report_query import file_address, report_links
from dashboard.scope import scope_of
from dashboard.theme import look
from dashboard.view import page
from services.compared import MOST_DRAWN
from services.compared_beside import compared_beside
from services.comparison.weights import COMPONENTS

if TYPE_CHECKING:
    from dash.development.base_component import Component

    from dashboard.scope import Scope
    from services.compared_beside import ComparedBeside
    from services.comparing import Comparison

register_page(  # type: ignore[no-untyped-call]
    __name__,
    path="/compare",
    name="Ranking",
    title="Ranking · Performance Tracker",
    order=60,
    icon="bar-chart-steps",
    group="Compare",
    key="r",
)


@page
def layout(**values: str) -> Component:
    """The page; accounts, period, currency and zone come from the query string."""
    query = Query.read(values)
    scope = scope_of(query)
    if not scope.accounts:
        return first_run()
    found = _ask(scope, query)
    laid, problem = _laid(scope, query, found)
    file = file_address(query, "comparison", part="beside")
    beside = beside_card(found, laid, choices(query), problem, file)
    parts = [_header(found, query), _ranking(found, query), *_charts(found, laid, query), beside]
    return html.Div(parts, className="rows")


def _ask(scope: Scope, query: Query) -> Comparison:
    return services().comparing.compare(scope.ids, scope.period, query.currency, query.zone)


def _laid(scope: Scope, query: Query, found: Comparison) -> tuple[ComparedBeside | None, str]:
    accounts = [account.id for account in scope.accounts]
    benchmark, problem = chosen(query, accounts, found.terms.zone)
    return None if benchmark is None else compared_beside(found, benchmark), problem


def _header(found: Comparison, query: Query) -> Component:
    weights = ", ".join(f"{word(name).lower()} {100 * found.weights.share(name):.0f}" for name in COMPONENTS)
    span = "no day in common"
    if found.common is not None:
        days = moment.days(found.common.start, found.common.end, found.terms.zone)
        span = f"the days all have: {days}, {moment.zone_name(found.terms.zone)} time"
    count = len(found.ranked)
    accounts = f"{fmt.count(count)} account{'' if count == 1 else 's'}"
    line = f"{accounts} · {span} · returns on capital · score: {weights}"
    menu = report_menu(report_links(query, "comparison"))
    return page_header("Ranking", line, menu)


def _file(query: Query, part: str, title: str) -> Component:
    return card_file(file_address(query, "comparison", part=part), title)


def _ranking(found: Comparison, query: Query) -> Component:
    rest = len(found.rows) - MOST_ROWS
    more = html.P(f"{rest} more accounts are in the file.", className="quiet-line") if rest > 0 else None
    money = html.P(found.not_added, className="quiet-line") if found.not_added else None
    table = compare_table(found, query.without_accounts().search)
    title, words = "Accounts by score", html.P(verdict(found), className="verdict")
    return card(title, table, words, more, money, file=_file(query, "accounts", title))


def _charts(found: Comparison, laid: ComparedBeside | None, query: Query) -> list[Component]:
    ranked = found.ranked
    if not ranked:
        return [card("Growth of 100", nothing_here("No day is common to these accounts.", "calendar-x"))]
    lines = growth_lines(ranked) + ([] if laid is None else [GrowthLine(laid.chosen.name, laid.index)])
    words = ", ".join(f"{one.name} {100 * one.index[-1]:.1f}" for one in lines)
    growth = chart(
        "growth",
        growth_figure(found.day, lines, look()),
        f"What 100 became: {words}.",
        growth_table(found.day, lines),
        size="tall",
    )
    note = "flow-neutral, drawdown beneath" + (f", best {MOST_DRAWN}" if len(ranked) > MOST_DRAWN else "")
    file = _file(query, "growth_by_day", "Growth of 100 by day")
    pairs = (
        [card("Growth of 100", growth, note=note, file=file), _months(found, query)],
        [_components(found, query), _together(found, query)],
    )
    return [html.Div(pair, className="compare-charts") for pair in pairs]


def _months(found: Comparison, query: Query) -> Component:
    view = months_view(found)
    summary = f"Flow-neutral returns of the last {len(view.columns)} months, each beside its number of days."
    chart = heatmap_chart("months", view, look(), summary)
    file = _file(query, "months", "Return by account and month")
    return card("Account × month", chart, note="return, days in the cell's tooltip", file=file)


def _together(found: Comparison, query: Query) -> Component:
    title = "Correlation of daily returns"
    if len(found.ranked) < 2 or found.correlation.reason:  # noqa: PLR2004 - a pair
        return card(title, nothing_here(found.correlation.reason or "It takes two accounts.", "diagram-2"))
    view = correlation_view(found)
    mean = found.correlation.average
    summary = f"Over {found.correlation.n} days; the mean of all pairs is {fmt.number(mean, 2)}."
    drawn, file = heatmap_chart("correlation", view, look(), summary), _file(query, "correlation", title)
    return card(title, drawn, note="from −1 to +1", file=file)


def _components(found: Comparison, query: Query) -> Component:
    view = components_view(found, found.ranked[:MOST_ROWS])
    summary = "Each component from 0 to 100; 50 stands for nothing gained and nothing known."
    best = int(np.argmax(view.values.mean(axis=0)))
    summary += f" Strongest on average: {word(COMPONENTS[best]).lower()}."
    title = "What the scores are made of"
    drawn, file = heatmap_chart("components", view, look(), summary), _file(query, "components", title)
    return card(title, drawn, note=heatmap_key(view), file=file)
