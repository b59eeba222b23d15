"""One account against the others, and accounts that stand out."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic

import numpy as np

from services.comparison.field import Key

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

LEAST_OTHERS = 2
WHOLE = 100.0
FLOAT_NOISE = 1e-12


@dataclass(frozen=True, slots=True)
class Relative:
    """A value beside those of the others: their mean, median and standard deviation (n - 1).

    `excess` is the distance from their mean, `z_score` the same in their deviations, `percentile_rank` the
    share of the others (0–100) with a lower value, half of those with the same; NaN where it is undefined,
    and `reason` says why.
    """

    value: float
    others: int
    mean: float
    median: float
    std: float
    excess: float
    percentile_rank: float
    z_score: float
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Anomaly(Generic[Key]):
    """A value more than the threshold away from the mean of the others, in their standard deviations."""

    key: Key
    metric: str
    value: float
    mean: float
    std: float
    z_score: float


def relative(value: float, others: NDArray[np.float64]) -> Relative:
    """*value* against *others*; values that are undefined do not count.

    >>> found = relative(3.0, np.array([1.0, 2.0]))
    >>> (found.excess, found.percentile_rank, round(found.z_score, 4))
    (1.5, 100.0, 2.1213)
    """
    known = others[~np.isnan(others)]
    nan = math.nan
    if math.isnan(value):
        return Relative(value, known.size, nan, nan, nan, nan, nan, nan, "It is undefined for this account.")
    if known.size < LEAST_OTHERS:
        reason = f"It takes {LEAST_OTHERS} other accounts with this metric; there are {known.size}."
        return Relative(value, known.size, nan, nan, nan, nan, nan, nan, reason)
    mean, std = float(known.mean()), float(known.std(ddof=1))
    below = (known < value).sum() + (known == value).sum() / 2
    differs = std > FLOAT_NOISE * max(abs(mean), 1.0)
    return Relative(
        value,
        known.size,
        mean,
        float(np.median(known)),
        std,
        value - mean,
        WHOLE * float(below) / known.size,
        (value - mean) / std if differs else nan,
        "" if differs else "The other accounts do not differ.",
    )


def anomalies(values: Mapping[str, Mapping[Key, float]], threshold: float) -> tuple[Anomaly[Key], ...]:
    """Values by metric and account at least *threshold* deviations away from the others, farthest first."""
    found = []
    for metric, by_key in values.items():
        keys, numbers = list(by_key), np.array(list(by_key.values()), dtype=np.float64)
        for at, key in enumerate(keys):
            one = relative(float(numbers[at]), np.delete(numbers, at))
            if abs(one.z_score) >= threshold:
                found.append(Anomaly(key, metric, one.value, one.mean, one.std, one.z_score))
    return tuple(sorted(found, key=lambda one: -abs(one.z_score)))
