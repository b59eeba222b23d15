"""Returns to return statistics: many accounts at once, in blocks of rows that fit a cache."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from services.calc.blocks import blocks, pieces, spread
from services.calc.return_kernel import LEAST_DAYS
from services.calc.statistics import ReturnStatistics

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    from numpy.typing import NDArray

    Floats: TypeAlias = NDArray[np.float64]
    Numbers: TypeAlias = dict[str, Floats]

_UNDEFINED = ("mean", "best", "worst", "growth")  # NaN without a step
_GIVEN = ("n", "per_year", "days", "ddof", "least")
_CENTRAL = ("squares", "cubes", "fourths")
_LOSSES, _OTHERS = ("downside", "pains"), ("gains", "positive", "best", "worst", "growth")
_JOINS = {"best": np.maximum, "worst": np.minimum, "growth": np.multiply}


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

    They are those of `return_statistics`, account by account, each family made when it is asked for;
    *per_year* and *days* may be one for each.
    """
    steps = _Steps(returns, offsets)
    sizes = np.diff(offsets)
    given = {"n": sizes, "per_year": per_year, "days": days, "ddof": ddof, "least": least}
    return ReturnStatistics.on_demand(
        {
            _GIVEN: lambda: {name: np.full(sizes.size, value, np.float64) for name, value in given.items()},
            ("mean",): lambda: {"mean": steps.mean()},
            **{names: partial(steps.numbers, names, make) for names, make in _FAMILIES.items()},
        }
    )


def steps_of(grid: Floats) -> tuple[Floats, NDArray[np.intp]]:
    """Returns of days (rows) by accounts (columns), NaN outside an account's days, as steps and offsets."""
    by_account = np.ascontiguousarray(grid.T)
    known = ~np.isnan(by_account)
    offsets = np.concatenate(([0], np.cumsum(known.sum(axis=1))))
    return (by_account.ravel() if known.all() else by_account[known]), offsets


@dataclass(frozen=True, slots=True)
class _Steps:
    """Returns of accounts one after the other."""

    returns: Floats
    offsets: NDArray[np.intp]

    def mean(self) -> Floats:
        """The mean step of each account."""
        held = self._held()
        found = np.full(self.offsets.size - 1, np.nan)
        if held.size:
            found[held] = np.add.reduceat(self.returns, self.offsets[:-1][held]) / np.diff(self.offsets)[held]
        return found

    def numbers(self, names: tuple[str, ...], make: Callable[[_Block], Numbers]) -> Numbers:
        """A family of statistics, of shape (accounts,): made by pieces, which are joined."""
        held = self._held()
        edges, firsts = pieces(np.append(self.offsets[:-1][held], self.offsets[-1]))
        means = np.repeat(self.mean()[held], np.diff(firsts, append=edges.size - 1))
        parts = {name: np.empty(edges.size - 1) for name in names}
        for first, last in blocks(edges):
            block = _Block.of(self.returns, edges[first : last + 1], means[first:last])
            for name, values in make(block).items():
                parts[name][first:last] = values
        found = {
            name: np.full(self.offsets.size - 1, np.nan if name in _UNDEFINED else 0.0) for name in names
        }
        if held.size:
            for name, values in parts.items():
                found[name][held] = _JOINS.get(name, np.add).reduceat(values, firsts)
        return found

    def _held(self) -> NDArray[np.intp]:
        return np.flatnonzero(np.diff(self.offsets))


@dataclass(frozen=True, slots=True)
class _Block:
    """Steps of pieces, none of them empty; `starts` is the first of each, `means` that of its account."""

    steps: Floats
    starts: NDArray[np.intp]
    sizes: NDArray[np.intp]
    means: Floats

    @classmethod
    def of(cls, returns: Floats, edges: NDArray[np.intp], means: Floats) -> _Block:
        return cls(returns[int(edges[0]) : int(edges[-1])], edges[:-1] - edges[0], np.diff(edges), means)

    def deviation(self) -> Floats:
        return self.steps - spread(self.means, self.sizes)

    def sum(self, values: Floats) -> Floats:
        return np.add.reduceat(values, self.starts)


def _central(block: _Block) -> Numbers:
    deviation = block.deviation()
    square = deviation * deviation
    return {
        "squares": block.sum(square),
        "cubes": block.sum(np.multiply(deviation, square, out=deviation)),
        "fourths": block.sum(np.multiply(square, square, out=square)),
    }


def _losses(block: _Block) -> Numbers:
    """An unknown step is no pain, though it makes the downside unknown."""
    losses = np.minimum(block.steps, 0.0)
    pains = block.sum(losses)
    if np.isnan(pains).any():
        pains = block.sum(np.nan_to_num(losses))
    return {"pains": 0.0 - pains, "downside": block.sum(np.multiply(losses, losses, out=losses))}


def _others(block: _Block) -> Numbers:
    steps, positive = block.steps, block.steps > 0
    gains = steps * positive
    numbers = {
        "positive": np.add.reduceat(positive.view(np.int8), block.starts, dtype=np.int32),
        "gains": block.sum(gains),
        "best": np.maximum.reduceat(steps, block.starts),
        "worst": np.minimum.reduceat(steps, block.starts),
        "growth": np.multiply.reduceat(np.add(steps, 1.0, out=gains), block.starts),
    }
    if np.isnan(numbers["gains"]).any():  # an unknown step is no gain
        numbers["gains"] = block.sum(np.where(positive, steps, 0.0))
    return numbers


_FAMILIES = {_CENTRAL: _central, _LOSSES: _losses, _OTHERS: _others}
