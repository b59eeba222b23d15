"""Trades by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from services.breakdowns._registry import Groups, breakdown

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from services.comparison.trade_columns import TradeColumns


@breakdown("Side", order=20)
def side(trades: TradeColumns, local: NDArray[np.datetime64]) -> Groups:
    """Bought first, or sold first."""
    del local
    return Groups(("buy", "sell"), np.where(trades.is_long, 0, 1).astype(np.int64))
