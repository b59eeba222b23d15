"""What each account adds to several as one: columns whose sums are the totals, in one currency."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from dash import html

from components import format as fmt
from components.attributes import attributes
from components.table import Column, cell, plain_table
from services.together import total_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from dash.development.base_component import Component

    from components.attributes import Children
    from services.together import Member, Together

COLUMNS = (
    Column("Account"),
    Column("Net profit", "number", "Closed trades of the period after costs, at the rate of the exit's day"),
    Column("Share", "number share", "Part of the net profit of all together"),
    Column("Trades", "number wide-only"),
    Column("Deposits less withdrawals", "number wide-only", "Never counted as profit"),
    Column("Balance", "number wide-only", "At the end of the period"),
    Column("Equity", "number", "Balance with the floating profit of open positions; the dash is unknown"),
)


def member_table(together: Together, keep: str = "") -> Component:
    """One line per account and the total; *keep* is the query string that links carry along."""
    members, digits = together.members, together.currency_digits
    rows: list[Children] = [_row(member, digits, keep) for member in members]
    return plain_table(COLUMNS, [*rows, _total(members, digits)], label="What each account adds")


def _row(member: Member, digits: int, keep: str) -> list[Children]:
    account = member.account
    return [
        html.A(account.name, href=f"/accounts/{account.id}{keep}", className="row-name"),
        _gain(member.net_profit, digits, "number"),
        _share(member.share),
        fmt.count(member.trades),
        _gain(member.flows, digits, "number wide-only", is_flow=True),
        fmt.money(member.balance, digits),
        fmt.money(member.equity, digits),
    ]


def _total(members: Sequence[Member], digits: int) -> Component:
    made = total_of(members, "net_profit")
    return html.Tr(
        [
            html.Th("Total", scope="row"),
            _gain(made, digits, "number"),
            cell(fmt.fraction(1.0 if made else None, 1), "number share"),
            cell(fmt.count(sum(member.trades for member in members)), "number wide-only"),
            _gain(total_of(members, "flows"), digits, "number wide-only", is_flow=True),
            cell(fmt.money(total_of(members, "balance"), digits), "number wide-only"),
            cell(fmt.money(total_of(members, "equity"), digits), "number"),
        ],
        className="total",
    )


def _gain(amount: Decimal | None, digits: int, look: str, *, is_flow: bool = False) -> Component:
    """A signed amount; money that was paid in or out is neither gain nor loss."""
    tone = "" if is_flow else fmt.tone(amount)
    return cell(fmt.money(amount, digits, sign=True), f"{look} {tone}".rstrip())


def _share(value: float) -> Component:
    """The part in words, with a bar as long; a part against the others is drawn as a loss."""
    text = fmt.fraction(value, 1, sign=True)
    if not math.isfinite(value):
        return cell(text, "number share faint", "All together made nothing.")
    width = f"{min(1.0, abs(value)):.1%}"
    bar = html.Span(
        html.Span(className="against" if value < 0 else "", style={"width": width}),
        className="share-bar",
        **attributes(aria_hidden="true"),
    )
    return html.Td([bar, html.Span(text, className="figure")], className="number share")
