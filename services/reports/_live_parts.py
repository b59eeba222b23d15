"""The parts of what is happening now: accounts, positions, trades, and equity as it was recorded."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np

from services.calc.money import currency_digits
from services.exports import LOT_DIGITS, Chart, Column, Kind, Line, Table
from services.number_text import number
from services.trade_files import TRADE_COLUMNS, trade_cells

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from services.answers import TradeRow
    from services.live.frame import AccountEntry, PositionRow, StateFrame
    from services.live.glance import NamedLine

MILLI = 1000
ROLES = ("accent", "profit", "loss", "muted", "accent", "profit")
ACCOUNTS = (
    Column("account", "Account", Kind.TEXT),
    Column("login", "Login", Kind.TEXT),
    Column("currency", "Currency", Kind.TEXT),
    Column("equity", "Equity", Kind.MONEY, by="currency"),
    Column("floating", "Floating", Kind.MONEY, by="currency"),
    Column("today", "Today", Kind.MONEY, by="currency"),
    Column("balance", "Balance", Kind.MONEY, by="currency"),
    Column("credit", "Credit", Kind.MONEY, by="currency"),
    Column("week_booked", "Week, booked", Kind.MONEY, by="currency"),
    Column("month_booked", "Month, booked", Kind.MONEY, by="currency"),
    Column("margin", "Margin", Kind.MONEY, by="currency"),
    Column("margin_level", "Margin level", Kind.FRACTION),
    Column("open_positions", "Open", Kind.INTEGER),
)
POSITIONS = (
    Column("account", "Account", Kind.TEXT),
    Column("currency", "Currency", Kind.TEXT),
    Column("position_id", "Position", Kind.IDENTIFIER),
    Column("symbol", "Symbol", Kind.TEXT),
    Column("side", "Side", Kind.TEXT),
    Column("volume", "Lots", Kind.NUMBER, least=LOT_DIGITS),
    Column("time", "Opened", Kind.TIME),
    Column("price_open", "Open price", Kind.NUMBER, by="symbol"),
    Column("price_current", "Price", Kind.NUMBER, by="symbol"),
    Column("profit", "Profit", Kind.MONEY, by="currency"),
    Column("swap", "Swap", Kind.MONEY, by="currency"),
    Column("stop_loss", "Stop loss", Kind.NUMBER, by="symbol"),
    Column("take_profit", "Take profit", Kind.NUMBER, by="symbol"),
)


def accounts_part(state: StateFrame) -> Table:
    """Each account with what it has and what it made today, this week and this month."""
    rows = [_account(state, place, entry) for place, entry in enumerate(state.accounts)]
    return Table("accounts", "Accounts", ACCOUNTS, rows, size=len(rows))


def _account(state: StateFrame, place: int, entry: AccountEntry) -> list[object]:
    known = {name: values[place] for name, values in state.values.items()}

    def money(minor: int | None) -> Decimal | None:
        return None if minor is None else Decimal(minor).scaleb(-entry.digits)

    floating, margin = known["unrealized_pnl"] or 0, known["margin"]
    equity = (known["balance"] or 0) + (known["credit"] or 0) + floating
    return [
        entry.name,
        entry.login,
        entry.currency,
        money(equity),
        money(floating),
        money(equity - (known["day_base"] or 0)),
        money(known["balance"]),
        money(known["credit"]),
        money(known["realized_week"]),
        money(known["realized_month"]),
        money(margin),
        equity / margin if margin else None,
        known["open_positions"],
    ]


def positions_part(state: StateFrame) -> Table:
    """Every open position, in its account's currency."""
    rows = [_position(entry, row) for entry in state.accounts for row in state.positions.get(entry.id, ())]
    return Table("positions", "Open positions", POSITIONS, rows, size=len(rows), empty="No position is open.")


def _position(entry: AccountEntry, row: PositionRow) -> list[object]:
    prices = [
        None if price is None else Decimal(price)
        for price in (row.price_open, row.price_current, row.stop_loss, row.take_profit)
    ]
    profit, swap = (Decimal(minor).scaleb(-entry.digits) for minor in (row.profit, row.swap))
    return [
        entry.name,
        entry.currency,
        row.position_id,
        row.symbol,
        row.side,
        Decimal(row.volume),
        datetime.fromtimestamp(row.time / MILLI, UTC),
        *prices[:2],
        profit,
        swap,
        *prices[2:],
    ]


def trades_part(rows: Sequence[TradeRow]) -> Table:
    """The trades that were closed last, newest first."""
    cells = [trade_cells(row) for row in rows]
    return Table(
        "closed", "Just closed", TRADE_COLUMNS, cells, size=len(cells), empty="No trade was closed yet."
    )


def equity_part(lines: Sequence[NamedLine]) -> tuple[Chart, ...]:
    """Equity of all, or the change of each account where they have different currencies."""
    if not lines:
        return ()
    currency = lines[0].currency
    times = np.unique(np.concatenate([one.line.time for one in lines]))
    drawn = tuple(Line(one.name, _at(one, times), role) for one, role in zip(lines, ROLES, strict=False))
    words = ", ".join(f"{one.name} {_last(one)}" for one in lines)
    title, kind = ("Equity", Kind.MONEY) if currency else ("Change", Kind.FRACTION)
    summary, digits = f"{title} at the end: {words}.", currency_digits(currency) if currency else 2
    return (Chart("equity", title, times, drawn, summary, kind, digits, currency),)


def _at(one: NamedLine, times: NDArray[np.datetime64]) -> NDArray[np.float64]:
    values = np.full(times.size, np.nan)
    known = np.isfinite(one.line.value)
    values[np.searchsorted(times, one.line.time[known])] = one.line.value[known]
    return values


def _last(one: NamedLine) -> str:
    value = float(one.line.value[np.isfinite(one.line.value)][-1])
    return f"{number(value, 2)} {one.currency}" if one.currency else f"{number(100 * value, 2, sign=True)} %"
