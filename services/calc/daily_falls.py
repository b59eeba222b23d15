"""Falls of the index that daily returns make, many series of equal length at once."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

import numpy as np

from services.calc.statistics import DrawdownStatistics

if TYPE_CHECKING:
    from numpy.typing import NDArray


def daily_falls(returns: NDArray[np.float64], *, of_equity: bool) -> DrawdownStatistics:
    """Falls of the index that each row of daily returns makes, shape (rows,); money and days are NaN.

    The largest fall is that of equity when the returns are, else that of the balance.
    """
    rows, days = returns.shape
    index = np.ones((rows, days + 1))
    np.add(returns, 1.0, out=index[:, 1:])
    np.multiply.accumulate(index, axis=1, out=index)
    fall = np.divide(index, np.maximum.accumulate(index, axis=1), out=index)
    np.subtract(1.0, fall, out=fall)
    under = fall > 0
    numbers = {
        "equity" if of_equity else "balance": fall.max(axis=1),
        "current": fall[:, -1].copy(),
        "episodes": np.count_nonzero(under[:, 1:] > under[:, :-1], axis=1).astype(np.float64),
        "mean_square": np.square(fall, out=fall).mean(axis=1),
    }
    unknown = np.full(rows, np.nan)
    return DrawdownStatistics(
        **{field.name: numbers.get(field.name, unknown) for field in fields(DrawdownStatistics)}
    )
