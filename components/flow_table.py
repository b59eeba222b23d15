"""Deposits and withdrawals of several accounts, newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import html

from components import format as fmt
from components import moment
from components.states import nothing_here
from components.table import Column, cell, plain_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dash.development.base_component import Component

    from services.answers import Flow
    from services.model import Account

MOST_ROWS = 12


def flow_table(flows: Sequence[tuple[Account, Flow]], zone: str) -> Component:
    """The newest of *flows*, each in its account's currency; times are those of *zone*."""
    if not flows:
        return nothing_here("Nothing was paid in or out in this period.", "arrow-left-right")
    columns = (
        Column(f"Day ({moment.short_zone(zone)})"),
        Column("Account"),
        Column("Amount", "number"),
        Column("Comment", "wide-only"),
    )
    rows = [_row(account, flow, zone) for account, flow in flows[:MOST_ROWS]]
    table = plain_table(columns, rows, label="Deposits and withdrawals", dense=True)
    rest = len(flows) - MOST_ROWS
    more = html.P(f"{fmt.count(rest)} older ones are not listed.", className="quiet-line")
    return html.Div([table, more]) if rest > 0 else table


def _row(account: Account, flow: Flow, zone: str) -> list[object]:
    amount = f"{fmt.money(flow.amount, account.currency_digits, sign=True)} {account.currency}"
    return [
        moment.day(flow.time, zone),
        account.name,
        cell(amount, "number", moment.utc(flow.time)),
        flow.comment,
    ]
