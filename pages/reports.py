"""Files to hand on: a report, its days and its format, how it looks, and the files that were made."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from dash import dcc, html, register_page

from components import moment
from components.card import card
from components.export_table import export_table
from components.first_run import first_run
from components.heatmap_choice import Choice, choice_row
from components.page_header import action_button, page_header
from components.report_choice import format_cards, report_cards, rows_words
from components.report_menu import card_file
from dashboard.context import services
from dashboard.query import Query
from dashboard.report_callbacks import MOST_SHOWN, cancel, follow, generate, preview, states_of
from dashboard.report_query import PATH, ReportQuery, file_address, report_periods
from dashboard.scope import days_shown, scope_of
from dashboard.view import page
from services.exports import formats
from services.reports import reports
from services.tax_years import year_to_file

if TYPE_CHECKING:
    from dash.development.base_component import Component

    from dashboard.scope import Scope

register_page(  # type: ignore[no-untyped-call]
    __name__,
    path=PATH,
    name="Reports",
    title="Reports · Performance Tracker",
    order=68,
    icon="file-earmark-text",
    group="Files",
    key="e",
)
TICK_MILLISECONDS = 2_000
__all__ = ["cancel", "follow", "generate", "layout", "preview"]  # the callbacks come with the page


@page
def layout(**values: str) -> Component:
    """The page; accounts, period, report and format come from the query string."""
    query, chosen = Query.read(values), ReportQuery.read(values)
    scope = scope_of(query)
    if not scope.accounts:
        return first_run()
    made = services().export_history.all(MOST_SHOWN)
    files = html.Div(export_table(made, datetime.now(UTC)), id="reports-files")
    list_file = card_file(file_address(query, "care", part="files"), "The list of files")
    return html.Div(
        [
            _header(scope, query, chosen),
            *_choices(scope, query, chosen),
            html.Div(id="reports-preview", tabIndex=-1),
            card("Files", files, note="kept for 90 days", file=list_file),
            dcc.Store(id="reports-address", data=chosen.href(query)),
            dcc.Store(id="reports-states", data=states_of(made)),
            dcc.Interval(id="reports-tick", interval=TICK_MILLISECONDS),
        ],
        className="rows",
    )


def _header(scope: Scope, query: Query, chosen: ReportQuery) -> Component:
    days = days_shown(query, scope.period.start, scope.period.end, scope.zone, None)
    what = f"{days}, {moment.zone_name(scope.zone)} days"
    if chosen.tax_year is not None:
        what = f"tax year {chosen.tax_year}"
    line = f"{scope.title} · {what} · files to hand on"
    return page_header(
        "Reports",
        line,
        action_button("Preview", "reports-look", "eye"),
        action_button("Generate", "reports-generate", "file-earmark-arrow-down", primary=True),
    )


def _choices(scope: Scope, query: Query, chosen: ReportQuery) -> list[Component]:
    kinds = formats(chosen.report)
    known = sorted(reports(), key=lambda report: report.label.casefold())
    own = [ReportQuery(report.name, chosen.format).href(query) for report in known]
    ways = [replace(chosen, format=kind.name).href(query) for kind in kinds]
    rows, words = _rows(scope, query, chosen)
    return [
        html.Div(_stretch(scope, query, chosen), className="choices-bar"),
        card("Report", report_cards(known, chosen.report, own), note=chosen.only),
        card("Format", format_cards(kinds, chosen.format, ways, rows), note=words),
    ]


def _stretch(scope: Scope, query: Query, chosen: ReportQuery) -> Component:
    """The days to choose from; of a report by tax year, the years."""
    if (shown := chosen.tax_year) is not None:
        years = sorted({*services().tax_years.years(), year_to_file(), shown}, reverse=True)
        links = [Choice(str(year), chosen.of_year(year).href(query), year == shown) for year in years]
        return choice_row("Tax year", links)
    periods = [
        Choice(label, chosen.href(other), other.period == query.period)
        for label, other in report_periods(query, scope.zone, datetime.now(UTC))
    ]
    return choice_row("Days", periods)


def _rows(scope: Scope, query: Query, chosen: ReportQuery) -> tuple[int, str]:
    """How long the report is about, and what lies in its days; of a tax year that is not told before."""
    trades = services().trade_books.book(scope.ids, scope.period, query.currency, query.zone).trades
    rows = int(trades.net.size)
    return rows, "" if chosen.tax_year is not None else rows_words(rows)
