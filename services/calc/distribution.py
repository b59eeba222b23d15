"""The normal distribution and Student's t, elementwise over arrays."""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_STANDARD = NormalDist()
_TINY = 1e-300
_EXACT = 1e-15
_MOST_STEPS = 20_000


def normal_cdf(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Probability that a standard normal number is at most each of *values*; NaN stays NaN.

    >>> normal_cdf(np.array([0.0, 1.959963984540054])).round(6)
    array([0.5  , 0.975])
    """
    return np.array([_STANDARD.cdf(float(value)) for value in values.ravel()]).reshape(values.shape)


def normal_quantile(chances: NDArray[np.float64]) -> NDArray[np.float64]:
    """The standard normal number that is not exceeded with each of *chances*; NaN outside (0, 1).

    >>> normal_quantile(np.array([0.5, 0.975, 1.0])).round(6)
    array([0.      , 1.959964,      nan])
    """
    found = [
        _STANDARD.inv_cdf(float(chance)) if 0.0 < chance < 1.0 else math.nan for chance in chances.ravel()
    ]
    return np.array(found).reshape(chances.shape)


def t_two_sided(statistic: NDArray[np.float64], freedom: NDArray[np.float64]) -> NDArray[np.float64]:
    """Probability of a |t| at least as large under Student's t with *freedom* degrees; NaN where undefined.

    >>> t_two_sided(np.array([12.706205, 0.0]), np.array([1.0, 5.0])).round(6)
    array([0.05, 1.  ])
    """
    pairs = zip(np.ravel(statistic), np.ravel(freedom), strict=True)
    return np.array([_t_tails(float(t), float(degrees)) for t, degrees in pairs]).reshape(statistic.shape)


def _t_tails(t: float, freedom: float) -> float:
    if math.isnan(t) or not freedom > 0:
        return math.nan
    return incomplete_beta(freedom / 2, 0.5, freedom / (freedom + t * t))


def incomplete_beta(a: float, b: float, x: float) -> float:
    """The regularized incomplete beta function I_x(a, b), for a, b > 0 and x in [0, 1].

    >>> round(incomplete_beta(2.0, 3.0, 0.5), 6)
    0.6875
    """
    if x in (0.0, 1.0):
        return x
    front = math.exp(
        math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)
    )
    if x < (a + 1) / (a + b + 2):
        return front * _continued_fraction(a, b, x) / a
    return 1 - front * _continued_fraction(b, a, 1 - x) / b


def _continued_fraction(a: float, b: float, x: float) -> float:
    """Lentz's evaluation of the continued fraction of the incomplete beta function."""
    upper, lower = 1.0, 1 / _away_from_zero(1 - (a + b) * x / (a + 1))
    product = lower
    for step in range(1, _MOST_STEPS):
        even = step * (b - step) * x / ((a + 2 * step - 1) * (a + 2 * step))
        odd = -(a + step) * (a + b + step) * x / ((a + 2 * step) * (a + 2 * step + 1))
        change = 1.0
        for term in (even, odd):
            lower = 1 / _away_from_zero(1 + term * lower)
            upper = _away_from_zero(1 + term / upper)
            change = upper * lower
            product *= change
        if abs(change - 1) < _EXACT:
            break
    return product


def _away_from_zero(value: float) -> float:
    return value if abs(value) > _TINY else _TINY
