"""Returns to return statistics: many accounts at once, in blocks of whole accounts that fit a cache."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

import numpy as np

from services.calc.many_trades_kernel import blocks
from services.calc.return_kernel import LEAST_DAYS
from services.calc.statistics import ReturnStatistics

if TYPE_CHECKING:
    from typing import TypeAlias

    from numpy.typing import NDArray

    Floats: TypeAlias = NDArray[np.float64]
    Numbers: TypeAlias = dict[str, Floats]

_MADE_OF_VALUES = ("mean", "best", "worst", "growth")  # undefined without any


def many_return_statistics(
    returns: Floats,
    offsets: NDArray[np.intp],
    *,
    per_year: Floats | float,
    days: Floats | float,
    ddof: int = 1,
    least: int = LEAST_DAYS,
) -> ReturnStatistics:
    """Statistics of shape (accounts,): account i has the steps from offsets[i] up to offsets[i + 1].

    They are those of `return_statistics`, account by account; *per_year* and *days* may be one for each.
    """
    accounts = offsets.size - 1
    held = np.flatnonzero(np.diff(offsets))
    found = {field.name: np.zeros(accounts) for field in fields(ReturnStatistics)}
    for name in _MADE_OF_VALUES:
        found[name][:] = np.nan
    for name, given in (("per_year", per_year), ("days", days), ("ddof", ddof), ("least", least)):
        found[name][:] = given
    edges = np.append(offsets[:-1][held], offsets[-1])
    for first, last in blocks(edges):
        rows = slice(int(edges[first]), int(edges[last]))
        numbers = _numbers(returns[rows], edges[first : last + 1] - edges[first])
        for name, values in numbers.items():
            found[name][held[first:last]] = values
    return ReturnStatistics(**found)


def steps_of(grid: Floats) -> tuple[Floats, NDArray[np.intp]]:
    """Returns of days (rows) by accounts (columns), NaN outside an account's days, as steps and offsets."""
    by_account = np.ascontiguousarray(grid.T)
    known = ~np.isnan(by_account)
    offsets = np.concatenate(([0], np.cumsum(known.sum(axis=1))))
    return (by_account.ravel() if known.all() else by_account[known]), offsets


def _numbers(steps: Floats, edges: NDArray[np.intp]) -> Numbers:
    """The statistics of whole accounts, none of them without a step."""
    starts, sizes = edges[:-1], np.diff(edges)

    def added(values: Floats) -> Floats:
        return np.add.reduceat(values, starts)

    mean = added(steps) / sizes
    deviation = steps - np.repeat(mean, sizes)
    square = deviation * deviation
    losses = steps * (steps < 0)
    positive = steps > 0
    numbers = {
        "n": sizes.astype(np.float64),
        "mean": mean,
        "squares": added(square),
        "cubes": added(np.multiply(deviation, square, out=deviation)),
        "fourths": added(np.multiply(square, square, out=square)),
        "gains": added(np.multiply(steps, positive, out=square)),
        "pains": -added(losses),
        "downside": added(np.multiply(losses, losses, out=losses)),
        "positive": added(positive.astype(np.float64)),
        "best": np.maximum.reduceat(steps, starts),
        "worst": np.minimum.reduceat(steps, starts),
        "growth": np.multiply.reduceat(1 + steps, starts),
    }
    if np.isnan(mean).any():  # an unknown step is neither gain nor pain
        numbers["gains"] = added(np.where(positive, steps, 0.0))
        numbers["pains"] = -added(np.where(steps < 0, steps, 0.0))
    return numbers
