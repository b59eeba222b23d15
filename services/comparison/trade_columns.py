"""Closed trades of one account or many as columns: what matrices and calendars are counted on."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from services.calc.period import Period
    from services.calc.record import TrackRecord


@dataclass(frozen=True, slots=True)
class TradeColumns:
    """Closed trades, one a row: `net` after costs, times in UTC (datetime64[us], `entry` NaT where unknown).

    `symbol` counts into `symbols`, `account` into the accounts in the order they were joined.
    """

    net: NDArray[np.float64]
    exit: NDArray[np.datetime64]
    entry: NDArray[np.datetime64]
    symbol: NDArray[np.int64]
    account: NDArray[np.int64]
    is_long: NDArray[np.bool_]
    volume: NDArray[np.float64]
    symbols: tuple[str, ...]

    def rows(self, kept: NDArray[np.bool_] | NDArray[np.intp]) -> TradeColumns:
        """The trades of these rows, in their order."""
        columns = {
            field.name: getattr(self, field.name)[kept] for field in fields(self) if field.name != "symbols"
        }
        return replace(self, **columns)

    def within(self, period: Period) -> TradeColumns:
        """The trades that were closed in a period."""
        inside = period.mask(self.exit)
        return self if inside.all() else self.rows(inside)

    def by_account(self, accounts: int) -> list[NDArray[np.intp]]:
        """The rows of each of so many accounts, in their order here."""
        order = np.argsort(self.account, kind="stable")
        return np.split(order, np.searchsorted(self.account[order], np.arange(1, accounts)))[:accounts]

    def times(self, factors: NDArray[np.float64]) -> TradeColumns:
        """The same trades with their money multiplied by *factors*, one a trade."""
        return replace(self, net=self.net * factors)


def trade_columns(record: TrackRecord) -> TradeColumns:
    """The closed trades of *record*, in its account's currency."""
    trades = record.ledger.trades
    arrays = trades.arrays
    return TradeColumns(
        net=arrays.net,
        exit=arrays.exit,
        entry=arrays.entry,
        symbol=trades.symbol.astype(np.int64),
        account=np.zeros(trades.symbol.size, dtype=np.int64),
        is_long=arrays.is_long,
        volume=arrays.volume,
        symbols=trades.symbols,
    )


def joined(several: Sequence[TradeColumns]) -> TradeColumns:
    """The trades of several accounts under one list of symbols, account by account."""
    if not several:
        return _NOTHING
    symbols = tuple(sorted({name for one in several for name in one.symbols}))
    place = {name: number for number, name in enumerate(symbols)}
    recoded = [
        replace(
            one,
            symbol=np.array([place[name] for name in one.symbols], dtype=np.int64)[one.symbol],
            account=np.full(one.net.size, number, dtype=np.int64),
        )
        for number, one in enumerate(several)
    ]
    columns = {
        field.name: np.concatenate([getattr(one, field.name) for one in recoded])
        for field in fields(TradeColumns)
        if field.name != "symbols"
    }
    return TradeColumns(**columns, symbols=symbols)


_NOTHING = TradeColumns(
    net=np.zeros(0),
    exit=np.zeros(0, dtype="datetime64[us]"),
    entry=np.zeros(0, dtype="datetime64[us]"),
    symbol=np.zeros(0, dtype=np.int64),
    account=np.zeros(0, dtype=np.int64),
    is_long=np.zeros(0, dtype=bool),
    volume=np.zeros(0),
    symbols=(),
)
