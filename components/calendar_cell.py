"""What stands in a day of the calendar: its date, its result, its trades, and the color of its result."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from dash import html

from components import format as fmt
from components.attributes import attributes

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from dash.development.base_component import Component

    from services.comparison.calendar import Day, Span, Tally
    from services.comparison.matrix import Terms

    Leads = Callable[[date], str]

LEVELS = 5


def month_cell(day: Day, terms: Terms, leads: Leads) -> Component:
    """A day of the month view; *leads* says where a day's link goes."""
    return html.Td(
        html.A(
            [_date(day.day), *tally_lines(day.tally, terms)],
            href=leads(day.day),
            title=spoken(day, terms),
            className=f"day-link {level(day)}".rstrip(),
            **attributes(data_day=day.day.isoformat()),
        )
    )


def year_cell(day: Day, terms: Terms, leads: Leads) -> Component:
    """A day of the year view: its date on its color; reached by the arrow keys."""
    return html.Td(
        html.A(
            str(day.day.day),
            href=leads(day.day),
            title=spoken(day, terms),
            tabIndex=-1,
            className=f"day-square {level(day)}".rstrip(),
            **attributes(aria_label=spoken(day, terms), data_day=day.day.isoformat()),
        )
    )


def week_total(span: Span, terms: Terms, leads: Leads) -> Component:
    """The sum of a row of the month view, leading to its week."""
    word = html.Span("Week ", className="week-word")
    name: list[Component | str] = [word, str(span.last.isocalendar().week)]
    link = html.A(
        [html.Span(name, className="day-number"), *tally_lines(span.tally, terms)],
        href=leads(span.first),
        title=f"{amount_text(span.tally, terms)} {terms.currency}, {trades_text(span.tally)}",
        className="day-link week-link",
    )
    return html.Th(link, scope="row")


def _date(day: date) -> Component:
    """The number of a day; its weekday and month are in the headings, and here for those who hear them."""
    before = html.Span(f"{day:%A} ", className="visually-hidden")
    after = html.Span(f" {day:%B}", className="visually-hidden")
    return html.Span([before, str(day.day), after], className="day-number")


def tally_lines(tally: Tally, terms: Terms) -> list[Component]:
    """The result in full and in short (a phone shows the short one), and the trades behind it."""
    if not tally.trades:
        return []
    tone = fmt.tone(tally.net)
    amount = html.Span(
        [
            html.Span(amount_text(tally, terms), className="full"),
            html.Span(fmt.brief_money(tally.net, sign=True), className="brief"),
        ],
        className=f"day-amount {tone}".rstrip(),
    )
    notes = [trades_text(tally), fmt.fraction(tally.win_rate, 0)]
    if not math.isnan(tally.period_return):
        notes.append(return_text(tally))
    return [amount, html.Span(" · ".join(notes), className="day-note")]


def amount_text(tally: Tally, terms: Terms) -> str:
    """A tally's net profit."""
    return fmt.money(tally.net, terms.digits, sign=True)


def return_text(tally: Tally) -> str:
    """A tally's return."""
    return fmt.fraction(tally.period_return, sign=True)


def trades_text(tally: Tally) -> str:
    """How many trades, in words."""
    return f"{fmt.count(tally.trades)} trade{'' if tally.trades == 1 else 's'}"


def spoken(day: Day, terms: Terms) -> str:
    """A day in a sentence."""
    name = f"{day.day:%A}, {day.day.day} {day.day:%B %Y}"
    if not day.tally.trades:
        return f"{name}: no trades"
    rate = fmt.fraction(day.tally.win_rate, 0)
    return f"{name}: {amount_text(day.tally, terms)} {terms.currency}, {trades_text(day.tally)}, won {rate}"


def level(day: Day) -> str:
    """The class that colors a day: gain or loss, in five steps."""
    if math.isnan(day.intensity):
        return ""
    step = math.ceil(abs(day.intensity) * LEVELS)
    return "" if not step else f"gain-{step}" if day.intensity > 0 else f"drop-{step}"
