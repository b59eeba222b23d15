"""Open positions, and what they make of the balance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import html

from components import format as fmt
from components import moment
from components.freshness import as_of
from components.icon import icon
from components.live import moving, moving_gain, moving_money
from components.states import nothing_here
from components.table import Column, cell, plain_table
from services.model import Side

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from dash.development.base_component import Component

    from components.attributes import Children
    from services.answers import LivePnl
    from services.model import Account, Position

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
JOINT = 6  # what stands beside the account where several share a table: without swap and time held


def position_table(
    positions: Sequence[Position], digits: int, at: datetime, account_id: str = ""
) -> Component:
    """One line per position, held until *at*; none: a sentence. With an account's id the lines move."""
    if not positions:
        return nothing_here("No open positions.", "moon")
    return plain_table(
        COLUMNS,
        [_row(item, digits, at, account_id) for item in positions],
        label="Open positions",
        dense=True,
    )


def joint_position_table(held: Sequence[tuple[LivePnl, Position]], now: datetime) -> Component:
    """One line per position of several accounts, each in its account's currency."""
    if not held:
        return nothing_here("No open positions.", "moon")
    return plain_table(
        (Column("Account"), *COLUMNS[:JOINT]),
        [_joint_row(pnl, position, now) for pnl, position in held],
        label="Open positions",
        dense=True,
    )


def _joint_row(pnl: LivePnl, item: Position, now: datetime) -> list[object]:
    at = as_of(pnl, now)
    name = str(pnl.account.id) if at == now else ""
    return [_owner(pnl.account), *_row(item, pnl.account.currency_digits, at, name)[:JOINT]]


def _owner(account: Account) -> Component:
    unit = html.Span(f" {account.currency}", className="unit")
    return html.A([account.name, unit], href=f"/accounts/{account.id}")


def side_mark(side: Side) -> Component:
    """Buy or sell by arrow, word and color."""
    symbol, tone = ("caret-up-fill", "profit") if side is Side.BUY else ("caret-down-fill", "loss")
    return html.Span([icon(symbol), side.value], className=f"side-mark {tone}")


def position_facts(pnl: LivePnl) -> Component:
    """Balance, floating profit and equity, one line each."""
    state, digits, name = pnl.state, pnl.account.currency_digits, pnl.account.id
    rows: list[tuple[str, Children, str]] = [
        ("Balance", moving_money(name, "balance", state.balance, digits), ""),
        ("Credit", moving_money(name, "credit", state.credit, digits) if state.credit else "", ""),
        ("Floating, with swap", moving_gain(name, "floating_sum", state.floating, digits), ""),
        ("Equity", moving_money(name, "equity", state.equity, digits), ""),
        ("Margin · level", _margin(pnl), ""),
    ]
    return facts([(term, text, tone) for term, text, tone in rows if text])


def facts(rows: Sequence[tuple[str, Children, str]]) -> Component:
    """Terms and their values: pairs with the tone of the value."""
    return html.Dl(
        [html.Div([html.Dt(term), html.Dd(value, className=tone)]) for term, value, tone in rows],
        className="facts",
    )


def _margin(pnl: LivePnl) -> list[object]:
    name, state = pnl.account.id, pnl.state
    if not state.margin:
        return []
    level = moving(f"{name}/margin_level", fmt.fraction(float(state.equity / state.margin), 0))
    return [moving_money(name, "margin", state.margin, pnl.account.currency_digits), " · ", level]


def _row(item: Position, digits: int, at: datetime, account_id: str) -> list[object]:
    name = f"{account_id}/position/{item.position_id}" if account_id else ""
    profit = fmt.money(item.profit, digits, sign=True)
    return [
        html.Span(item.symbol, className="strong"),
        side_mark(item.side),
        fmt.lots(item.volume),
        fmt.price(item.price_open),
        _moving(name, "price", fmt.price(item.price_current)),
        cell(_moving(name, "profit", profit, fmt.tone(item.profit)), "number"),
        cell(fmt.money(item.swap, digits, sign=True), "number wide-only muted"),
        _moving(name, "held", moment.duration((at - item.time).total_seconds())),
    ]


def _moving(name: str, field: str, text: str, tone: str = "") -> Component:
    return moving(f"{name}/{field}", text, tone) if name else html.Span(text, className=tone)
