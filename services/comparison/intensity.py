"""How strongly a value is colored: from -1 (the worst of the scale) over 0 to 1 (the best)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from services.metrics import Metric

CENTRES = {"win_rate": 0.5, "long_win_rate": 0.5, "short_win_rate": 0.5, "positive_days": 0.5}
AROUND_ONE = frozenset({"profit_factor", "ahpr", "ghpr"})
FACTORS = (0.01, 100.0)
ENOUGH_FOR_OUTLIERS = 4
PERCENTILE = 95


def color_intensity(values: NDArray[np.float64], metric: Metric) -> NDArray[np.float64]:
    """How far each value is from what is neither good nor bad, in [-1, 1]; NaN where there is no value.

    The centre is 0; 0.5 of a win rate, 1 of a profit factor, on which factors are told by their logarithm.
    Both sides reach equally far, to the 95th percentile of the distances, so that one outlier does not pale
    all others. What is better low counts against it; what is neither is colored by its size.
    """
    distances = _distances(values, metric)
    sizes = np.sort(np.abs(distances[np.isfinite(distances)]))
    bound = _bound(sizes)
    if not bound:
        return np.where(np.isfinite(distances), 0.0, np.nan)
    return np.clip(distances, -bound, bound) / bound


def normalized(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Each value between the smallest (0) and the largest (1); 0.5 when all are equal."""
    known = values[np.isfinite(values)]
    if not known.size:
        return np.full(values.shape, np.nan)
    low, high = known.min(), known.max()
    if low == high:
        return np.where(np.isfinite(values), 0.5, np.nan)
    scaled: NDArray[np.float64] = (values - low) / (high - low)
    return scaled


def _distances(values: NDArray[np.float64], metric: Metric) -> NDArray[np.float64]:
    if metric.name in AROUND_ONE:
        return np.log(np.clip(values, *FACTORS))
    if metric.higher_is_better is None:
        return np.abs(values)
    distances: NDArray[np.float64] = values - CENTRES.get(metric.name, 0.0)
    return distances if metric.higher_is_better else -distances


def _bound(sizes: NDArray[np.float64]) -> float:
    if not sizes.size:
        return 0.0
    if sizes.size < ENOUGH_FOR_OUTLIERS:
        return float(sizes[-1])
    bound = float(np.percentile(sizes, PERCENTILE, method="lower"))
    return bound or float(sizes[-1])
