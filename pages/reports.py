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
            _header(scope, query),
            *_choices(scope, query, chosen),
            html.Div(id="reports-preview"),
            card("Files", files, note="kept for 90 days", file=list_file),
            dcc.Store(id="reports-address", data=chosen.href(query)),
            dcc.Store(id="reports-states", data=states_of(made)),
            dcc.Interval(id="reports-tick", interval=TICK_MILLISECONDS),
        ],
        className="rows",
    )


def _header(scope: Scope, query: Query) -> Component:
    days = days_shown(query, scope.period.start, scope.period.end, scope.zone, None)
    line = f"{scope.title} · {days}, {moment.zone_name(scope.zone)} days · files to hand on"
    return page_header(
        "Reports",
        line,
        action_button("Preview", "reports-look", "eye"),
        action_button("Generate", "reports-generate", "file-earmark-arrow-down", primary=True),
    )


def _choices(scope: Scope, query: Query, chosen: ReportQuery) -> list[Component]:
    known, kinds = reports(), formats(chosen.report)
    periods = [
        Choice(label, chosen.href(other), other.period == query.period)
        for label, other in report_periods(query, scope.zone, datetime.now(UTC))
    ]
    trades = services().trade_books.book(scope.ids, scope.period, query.currency, query.zone).trades
    rows = int(trades.net.size)
    own = [ReportQuery(report.name, chosen.format).href(query) for report in known]
    ways = [replace(chosen, format=kind.name).href(query) for kind in kinds]
    return [
        html.Div(choice_row("Days", periods), className="choices-bar"),
        card("Report", report_cards(known, chosen.report, own), note=chosen.only),
        card("Format", format_cards(kinds, chosen.format, ways, rows), note=rows_words(rows)),
    ]
