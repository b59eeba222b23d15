"""Trades by how long they were held."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.breakdowns._registry import Groups, breakdown
from services.comparison.duration_outcome import duration_outcome

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from services.comparison.trade_columns import TradeColumns


@breakdown("Duration", order=50)
def duration(trades: TradeColumns, local: NDArray[np.datetime64]) -> Groups:
    """How long the trade was held; a bound belongs to the longer side."""
    del local
    placed = duration_outcome(trades)
    return Groups(placed.rows, placed.row)
