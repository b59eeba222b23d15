"""Trades by how long they were held and how they ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from services.comparison.cells import Placed

if TYPE_CHECKING:
    from services.comparison.trade_columns import TradeColumns

MINUTE, HOUR, DAY = 60, 3_600, 86_400
BOUNDS = np.array([MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 4 * HOUR, DAY, 7 * DAY], dtype=np.int64)
DURATIONS = (
    "under 1 min",
    "1–5 min",
    "5–15 min",
    "15–60 min",
    "1–4 h",
    "4–24 h",
    "1–7 d",
    "over 7 d",
    "entry unknown",
)
OUTCOMES = ("profit", "breakeven", "loss")


def duration_outcome(trades: TradeColumns) -> Placed:
    """Holding times as rows (a bound belongs to the longer side), outcomes after costs as columns."""
    held = (trades.exit - trades.entry) / np.timedelta64(1, "s")
    bucket = np.searchsorted(BOUNDS, np.nan_to_num(held), side="right").astype(np.int64)
    bucket[np.isnan(held)] = len(DURATIONS) - 1
    return Placed(DURATIONS, OUTCOMES, bucket, 1 - np.sign(trades.net).astype(np.int64))
