"""The ranking score: five components from 0 to 100, 50 standing for nothing gained and nothing known.

Each is a smooth function of figures in fractions of capital, so a score does not depend on who else is
ranked. What rests on few observations is drawn towards 50: with n of them it keeps n / (n + k) of its
distance.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import numpy as np

from services.comparison.weights import COMPONENTS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from services.comparison.field import Field, Key
    from services.comparison.weights import Weights

NEUTRAL = 50.0
GROWTH_SCALE, SHARPE_SCALE, SORTINO_SCALE = 0.5, 2.0, 3.0
DAYS_SCALE, DRAWDOWN_SCALE = 0.1, 0.25
SHRINK_DAYS, SHRINK_TRADES, ACTIVE_TRADES = 60.0, 20.0, 30.0
NOISE = 1e-12
BLOCK = 16  # accounts whose falls are computed at once, so that they fit a cache


@dataclass(frozen=True, slots=True)
class Sums:
    """Sums over days, of shape (…, accounts): what a bootstrap can draw anew by counting days."""

    growth: NDArray[np.float64]
    returns: NDArray[np.float64]
    squares: NDArray[np.float64]
    downside: NDArray[np.float64]
    up_days: NDArray[np.float64]
    moved_days: NDArray[np.float64]
    gross_profit: NDArray[np.float64]
    gross_loss: NDArray[np.float64]


def daily(field: Field[Key]) -> Sums:
    """What each day adds, of shape (days, accounts)."""
    returns = field.returns
    with np.errstate(divide="ignore"):
        growth = np.log1p(np.maximum(returns, -1 + NOISE))
    return Sums(
        growth,
        returns,
        np.square(returns),
        np.square(np.minimum(returns, 0)),
        (returns > 0).astype(np.float32),  # whole numbers, which float32 adds up exactly and twice as fast
        (returns != 0).astype(np.float32),
        field.gross_profit,
        field.gross_loss,
    )


def summed(days: Sums, counts: NDArray[np.float64] | None = None) -> Sums:
    """The sums of all days, or of days drawn *counts* times (draws, days)."""
    columns = [getattr(days, field.name) for field in fields(Sums)]
    if counts is None:
        return Sums(*(column.sum(axis=0, dtype=np.float64) for column in columns))
    exact = counts.astype(np.float32)
    return Sums(
        *(
            (exact @ column).astype(np.float64) if column.dtype == np.float32 else counts @ column
            for column in columns
        )
    )


def max_drawdown(field: Field[Key]) -> NDArray[np.float64]:
    """The deepest fall of the daily flow-neutral index, a positive fraction of shape (accounts,)."""
    if not field.returns.size:
        return np.zeros(len(field.keys))
    deepest = [
        _deepest(field.returns[:, first : first + BLOCK]) for first in range(0, len(field.keys), BLOCK)
    ]
    return np.concatenate(deepest)


def _deepest(returns: NDArray[np.float64]) -> NDArray[np.float64]:
    """The deepest fall of each column."""
    index = np.ones((returns.shape[1], returns.shape[0] + 1))
    np.add(returns.T, 1.0, out=index[:, 1:])
    np.multiply.accumulate(index, axis=1, out=index)
    kept = np.divide(index, np.maximum.accumulate(index, axis=1), out=index)
    deepest: NDArray[np.float64] = 1 - kept.min(axis=1)
    return deepest


def components(field: Field[Key], sums: Sums, fall: NDArray[np.float64]) -> dict[str, NDArray[np.float64]]:
    """The five components by name, each of the shape of *sums*; *fall* is the maximal drawdown."""
    n, years = field.day.size, max(field.years, NOISE)
    mean = sums.returns / max(n, 1)
    deviation = np.sqrt(np.maximum(sums.squares - n * mean**2, 0) / max(n - 1, 1))
    below = np.sqrt(sums.downside / max(n, 1))
    year = np.sqrt(field.per_year)
    sharpe, sortino = _quotient(mean, deviation) * year, _quotient(mean, below) * year
    up = _quotient(sums.up_days, sums.moved_days) - 0.5
    results = sums.gross_profit + sums.gross_loss
    edge = _quotient(sums.gross_profit - sums.gross_loss, results)
    certain, traded = n / (n + SHRINK_DAYS), field.trades / (field.trades + SHRINK_TRADES)
    shallow = 100 * np.exp(-fall / DRAWDOWN_SCALE) - NEUTRAL
    return {
        "returns": NEUTRAL + certain * _bent(sums.growth / years, GROWTH_SCALE),
        "risk_adjusted": NEUTRAL
        + certain * (_bent(sharpe, SHARPE_SCALE) + _bent(sortino, SORTINO_SCALE)) / 2,
        "consistency": NEUTRAL + certain * (_bent(up, DAYS_SCALE) + shallow) / 2,
        "efficiency": NEUTRAL + traded * NEUTRAL * np.nan_to_num(edge),
        "activity": np.broadcast_to(100 * field.trades / (field.trades + ACTIVE_TRADES), mean.shape),
    }


def total(parts: dict[str, NDArray[np.float64]], weights: Weights) -> NDArray[np.float64]:
    """The weighted mean of the components."""
    score: NDArray[np.float64] = sum(
        (weights.share(name) * parts[name] for name in COMPONENTS), np.zeros_like(parts["returns"])
    )
    return score


def _bent(value: NDArray[np.float64], scale: float) -> NDArray[np.float64]:
    """A distance from neutral between -50 and 50; what is undefined has none."""
    return NEUTRAL * np.tanh(np.nan_to_num(value) / scale)


def _quotient(numerator: NDArray[np.float64], denominator: NDArray[np.float64]) -> NDArray[np.float64]:
    known = denominator > NOISE * np.abs(numerator)
    return np.divide(numerator, denominator, out=np.full_like(numerator, np.nan), where=known)
