"""The accounts beside each other: state now, the period in a few figures, how far to trust it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from dash import html

from components import format as fmt
from components.drawdown_bar import drawdown_bar
from components.pill import standing_pill
from components.sparkline import sparkline
from components.table import Column, cell, plain_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dash.development.base_component import Component

    from services.answers import AccountSummary

WIDE = "number wide-only"
COLUMNS = (
    Column("Account"),
    Column("Equity", "number"),
    Column("Today", "number", "Change of equity since the day began, deposits and withdrawals left out"),
    Column("Floating", WIDE, "Profit of the open positions with their swap"),
    Column("Equity line", "center wide-only"),
    Column("Return", "number", "Time-weighted over the period"),
    Column(
        "Drawdown: balance · equity", WIDE, "Deepest in the period; the pale part was open and never booked"
    ),
    Column("Open", WIDE, "Open positions"),
    Column("State", "number wide-only"),
)


def account_table(accounts: Sequence[AccountSummary], keep: str = "", label: str = "Accounts") -> Component:
    """One line per account; *keep* is the query string that links carry along."""
    return plain_table(COLUMNS, [_row(item, keep) for item in by_return(accounts)], label=label)


def by_return(accounts: Sequence[AccountSummary]) -> list[AccountSummary]:
    """The accounts, best return first; those without one come last."""
    return sorted(
        accounts,
        key=lambda item: -math.inf if math.isnan(item.period_return) else item.period_return,
        reverse=True,
    )


def _row(item: AccountSummary, keep: str) -> list[object]:
    account, pnl = item.account, item.pnl
    digits = account.currency_digits
    known_floating = pnl.state.floating if pnl.state.open_positions else None
    return [
        _name(item, keep),
        [fmt.money(pnl.state.equity, digits), " ", html.Span(account.currency, className="unit")],
        _signed(pnl.daily_change, digits, "number"),
        _signed(known_floating, digits, WIDE),
        sparkline(item.sparkline, f"Equity of {account.name}"),
        cell(fmt.fraction(item.period_return, sign=True), f"number {fmt.tone(item.period_return)}"),
        drawdown_bar(item.max_balance_drawdown, item.max_drawdown),
        fmt.count(pnl.state.open_positions),
        standing_pill(item.standing),
    ]


def _name(item: AccountSummary, keep: str) -> list[object]:
    account = item.account
    note = f"{account.company or account.server or account.login} · {account.margin_mode}"
    return [
        html.A(account.name, href=f"/accounts/{account.id}{keep}", className="row-name"),
        html.Span(note, className="row-note wide-only"),
    ]


def _signed(amount: object, digits: int, look: str) -> Component:
    return cell(fmt.money(amount, digits, sign=True), f"{look} {fmt.tone(amount)}".rstrip())  # type: ignore[arg-type]
