"""The live page's totals: cards of one currency, or a card for each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import html

from components import format as fmt
from components.attributes import attributes
from components.live import moving
from components.live_amounts import Amounts, Figures, by_currency

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dash.development.base_component import Component

    from components.attributes import Children
    from services.live.frame import StateFrame

MOST_CARDS = 4


def total_cards(state: StateFrame) -> Component:
    """Figures of all accounts where they share a currency, else a card for each of the first currencies."""
    currencies = by_currency(state)
    open_card = _card("Open positions", _count(state), "in all accounts shown")
    if len(currencies) == 1:
        (currency, places), *_ = currencies
        cards = [*_cards_of_one(state, currency, places), open_card]
    else:
        cards = [_card_of_many(state, *group) for group in currencies[:MOST_CARDS]] + [open_card]
    return html.Section(cards, className="kpis live-kpis", **attributes(aria_label="Totals"))


def adding_note(state: StateFrame) -> str:
    """Why there is no one total; empty when there is, or nothing to add."""
    currencies = [currency for currency, _ in by_currency(state)]
    if len(currencies) < 2:  # noqa: PLR2004 - nothing differs
        return ""
    names = f"{', '.join(currencies[:-1])} and {currencies[-1]}"
    return f"Not added up: {names} are different currencies, and a total would move with their rates."


def _cards_of_one(state: StateFrame, currency: str, places: Sequence[int]) -> list[Component]:
    sums, digits = Amounts.of(state, places), state.accounts[places[0]].digits
    figure = Figures("total", sums, digits, currency)
    percent = figure.percent()
    return [
        _card("Floating", figure.gain("floating_sum", sums.floating), "profit of open positions", currency),
        _card("Today", figure.gain("today", sums.today), [percent, " of capital"], currency),
        _card("Equity", figure.compact("equity_compact", sums.equity), "balance, credit, floating", currency),
        _card("Week, booked", figure.gain("week", sums.week), "closed since Monday", currency),
        _card("Month, booked", figure.gain("month", sums.month), "closed this month", currency),
    ]


def _card_of_many(state: StateFrame, currency: str, places: Sequence[int]) -> Component:
    sums, digits = Amounts.of(state, places), state.accounts[places[0]].digits
    figure = Figures("total", sums, digits, currency)
    note = ["today ", figure.gain("today", sums.today)]
    return _card(f"Floating, {currency}", figure.gain("floating_sum", sums.floating), note, currency)


def _card(label: str, value: Component, note: Children, unit: str = "") -> Component:
    shown = [value, html.Span(unit, className="unit")] if unit else [value]
    return html.Div(
        [
            html.Div(html.Span(label), className="kpi-label"),
            html.Div(shown, className="kpi-value"),
            html.Div(note, className="kpi-note"),
        ],
        className="kpi",
    )


def _count(state: StateFrame) -> Component:
    total = sum(value or 0 for value in state.values["open_positions"])
    return moving("total/open", fmt.count(total))
