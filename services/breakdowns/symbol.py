"""Trades by symbol."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.breakdowns._registry import Groups, breakdown

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from services.comparison.trade_columns import TradeColumns


@breakdown("Symbol", order=10, is_ranked=True)
def symbol(trades: TradeColumns, local: NDArray[np.datetime64]) -> Groups:
    """What was traded."""
    del local
    return Groups(trades.symbols, trades.symbol)
