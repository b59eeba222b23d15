"""The calendar on a page: days as links with their result in words, colored in steps, hidden when asked."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from components import format as fmt
from components.calendar_grid import month_grid, week_table, year_grid
from components.calendar_trades import day_trades
from services.comparison.calendar import Day, View, calendar_days, months_of, span_of, stretch_of
from services.comparison.day_sums import day_sums
from services.comparison.matrix import Terms
from tests.components.reading import looks, named, words
from tests.components.samples import trade_row

TERMS = Terms("USD", 2, "UTC")


def days_of(view: View) -> tuple[Day, ...]:
    local = np.array(["2026-11-02T10:00", "2026-11-02T11:00", "2026-11-03T09:00"], dtype="datetime64[us]")
    sums = day_sums(local, np.array([1234.5, 1, -50.25]), np.array([123_450, 100, -5_025]))
    stretch = stretch_of(view, date(2026, 11, 3))
    return calendar_days(stretch, sums, 2, {date(2026, 11, 2): 0.0123}, has_money=True)


def leads(day: date) -> str:
    return f"/to/{day}"


def test_a_month_has_every_day_and_a_sum_for_every_week() -> None:
    shown = month_grid(days_of(View.MONTH), TERMS, day_leads=leads, week_leads=lambda day: f"/week/{day}")
    links = [link.href for link in named(shown, "A")]
    assert sum(link.startswith("/to/") for link in links) == 30
    assert sum(link.startswith("/week/") for link in links) == 6
    assert words(shown).count("+1,235.50") == 1
    assert "+1,185.25" in words(shown)
    assert "2 trades · 100\u202f% · +1.23\u202f%" in words(shown)
    assert looks(shown) >= {"gain-5", "drop-5"} - {"drop-5"}
    assert all(len(named(row, "Td")) + len(named(row, "Th")) == 8 for row in named(shown, "Tr"))


def test_a_day_says_its_weekday_and_month_to_those_who_hear_it() -> None:
    shown = month_grid(days_of(View.MONTH), TERMS, day_leads=leads, week_leads=leads)
    monday = next(link for link in named(shown, "A") if getattr(link, "data-day", "") == "2026-11-02")
    assert "Monday" in words(monday)
    assert "November" in words(monday)
    assert monday.title == "Monday, 2 November 2026: +1,235.50 USD, 2 trades, won 100\u202f%"


def test_a_year_has_twelve_months_with_their_sums() -> None:
    shown = year_grid(months_of(days_of(View.YEAR)), TERMS, day_leads=leads, month_leads=lambda _: "/month")
    assert len(named(shown, "Table")) == 12
    assert [link.href for link in named(shown, "A")].count("/month") == 12
    assert sum(str(link.href).startswith("/to/") for link in named(shown, "A")) == 365
    assert "+1,185.25" in words(shown)


def test_a_week_lists_its_days_and_their_sum() -> None:
    shown = words(week_table(span_of(days_of(View.WEEK)), TERMS, leads))
    assert "Tue 3 Nov" in shown
    assert "−50.25" in shown
    assert "+1,185.25" in shown


@pytest.mark.parametrize("view", [View.YEAR, View.MONTH])
def test_hidden_amounts_are_nowhere_in_it(view: View) -> None:
    with fmt.amounts(hidden=True):
        days = days_of(view)
        shown = (
            year_grid(months_of(days), TERMS, day_leads=leads, month_leads=leads)
            if view is View.YEAR
            else month_grid(days, TERMS, day_leads=leads, week_leads=leads)
        )
    text = words(shown) + " ".join(str(link.title) for link in named(shown, "A") if hasattr(link, "title"))
    assert fmt.HIDDEN in text
    assert "1,235" not in text
    assert "1.2K" not in text


def test_the_trades_of_a_day_have_their_time_and_currency() -> None:
    shown = words(day_trades([trade_row(1, "10.00")], "UTC"))
    assert "12:00:00" in shown
    assert "+9.20 USD" in shown
