"""The live page's accounts: a line for each, then the totals of currencies that several share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import html

from components import format as fmt
from components.attributes import attributes
from components.live import moving
from components.live_amounts import Amounts, Figures, by_currency
from components.table import Column, cell, plain_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dash.development.base_component import Component

    from components.attributes import Children
    from services.live.frame import AccountEntry, StateFrame

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


def live_accounts(state: StateFrame, fed: frozenset[str], keep: str = "") -> Component:
    """A line per account, then totals: of all, or of every currency that several accounts share."""
    rows: list[Children] = [
        _row(state, place, keep, is_fed=entry.id in fed) for place, entry in enumerate(state.accounts)
    ]
    for currency, places in by_currency(state):
        if len(places) > 1:
            rows.append(_total(state, currency, places))
    return plain_table(COLUMNS, rows, label="Accounts")


def _row(state: StateFrame, place: int, keep: str, *, is_fed: bool) -> Component:
    entry, amounts = state.accounts[place], Amounts.of(state, [place])
    figure = Figures(entry.id, amounts, entry.digits)
    name = [
        html.A(entry.name, href=f"/accounts/{entry.id}{keep}", className="row-name"),
        html.Span(entry.login, className="row-note wide-only"),
    ]
    word = "Fed" if is_fed else "Report"
    mark = moving(f"{entry.id}/state", word, "pill neutral") if is_fed else html.Span(word, className="pill")
    return html.Tr(
        [html.Th(name, scope="row"), *_cells(figure, amounts, entry, figure.level()), cell(mark, WIDE)],
        **attributes(data_account=entry.id),
    )


def _total(state: StateFrame, currency: str, places: Sequence[int]) -> Component:
    amounts, entry = Amounts.of(state, places), state.accounts[places[0]]
    figure = Figures("total", amounts, entry.digits, currency)
    none = html.Span(fmt.UNDEFINED, title="Each account has its own; margin of one does not cover another.")
    name = html.Th(f"Total of {fmt.count(len(places))} in {currency}", scope="row")
    return html.Tr([name, *_cells(figure, amounts, entry, none), cell("", WIDE)], className="total")


def _cells(figure: Figures, amounts: Amounts, entry: AccountEntry, level: Component) -> list[Component]:
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
        cell(level, WIDE),
        cell(opened, WIDE),
    ]
