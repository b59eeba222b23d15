"""Open positions, and what they make of the balance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import html

from components import format as fmt
from components import moment
from components.icon import icon
from components.states import nothing_here
from components.table import Column, cell, plain_table
from services.model import Side

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from decimal import Decimal

    from dash.development.base_component import Component

    from components.attributes import Children
    from services.answers import LivePnl
    from services.model import Position

COLUMNS = (
    Column("Symbol"),
    Column("Side"),
    Column("Lots", "number"),
    Column("Open", "number wide-only"),
    Column("Price", "number wide-only"),
    Column("Profit", "number"),
    Column("Swap", "number wide-only"),
    Column("Held", "number wide-only"),
)


def position_table(positions: Sequence[Position], digits: int, at: datetime) -> Component:
    """One line per position, held until *at*; none: a sentence."""
    if not positions:
        return nothing_here("No open positions.", "moon")
    return plain_table(
        COLUMNS, [_row(item, digits, at) for item in positions], label="Open positions", dense=True
    )


def side_mark(side: Side) -> Component:
    """Buy or sell by arrow, word and color."""
    symbol, tone = ("caret-up-fill", "profit") if side is Side.BUY else ("caret-down-fill", "loss")
    return html.Span([icon(symbol), side.value], className=f"side-mark {tone}")


def position_facts(pnl: LivePnl) -> Component:
    """Balance, floating profit and equity, one line each."""
    state, digits = pnl.state, pnl.account.currency_digits
    rows = [
        ("Balance", fmt.money(state.balance, digits), ""),
        ("Credit", fmt.money(state.credit, digits) if state.credit else "", ""),
        ("Floating, with swap", fmt.money(state.floating, digits, sign=True), fmt.tone(state.floating)),
        ("Equity", fmt.money(state.equity, digits), ""),
        ("Margin · level", _margin(state.margin, state.equity, digits), ""),
    ]
    return facts([(term, text, tone) for term, text, tone in rows if text])


def facts(rows: Sequence[tuple[str, Children, str]]) -> Component:
    """Terms and their values: pairs with the tone of the value."""
    return html.Dl(
        [html.Div([html.Dt(term), html.Dd(value, className=tone)]) for term, value, tone in rows],
        className="facts",
    )


def _margin(margin: Decimal | None, equity: Decimal, digits: int) -> str:
    if not margin:
        return ""
    return f"{fmt.money(margin, digits)} · {fmt.fraction(float(equity / margin), 0)}"


def _row(item: Position, digits: int, at: datetime) -> list[object]:
    return [
        html.Span(item.symbol, className="strong"),
        side_mark(item.side),
        fmt.lots(item.volume),
        fmt.price(item.price_open),
        fmt.price(item.price_current),
        cell(fmt.money(item.profit, digits, sign=True), f"number {fmt.tone(item.profit)}"),
        cell(fmt.money(item.swap, digits, sign=True), "number wide-only muted"),
        moment.duration((at - item.time).total_seconds()),
    ]
