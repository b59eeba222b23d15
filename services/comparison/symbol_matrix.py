"""Trades by symbol: of each account, or of each weekday."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.comparison.cells import Placed
from services.comparison.clock import WEEKDAYS, weekdays
from services.comparison.fold import fold

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from services.comparison.trade_columns import TradeColumns


def symbol_account(trades: TradeColumns, accounts: tuple[str, ...], most: int | None = None) -> Placed:
    """Symbols as rows, *accounts* as columns; beyond *most* of either the rest is one."""
    row, rows = fold(trades.symbol, trades.symbols, most)
    column, columns = fold(trades.account, accounts, most)
    return Placed(rows, columns, row, column)


def symbol_weekday(trades: TradeColumns, local: NDArray[np.datetime64], most: int | None = None) -> Placed:
    """Symbols as rows, weekdays of the exit as columns."""
    row, rows = fold(trades.symbol, trades.symbols, most)
    return Placed(rows, WEEKDAYS, row, weekdays(local))
