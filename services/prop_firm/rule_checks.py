"""One rule each: what is used of its limit, and the first instant beyond it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from services.prop_firm.check import (
    CONSISTENCY,
    MAX_LOTS,
    MINIMUM_DAYS,
    TARGET,
    WARNED,
    Check,
    Evidence,
    Status,
)
from services.prop_firm.history import open_lots, trading_days
from services.prop_firm.rules import Counted

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from services.calc.trade_kernel import TradeArrays
    from services.prop_firm.check import Day
    from services.prop_firm.history import History
    from services.prop_firm.rules import MinimumDays, Reset


def loss_check(
    rule: str, limit: float, history: History, floor: NDArray[np.float64], reference: NDArray[np.float64]
) -> Check:
    """A floor below equity: what is used of the limit is how far equity is on the way down to it."""
    if not history.time.size:
        return Check(rule, Status.FINE, limit, 0.0, 0.0, limit)
    used = np.round(np.maximum(limit - (history.equity - floor), 0.0), 8)
    below = np.flatnonzero(history.equity < floor)
    now, worst = float(used[-1]), float(used.max())
    headroom = float(history.equity[-1] - floor[-1])
    if below.size:
        at = int(below[0])
        evidence = Evidence(
            history.time[at], float(history.equity[at]), float(floor[at]), float(reference[at])
        )
        return Check(rule, Status.BREACHED, limit, now, worst, headroom, evidence)
    status = Status.CLOSE if now >= WARNED * limit else Status.FINE
    return Check(rule, status, limit, now, worst, headroom)


def target_check(limit: float, history: History) -> Check:
    """What was made on the balance, whatever floats."""
    made = history.made
    reached = np.flatnonzero(made >= limit)
    now = float(made[-1]) if made.size else 0.0
    best = float(made.max()) if made.size else 0.0
    if not reached.size:
        return Check(TARGET, Status.OPEN, limit, now, best)
    at, initial = int(reached[0]), history.initial
    evidence = Evidence(history.deal_time[at], initial + float(made[at]), initial + limit, initial)
    return Check(TARGET, Status.REACHED, limit, now, best, evidence=evidence)


def days_check(rule: MinimumDays, reset: Reset, trades: TradeArrays, days: tuple[Day, ...]) -> Check:
    """Days with an entry, or with a result, until there are enough."""
    if rule.counted is Counted.ENTRY:
        known = trades.entry[~np.isnat(trades.entry)]
        count = np.unique(trading_days(known, reset)).size
    else:
        count = sum(day.result > 0 and day.result >= float(rule.least) for day in days)
    status = Status.REACHED if count >= rule.count else Status.OPEN
    return Check(MINIMUM_DAYS, status, float(rule.count), float(count), float(count))


def consistency_check(limit: float, days: tuple[Day, ...]) -> Check:
    """The best day's share of the whole profit; without a profit there is nothing to share."""
    total, best = sum(day.result for day in days), max((day.result for day in days), default=0.0)
    share = best / total if total > 0 else float("nan")
    status = Status.FINE if share <= limit else Status.OPEN
    return Check(CONSISTENCY, status, limit, share, share)


def lots_check(
    limit: float, trades: TradeArrays, opened: NDArray[np.datetime64], volumes: NDArray[np.float64]
) -> Check:
    """The most lots that were open at once."""
    times, lots = open_lots(trades, opened, volumes)
    now, most = float(np.round(volumes.sum(), 8)), float(lots.max(initial=0.0))
    beyond = np.flatnonzero(lots > limit)
    if not beyond.size:
        return Check(MAX_LOTS, Status.FINE if now < limit else Status.CLOSE, limit, now, most)
    at = int(beyond[0])
    return Check(
        MAX_LOTS,
        Status.BREACHED,
        limit,
        now,
        most,
        evidence=Evidence(times[at], float(lots[at]), limit, limit),
    )
