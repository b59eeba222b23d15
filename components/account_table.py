"""The accounts beside each other: state now, the period in a few figures, how far to trust it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from dash import html

from components import format as fmt
from components.drawdown_bar import drawdown_bar
from components.live import live, moving, moving_gain, moving_money, moving_today
from components.pill import standing_pill
from components.sparkline import sparkline
from components.table import Column, cell, plain_table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from dash.development.base_component import Component

    from components.attributes import Children
    from services.answers import AccountSummary

WIDE = "number wide-only"
COLUMNS = (
    Column("Account"),
    Column("Equity", "number"),
    Column("Today", "number", "Change of equity since the day began, deposits and withdrawals left out"),
    Column("Floating", WIDE, "Profit of the open positions with their swap"),
    Column("Equity line", "center wide-only"),
    Column("Return", "number last-phone", "Time-weighted over the period"),
    Column(
        "Drawdown: balance · equity", WIDE, "Deepest in the period; the pale part was open and never booked"
    ),
    Column("Open", WIDE, "Open positions"),
    Column("State", "number wide-only"),
)


def account_table(
    accounts: Sequence[AccountSummary],
    keep: str = "",
    label: str = "Accounts",
    scope: str = "page",
    tags: Mapping[UUID, Sequence[Component]] | None = None,
) -> Component:
    """One line per account, with its *tags*; *keep* is the query string that links carry along."""
    known = tags or {}
    rows = [_row(item, keep, scope, known.get(item.account.id, ())) for item in by_return(accounts)]
    return plain_table(COLUMNS, rows, label=label)


def account_parts(item: AccountSummary) -> dict[str, Children]:
    """What of an account's line moves."""
    account, state, digits = item.account, item.pnl.state, item.account.currency_digits
    floating = state.floating if state.open_positions else None
    return {
        f"{account.id}/equity": moving_money(account.id, "equity", state.equity, digits),
        f"{account.id}/today": moving_today(item.pnl),
        f"{account.id}/floating": moving_gain(account.id, "floating", floating, digits),
        f"{account.id}/open": moving(f"{account.id}/open", fmt.count(state.open_positions)),
    }


def by_return(accounts: Sequence[AccountSummary]) -> list[AccountSummary]:
    """The accounts, best return first; those without one come last."""
    return sorted(
        accounts,
        key=lambda item: -math.inf if math.isnan(item.period_return) else item.period_return,
        reverse=True,
    )


def _row(item: AccountSummary, keep: str, scope: str, tags: Sequence[Component]) -> list[Children]:
    account = item.account
    equity, today, floating, opened = (live(scope, name, part) for name, part in account_parts(item).items())
    return [
        _name(item, keep, tags),
        [equity, " ", html.Span(account.currency, className="unit")],
        today,
        floating,
        sparkline(item.sparkline, f"Equity of {account.name}"),
        _return(item.period_return),
        drawdown_bar(item.max_balance_drawdown, item.max_drawdown),
        opened,
        standing_pill(item.standing),
    ]


def _name(item: AccountSummary, keep: str, tags: Sequence[Component]) -> list[object]:
    account = item.account
    note = f"{account.company or account.server or account.login} · {account.margin_mode}"
    return [
        html.A(account.name, href=f"/accounts/{account.id}{keep}", className="row-name"),
        html.Span(note, className="row-note wide-only", title=note),
        html.Span(list(tags), className="tags") if tags else None,
    ]


def _return(value: float) -> Component:
    return cell(fmt.fraction(value, sign=True), f"number last-phone {fmt.tone(value)}".rstrip())
