"""How well a straight line fits the logarithm of an index."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from services.calc.statistics import FLOAT_NOISE, ratio

if TYPE_CHECKING:
    from numpy.typing import NDArray


def line_fit(returns: NDArray[np.float64]) -> NDArray[np.float64]:
    """R² of the line through Σ log(1 + r) of each row; NaN where it never moves or all capital was lost."""
    rows, n = returns.shape
    if not n:
        return np.full(rows, np.nan)
    height = np.cumsum(np.log1p(np.where(returns > -1, returns, np.nan)), axis=1)
    height = height - height.mean(axis=1)[:, None]
    along = np.arange(n) - (n - 1) / 2
    total = np.square(height).sum(axis=1)
    moved = np.where(total > FLOAT_NOISE**2, total, np.nan)
    return ratio(np.square(height @ along), moved * np.square(along).sum())
