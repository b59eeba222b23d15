"""The calendar as tables: twelve small months, one month by weeks, or a week by days."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import html

from components import format as fmt
from components.attributes import attributes
from components.calendar_cell import amount_text, month_cell, return_text, trades_text, week_total, year_cell
from components.table import Column, cell, plain_table
from services.comparison.calendar import DAYS_OF_WEEK, weeks_of
from services.comparison.clock import WEEKDAYS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dash.development.base_component import Component

    from components.calendar_cell import Leads
    from services.comparison.calendar import Day, Span, Tally
    from services.comparison.matrix import Terms

COLUMNS = (
    Column("Day"),
    Column("Net profit", "number"),
    Column("Trades", "number"),
    Column("Win rate", "number"),
    Column("Return", "number"),
)


def month_grid(days: Sequence[Day], terms: Terms, *, day_leads: Leads, week_leads: Leads) -> Component:
    """A month: a row for each week with the sum of its days in this month at the right."""
    head = [html.Th(name, scope="col") for name in (*WEEKDAYS, "Week")]
    rows = [
        html.Tr([*_week_cells(week, terms, day_leads), week_total(week, terms, week_leads)])
        for week in weeks_of(days)
    ]
    name = f"{days[0].day:%B %Y}, day by day"
    table = html.Table(
        [html.Thead(html.Tr(head)), html.Tbody(rows)],
        className="calendar-month",
        **attributes(aria_label=name),
    )
    return html.Div(table, className="calendar-wrap")


def year_grid(months: Sequence[Span], terms: Terms, *, day_leads: Leads, month_leads: Leads) -> Component:
    """A year: a small table for each month under its name and sum."""
    cards = [_small_month(month, terms, day_leads, month_leads) for month in months]
    return html.Div(cards, className="calendar-year")


def week_table(span: Span, terms: Terms, leads: Leads) -> Component:
    """A week: a row for each day, and their sum."""
    rows = [_row(_day_link(day, leads), day.tally, terms) for day in span.days]
    return plain_table(COLUMNS, [*rows, _row("Week", span.tally, terms)], label="The week, day by day")


def _small_month(month: Span, terms: Terms, day_leads: Leads, month_leads: Leads) -> Component:
    name = f"{month.first:%B}"
    sums = html.Span(
        amount_text(month.tally, terms) if month.tally.trades else fmt.UNDEFINED,
        className=f"month-sum {fmt.tone(month.tally.net)}".rstrip(),
        title=trades_text(month.tally),
    )
    title = html.H2(html.A(name, href=month_leads(month.first)))
    head = [html.Th(weekday[0], scope="col", title=weekday) for weekday in WEEKDAYS]
    rows = [html.Tr(_week_cells(week, terms, day_leads, is_small=True)) for week in weeks_of(month.days)]
    table = html.Table(
        [html.Thead(html.Tr(head)), html.Tbody(rows)],
        className="calendar-small",
        **attributes(aria_label=f"{month.first:%B %Y}"),
    )
    return html.Section([html.Div([title, sums], className="month-head"), table], className="card-surface")


def _week_cells(week: Span, terms: Terms, leads: Leads, *, is_small: bool = False) -> list[Component]:
    make = year_cell if is_small else month_cell
    before, after = week.first.weekday(), DAYS_OF_WEEK - 1 - week.last.weekday()
    empty = [html.Td(className="no-day") for _ in range(max(before, after))]
    return [*empty[:before], *(make(day, terms, leads) for day in week.days), *empty[:after]]


def _day_link(day: Day, leads: Leads) -> Component:
    text = f"{day.day:%a} {day.day.day} {day.day:%b}"
    return html.A(text, href=leads(day.day), className="row-name", **attributes(data_day=day.day.isoformat()))


def _row(name: Component | str, tally: Tally, terms: Terms) -> list[object]:
    if not tally.trades:
        return [name, fmt.UNDEFINED, "0", fmt.UNDEFINED, return_text(tally)]
    return [
        name,
        cell(amount_text(tally, terms), f"number strong {fmt.tone(tally.net)}".rstrip()),
        fmt.count(tally.trades),
        fmt.fraction(tally.win_rate),
        cell(return_text(tally), f"number {fmt.tone(tally.period_return)}".rstrip()),
    ]
