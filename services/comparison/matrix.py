"""A matrix of one metric: its cells, its margins, and how they are to be read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from services.comparison.cells import count_cells
from services.comparison.intensity import color_intensity
from services.comparison.minor_units import amount, minor_units
from services.metrics import find_metric

if TYPE_CHECKING:
    from decimal import Decimal

    from numpy.typing import NDArray

    from services.comparison.cells import Cells, Placed
    from services.metrics import Metric

FEW = 5
TOTAL = -1
CELL_METRICS = ("net_profit", "win_rate", "profit_factor", "expectancy", "total_trades")
NO_SERIES = (
    "{label} needs returns or equity day by day; the trades of a cell have none. Compare accounts instead."
)


@dataclass(frozen=True, slots=True)
class Terms:
    """What numbers are told in: the currency of amounts, its digits, and the clock of hours and days."""

    currency: str
    digits: int
    zone: str


@dataclass(frozen=True, slots=True)
class Spread:
    """The cells that have a value, in five numbers; NaN when none has; `std` divides by n."""

    min: float
    max: float
    mean: float
    median: float
    std: float

    @classmethod
    def of(cls, values: NDArray[np.float64]) -> Spread:
        """The spread of the defined *values*."""
        known = values[np.isfinite(values)]
        if not known.size:
            return cls(np.nan, np.nan, np.nan, np.nan, np.nan)
        return cls(
            float(known.min()),
            float(known.max()),
            float(known.mean()),
            float(np.median(known)),
            float(known.std()),
        )


@dataclass(frozen=True, slots=True)
class Matrix:
    """One metric by rows and columns; the last row and column of every array (index -1) are the totals.

    `values` are NaN where there is nothing, `counts` how many trades stand behind each. `minor` is the money
    in minor units of the currency and adds up exactly; None for what does not add up. `intensity`, shape
    (rows, columns), is in [-1, 1]. `reason` says why no cell has a value.
    """

    metric: Metric
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    values: NDArray[np.float64]
    counts: NDArray[np.int64]
    minor: NDArray[np.int64] | None
    intensity: NDArray[np.float64]
    spread: Spread
    terms: Terms
    reason: str

    @property
    def cells(self) -> NDArray[np.float64]:
        """The values without the totals, shape (rows, columns)."""
        return self.values[:TOTAL, :TOTAL]

    @property
    def cell_counts(self) -> NDArray[np.int64]:
        """The trades of each cell, shape (rows, columns)."""
        return self.counts[:TOTAL, :TOTAL]

    def is_small(self, row: int, column: int) -> bool:
        """Whether a cell stands on fewer trades than can say anything."""
        return bool(self.counts[row, column] < FEW)

    def money(self, row: int, column: int) -> Decimal | None:
        """A cell or total of what adds up, to the minor unit; None where nothing is."""
        if self.minor is None or np.isnan(self.values[row, column]):
            return None
        return amount(int(self.minor[row, column]), self.terms.digits)


def make_matrix(net: NDArray[np.float64], placed: Placed, name: str, terms: Terms) -> Matrix:
    """The metric called *name* over trades of results *net* in their places; raises NotFoundError."""
    metric = find_metric(name)
    cells = count_cells(net, minor_units(net, terms.digits), placed)
    values = _values(cells, metric, terms.digits)
    return _matrix(metric, placed, cells, values, terms, _reason(metric, values))


def untold_matrix(placed: Placed, name: str, terms: Terms, reason: str) -> Matrix:
    """The same without values, because of *reason*; the trades are counted all the same."""
    nothing = np.zeros(placed.row.size)
    cells = count_cells(nothing, nothing.astype(np.int64), placed)
    return _matrix(find_metric(name), placed, cells, np.full(cells.n.shape, np.nan), terms, reason)


def _matrix(
    metric: Metric, placed: Placed, cells: Cells, values: NDArray[np.float64], terms: Terms, reason: str
) -> Matrix:
    inner = values[:TOTAL, :TOTAL]
    return Matrix(
        metric=metric,
        rows=placed.rows,
        columns=placed.columns,
        values=values,
        counts=cells.n.astype(np.int64),
        minor=cells.minor if metric.name == "net_profit" else None,
        intensity=color_intensity(inner, metric),
        spread=Spread.of(inner),
        terms=terms,
        reason=reason,
    )


def _values(cells: Cells, metric: Metric, digits: int) -> NDArray[np.float64]:
    if metric.name not in CELL_METRICS:
        return np.full(cells.n.shape, np.nan)
    if metric.name == "net_profit":
        found = cells.minor / 10.0**digits
    else:
        with np.errstate(invalid="ignore", divide="ignore"):
            found = metric.compute(trades=cells.statistics())
    return np.where((cells.n > 0) & np.isfinite(found), found, np.nan)


def _reason(metric: Metric, values: NDArray[np.float64]) -> str:
    if metric.name not in CELL_METRICS:
        return NO_SERIES.format(label=metric.label)
    if np.isfinite(values).any():
        return ""
    return metric.undefined or "No closed trade in the period."
