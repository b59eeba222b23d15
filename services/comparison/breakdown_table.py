"""A result by group: what each made, and one total that is the account's own to the minor unit."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from services.comparison.cells import Placed, count_cells
from services.comparison.matrix import FEW, TOTAL
from services.comparison.minor_units import amount, minor_units
from services.metrics import find_metric

if TYPE_CHECKING:
    from decimal import Decimal

    from numpy.typing import NDArray

    from services.breakdowns import Breakdown, Groups
    from services.comparison.cells import Cells
    from services.comparison.matrix import Terms

FIGURES = ("win_rate", "profit_factor", "expectancy")


@dataclass(frozen=True, slots=True)
class GroupRow:
    """One group of trades; figures are NaN where they are undefined.

    `share` is its net profit as a part of the total: all shares add up to 1; NaN where the total is 0.
    """

    label: str
    trades: int
    net_profit: Decimal
    win_rate: float
    profit_factor: float
    expectancy: float
    share: float

    @property
    def is_small(self) -> bool:
        """Whether fewer trades stand behind it than can say anything."""
        return self.trades < FEW


@dataclass(frozen=True, slots=True)
class BreakdownTable:
    """The groups that hold trades, in their order or by result, and the total of all of them."""

    kind: Breakdown
    rows: tuple[GroupRow, ...]
    total: GroupRow
    terms: Terms


def breakdown_table(
    kind: Breakdown, net: NDArray[np.float64], groups: Groups, terms: Terms
) -> BreakdownTable:
    """Trades of results *net* by their groups."""
    placed = Placed(groups.labels, ("all",), groups.code, np.zeros(net.size, dtype=np.int64))
    cells = count_cells(net, minor_units(net, terms.digits), placed)
    figures = _figures(cells)
    rows = [
        _row(label, number, cells, figures, terms)
        for number, label in enumerate(groups.labels)
        if cells.n[number, 0]
    ]
    if kind.is_ranked:
        rows.sort(key=lambda row: (-row.net_profit, row.label))
    return BreakdownTable(kind, tuple(rows), _row("Total", TOTAL, cells, figures, terms), terms)


def _figures(cells: Cells) -> dict[str, NDArray[np.float64]]:
    statistics = cells.statistics()
    with np.errstate(invalid="ignore", divide="ignore"):
        found = {name: find_metric(name).compute(trades=statistics)[:, 0] for name in FIGURES}
    return {name: np.where(np.isfinite(values), values, np.nan) for name, values in found.items()}


def _row(
    label: str, number: int, cells: Cells, figures: dict[str, NDArray[np.float64]], terms: Terms
) -> GroupRow:
    minor, whole = int(cells.minor[number, 0]), int(cells.minor[TOTAL, 0])
    return GroupRow(
        label=label,
        trades=int(cells.n[number, 0]),
        net_profit=amount(minor, terms.digits),
        share=minor / whole if whole else math.nan,
        **{name: float(values[number]) for name, values in figures.items()},
    )
