"""Money of an account over a period: flows, costs, highs, and the best and worst days and months."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import numpy as np

from services.calc.statistics import AccountTotals

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from services.calc.equity import Track
    from services.calc.ledger import LedgerTotals
    from services.calc.return_kernel import DailySeries
    from services.model import AccountState


@dataclass(frozen=True, slots=True)
class End:
    """Where an account stands at the end of a period; NaN is what nobody knows or has stated."""

    balance: float
    equity: float
    floating: float
    margin: float = math.nan

    @classmethod
    def of(cls, state: AccountState) -> End:
        """The end that a stored state is."""
        margin = math.nan if state.margin is None else float(state.margin)
        return cls(float(state.balance), float(state.equity), float(state.floating), margin)


def monthly(series: DailySeries, values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Sums of daily *values* by calendar month."""
    if not values.size:
        return values
    months = series.day.astype("datetime64[M]")
    return np.add.reduceat(values, np.flatnonzero(np.r_[True, months[1:] != months[:-1]]))


def account_totals(
    track: Track, inside: NDArray[np.bool_], series: DailySeries, booked: LedgerTotals, end: End
) -> AccountTotals:
    """Totals (shape (1,)) of a period; *booked* are the sums of its deals."""
    months = monthly(series, series.profit)
    has_days, has_months = bool(series.profit.size), bool(months.size)
    equity_known = inside & track.is_equity
    numbers = {
        "balance": end.balance,
        "equity": end.equity,
        "floating": end.floating,
        "deposits": float(booked.deposits),
        "withdrawals": float(booked.withdrawals),
        "bonuses": float(booked.bonus),
        "account_costs": float(booked.costs),
        "highest_balance": track.balance[inside].max() if inside.any() else np.nan,
        "highest_equity": track.value[equity_known].max() if equity_known.any() else np.nan,
        "days": series.profit.size,
        "best_day": series.profit.max() if has_days else np.nan,
        "worst_day": series.profit.min() if has_days else np.nan,
        "day_total": series.profit.sum(),
        "best_month": months.max() if has_months else np.nan,
        "worst_month": months.min() if has_months else np.nan,
        "months": months.size,
        "positive_months": (months > 0).sum(),
    }
    return AccountTotals(
        **{field.name: np.array([numbers[field.name]], dtype=np.float64) for field in fields(AccountTotals)}
    )
