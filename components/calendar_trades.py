"""The trades of a day, oldest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from components import format as fmt
from components import moment
from components.position_table import side_mark
from components.table import Column, cell, plain_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dash.development.base_component import Component

    from services.answers import TradeRow

MOST_ROWS = 200


def day_trades(rows: Sequence[TradeRow], zone: str) -> Component:
    """The first trades of *rows*; times are those of *zone*."""
    columns = (
        Column(f"Closed ({moment.short_zone(zone)})"),
        Column("Account", "wide-only"),
        Column("Symbol"),
        Column("Side"),
        Column("Lots", "number wide-only"),
        Column("Held", "number wide-only"),
        Column("Net profit", "number"),
    )
    lines = [_line(row, zone) for row in rows[:MOST_ROWS]]
    return plain_table(columns, lines, label="Trades of the day", dense=True)


def _line(row: TradeRow, zone: str) -> list[object]:
    trade, account = row.trade, row.account
    held = None if trade.entry_time is None else (trade.exit_time - trade.entry_time).total_seconds()
    amount = f"{fmt.money(trade.net_profit, account.currency_digits, sign=True)} {account.currency}"
    return [
        moment.clock(trade.exit_time, zone),
        account.name,
        trade.symbol,
        side_mark(trade.side),
        fmt.lots(trade.volume),
        moment.duration(held),
        cell(amount, f"number {fmt.tone(trade.net_profit)}".rstrip(), moment.utc(trade.exit_time)),
    ]
