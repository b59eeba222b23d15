"""Trades by the hour they were closed in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.breakdowns._registry import Groups, breakdown
from services.comparison.clock import hours
from services.comparison.hour_weekday import HOURS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from services.comparison.trade_columns import TradeColumns


@breakdown("Hour", order=30)
def hour(trades: TradeColumns, local: NDArray[np.datetime64]) -> Groups:
    """The hour of the exit on the clock of the zone."""
    del trades
    return Groups(tuple(f"{hour}:00" for hour in HOURS), hours(local))
