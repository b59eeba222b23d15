"""The result day by day: a year, a month, a week, a day and its trades."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dash import html, register_page

from components import moment
from components.calendar_figures import calendar_kpis
from components.calendar_grid import month_grid, week_table, year_grid
from components.calendar_trades import MOST_ROWS, day_trades
from components.card import card
from components.first_run import first_run
from components.heatmap_choice import Choice, choice_row
from components.icon import icon
from components.kpi import kpi_row
from components.page_header import action_link, page_header
from components.report_menu import card_file, report_menu
from components.states import nothing_here
from dashboard.calendar_query import PATH, CalendarQuery, calendar_href
from dashboard.context import services
from dashboard.query import Query
from dashboard.report_query import file_address, report_links
from dashboard.scope import Scope, scope_of
from dashboard.view import page
from services.comparison.calendar import Stretch, View, months_of, stretch_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from dash.development.base_component import Component

    from services.calendars import Calendar

register_page(  # type: ignore[no-untyped-call]
    __name__,
    path=PATH,
    name="Calendar",
    title="Calendar · Performance Tracker",
    order=50,
    icon="calendar3",
    group="",
    key="c",
)


@page
def layout(**values: str) -> Component:
    """The page; accounts, currency, zone, view and day come from the query string."""
    query, chosen = Query.read(values), CalendarQuery.read(values)
    scope = scope_of(query)
    if not scope.accounts:
        return first_run()
    answer = ask(scope, query, chosen)
    return html.Div(
        [
            _header(answer, scope, query),
            _moves(answer, query),
            kpi_row(calendar_kpis(answer), "calendar"),
            _body(answer, query, scope),
        ],
        className="rows calendar-page",
    )


def ask(scope: Scope, query: Query, chosen: CalendarQuery) -> Calendar:
    """The days that the page arranges."""
    calendars = services().calendars
    last = None if chosen.day else calendars.last_day(scope.ids, query.zone)
    stretch = chosen.stretch(query, scope.period, scope.zone, last)
    return calendars.calendar(stretch, scope.ids, query.currency, query.zone)


def named(stretch: Stretch) -> str:
    """The days of a stretch in words."""
    first, last = stretch.first, stretch.last
    if stretch.view is View.YEAR:
        return f"{first:%Y}"
    if stretch.view is View.MONTH:
        return f"{first:%B %Y}"
    if stretch.view is View.DAY:
        return f"{first:%A}, {first.day} {first:%B %Y}"
    start = f"{first.day} {first:%b %Y}" if first.year != last.year else f"{first.day} {first:%b}"
    return f"Week {last.isocalendar().week}, {start} – {last.day} {last:%b %Y}"


def _header(answer: Calendar, scope: Scope, query: Query) -> Component:
    zone = moment.zone_name(answer.terms.zone)
    line = f"{scope.title} in {answer.terms.currency} · trades by the day they were closed, {zone} days"
    links = report_links(_shown(answer.stretch, query), "calendar")
    return page_header("Calendar", line, report_menu(links), aside=named(answer.stretch))


def _shown(stretch: Stretch, query: Query) -> Query:
    """The days shown as the period of an address."""
    return replace(query, period=f"{stretch.first.isoformat()}..{stretch.last.isoformat()}")


def _moves(answer: Calendar, query: Query) -> Component:
    """Before, after, and how much is shown."""
    stretch = answer.stretch
    inside = _anchor(answer)
    views = [
        Choice(view.value.capitalize(), calendar_href(query, stretch_of(view, inside)), view is stretch.view)
        for view in View
    ]
    before, after = stretch.previous, stretch.following
    steps = [_step(before, query, "chevron-left", "previous"), _step(after, query, "chevron-right", "next")]
    return html.Div(
        [choice_row("View", views), html.Div(steps, className="calendar-steps")], className="choices-bar"
    )


def _anchor(answer: Calendar) -> date:
    """The day that a narrower view opens at: the last one with trades, else the first shown."""
    active = [day.day for day in answer.span.days if day.tally.trades]
    return active[-1] if active else answer.stretch.first


def _step(stretch: Stretch, query: Query, symbol: str, step: str) -> Component:
    parts = [icon(symbol), html.Span(named(stretch))]
    look = "button" if step == "previous" else "button step-next"
    return html.A(
        parts if step == "previous" else parts[::-1],
        href=calendar_href(query, stretch),
        className=look,
        rel="prev" if step == "previous" else "next",
    )


def _body(answer: Calendar, query: Query, scope: Scope) -> Component:
    if answer.stretch.view is View.DAY:
        return _day(answer, query, scope)
    days, terms = answer.span.days, answer.terms
    day, week, month = (_leads(query, view) for view in (View.DAY, View.WEEK, View.MONTH))
    if answer.stretch.view is View.YEAR:
        return year_grid(months_of(days), terms, day_leads=day, month_leads=month)
    title = named(answer.stretch)
    file = card_file(file_address(_shown(answer.stretch, query), "calendar", part="days"), f"{title} by day")
    if answer.stretch.view is View.WEEK:
        return card("Days", week_table(answer.span, terms, day), note=title, file=file)
    grid = month_grid(days, terms, day_leads=day, week_leads=week)
    return card(title, grid, note="a week counts its days of this month", file=file)


def _day(answer: Calendar, query: Query, scope: Scope) -> Component:
    rows = services().performance.trades(scope.ids, answer.period, query.zone)[::-1]
    if not rows:
        return card("Trades", nothing_here("No trade was closed on this day.", "calendar3"))
    shown = _shown(answer.stretch, query)
    link = action_link("Open in Trades", shown.href("/trades"), "list-ul")
    file = card_file(file_address(shown, "trades"), f"Trades of {named(answer.stretch)}")
    note = f"the first {MOST_ROWS} of {len(rows)}" if len(rows) > MOST_ROWS else f"{len(rows)}"
    foot = html.Div(link, className="card-body-pad")
    return card("Trades", day_trades(rows, answer.terms.zone), foot, note=note, file=file)


def _leads(query: Query, view: View) -> Callable[[date], str]:
    return lambda day: calendar_href(query, stretch_of(view, day))
