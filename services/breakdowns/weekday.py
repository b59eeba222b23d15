"""Trades by the weekday they were closed on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.breakdowns._registry import Groups, breakdown
from services.comparison.clock import WEEKDAYS, weekdays

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from services.comparison.trade_columns import TradeColumns


@breakdown("Weekday", order=40)
def weekday(trades: TradeColumns, local: NDArray[np.datetime64]) -> Groups:
    """The weekday of the exit on the clock of the zone."""
    del trades
    return Groups(WEEKDAYS, weekdays(local))
