"""The live page's figures: cards of totals by currency, and a table with a line per account."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from dash import html

from components import format as fmt
from components.attributes import attributes
from components.live import moving
from components.table import Column, cell, plain_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dash.development.base_component import Component

    from components.attributes import Children
    from services.live.frame import AccountEntry, StateFrame

MOST_CARDS = 4
WIDE = "number wide-only"
COLUMNS = (
    Column("Account"),
    Column("Equity", "number"),
    Column("Floating", "number", "Profit of the open positions with their swap"),
    Column("Today", "number", "Change of equity since the day began, deposits and withdrawals left out"),
    Column("Balance", WIDE, "What is booked, without open positions"),
    Column("Week, booked", WIDE, "Net profit of the trades closed since Monday"),
    Column("Month, booked", WIDE, "Net profit of the trades closed since the month began"),
    Column("Margin level", WIDE, "Equity divided by the margin in use"),
    Column("Open", WIDE, "Open positions"),
    Column("State", WIDE),
)


@dataclass(frozen=True, slots=True)
class Amounts:
    """Values of an account, or of several in one currency added up, in minor units."""

    balance: int
    equity: int
    floating: int
    today: int
    week: int
    month: int
    realized_today: int
    open_positions: int
    day_capital: int
    margin: int | None

    @classmethod
    def of(cls, state: StateFrame, places: Iterable[int]) -> Amounts:
        """The accounts at *places* together; their margin is unknown when that of one is."""
        rows = list(places)

        def summed(name: str) -> int:
            return sum(state.values[name][place] or 0 for place in rows)

        equity = summed("balance") + summed("credit") + summed("unrealized_pnl")
        is_known = all(state.values["margin"][place] is not None for place in rows)
        return cls(
            balance=summed("balance"),
            equity=equity,
            floating=summed("unrealized_pnl"),
            today=equity - summed("day_base"),
            week=summed("realized_week"),
            month=summed("realized_month"),
            realized_today=summed("realized_today"),
            open_positions=summed("open_positions"),
            day_capital=summed("day_capital"),
            margin=summed("margin") if is_known else None,
        )


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


def live_accounts(state: StateFrame, fed: frozenset[str], keep: str = "") -> Component:
    """A line per account, then totals: of all, or of every currency that several accounts share."""
    rows: list[Children] = [
        _row(state, place, keep, is_fed=entry.id in fed) for place, entry in enumerate(state.accounts)
    ]
    for currency, places in by_currency(state):
        if len(places) > 1:
            rows.append(_total(state, currency, places))
    return plain_table(COLUMNS, rows, label="Accounts")


def adding_note(state: StateFrame) -> str:
    """Why there is no one total; empty when there is, or nothing to add."""
    currencies = [currency for currency, _ in by_currency(state)]
    if len(currencies) < 2:  # noqa: PLR2004 - nothing differs
        return ""
    names = f"{', '.join(currencies[:-1])} and {currencies[-1]}"
    return f"Not added up: {names} are different currencies, and a total would move with their rates."


def by_currency(state: StateFrame) -> list[tuple[str, tuple[int, ...]]]:
    """The places of the accounts of each currency, the commonest first."""
    places = sorted(range(len(state.accounts)), key=lambda place: state.accounts[place].currency)
    groups = groupby(places, key=lambda place: state.accounts[place].currency)
    return sorted(((name, tuple(members)) for name, members in groups), key=lambda group: -len(group[1]))


def _cards_of_one(state: StateFrame, currency: str, places: Sequence[int]) -> list[Component]:
    sums, digits = Amounts.of(state, places), state.accounts[places[0]].digits
    figure = _Figures("total", sums, digits, currency)
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
    figure = _Figures("total", sums, digits, currency)
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


@dataclass(frozen=True, slots=True)
class _Figures:
    """Moving figures of one line: an account's, or a total's in a currency."""

    name: str
    amounts: Amounts
    digits: int
    currency: str = ""

    def gain(self, field: str, minor: int | None) -> Component:
        """A gain or a loss."""
        amount = self._amount(minor)
        return self._moving(field, fmt.money(amount, self.digits, sign=True), fmt.tone(amount))

    def plain(self, field: str, minor: int) -> Component:
        """An amount without a sign."""
        return self._moving(field, fmt.money(self._amount(minor), self.digits))

    def compact(self, field: str, minor: int) -> Component:
        """The same, short."""
        return self._moving(field, fmt.compact_money(self._amount(minor), self.digits))

    def level(self) -> Component:
        """Equity by margin."""
        amounts = self.amounts
        level = amounts.equity / amounts.margin if amounts.margin else None
        return self._moving("margin_level", fmt.fraction(level, 0))

    def percent(self) -> Component:
        """The change of the day by its capital."""
        amounts = self.amounts
        change = amounts.today / amounts.day_capital if amounts.day_capital > 0 else None
        return self._moving("today_percent", fmt.fraction(change, sign=True), fmt.tone(change))

    def _moving(self, field: str, text: str, tone: str = "") -> Component:
        return moving(f"{self.name}/{field}", text, tone, data_currency=self.currency or None)

    def _amount(self, minor: int | None) -> float | None:
        return None if minor is None else minor / 10**self.digits


def _row(state: StateFrame, place: int, keep: str, *, is_fed: bool) -> Component:
    entry, amounts = state.accounts[place], Amounts.of(state, [place])
    figure = _Figures(entry.id, amounts, entry.digits)
    name = [
        html.A(entry.name, href=f"/accounts/{entry.id}{keep}", className="row-name"),
        html.Span(entry.login, className="row-note wide-only"),
    ]
    word = "Fed" if is_fed else "Report"
    mark = moving(f"{entry.id}/state", word, "pill neutral") if is_fed else html.Span(word, className="pill")
    return html.Tr(
        [html.Th(name, scope="row"), *_cells(figure, amounts, entry), cell(mark, WIDE)],
        **attributes(data_account=entry.id),
    )


def _total(state: StateFrame, currency: str, places: Sequence[int]) -> Component:
    amounts, entry = Amounts.of(state, places), state.accounts[places[0]]
    figure = _Figures("total", amounts, entry.digits, currency)
    name = html.Th(f"Total of {fmt.count(len(places))} in {currency}", scope="row")
    return html.Tr([name, *_cells(figure, amounts, entry), cell("", WIDE)], className="total")


def _cells(figure: _Figures, amounts: Amounts, entry: AccountEntry) -> list[Component]:
    floating = amounts.floating if amounts.open_positions else None
    unit = html.Span(entry.currency, className="unit")
    opened = moving(
        f"{figure.name}/open", fmt.count(amounts.open_positions), data_currency=figure.currency or None
    )
    return [
        cell([figure.plain("equity", amounts.equity), " ", unit], "number"),
        cell(figure.gain("floating", floating), "number"),
        cell(figure.gain("today", amounts.today), "number last-phone"),
        cell(figure.plain("balance", amounts.balance), WIDE),
        cell(figure.gain("week", amounts.week), WIDE),
        cell(figure.gain("month", amounts.month), WIDE),
        cell(figure.level(), WIDE),
        cell(opened, WIDE),
    ]
