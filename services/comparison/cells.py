"""Trades counted into the cells of a grid, with sums along both edges."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from services.calc.statistics import TradeStatistics

if TYPE_CHECKING:
    from numpy.typing import NDArray

Number = TypeVar("Number", np.int64, np.float64)


@dataclass(frozen=True, slots=True)
class Placed:
    """Where each trade belongs: labels of the rows and columns, and for each trade its row and column."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    row: NDArray[np.int64]
    column: NDArray[np.int64]

    @property
    def shape(self) -> tuple[int, int]:
        """How many rows and columns there are."""
        return len(self.rows), len(self.columns)


@dataclass(frozen=True, slots=True)
class Cells:
    """Sums of trades, shape (rows + 1, columns + 1): the last row and column are the totals.

    `minor` is net profit in minor units (int64); the others are float64.
    """

    minor: NDArray[np.int64]
    n: NDArray[np.float64]
    wins: NDArray[np.float64]
    losses: NDArray[np.float64]
    gross_profit: NDArray[np.float64]
    gross_loss: NDArray[np.float64]

    def statistics(self) -> TradeStatistics:
        """What metrics take, elementwise; NaN for what a cell does not count."""
        known = {
            "n": self.n,
            "wins": self.wins,
            "losses": self.losses,
            "gross_profit": self.gross_profit,
            "gross_loss": self.gross_loss,
            "total": self.gross_profit + self.gross_loss,
        }
        unknown = np.full(self.n.shape, np.nan)
        return TradeStatistics(
            **{field.name: known.get(field.name, unknown) for field in fields(TradeStatistics)}
        )


def count_cells(net: NDArray[np.float64], minor: NDArray[np.int64], placed: Placed) -> Cells:
    """The trades of results *net* (and the same in minor units) in their cells."""
    at = placed.row * len(placed.columns) + placed.column
    return Cells(
        minor=_edged(_whole_sums(at, minor, placed)),
        n=_edged(_sums(at, None, placed)),
        wins=_edged(_sums(at, net > 0, placed)),
        losses=_edged(_sums(at, net < 0, placed)),
        gross_profit=_edged(_sums(at, np.maximum(net, 0.0), placed)),
        gross_loss=_edged(_sums(at, np.minimum(net, 0.0), placed)),
    )


def _sums(
    at: NDArray[np.int64], weights: NDArray[np.float64] | NDArray[np.bool_] | None, placed: Placed
) -> NDArray[np.float64]:
    rows, columns = placed.shape
    found = np.bincount(at, weights=weights, minlength=rows * columns)
    return found.reshape(placed.shape).astype(np.float64)


def _whole_sums(at: NDArray[np.int64], minor: NDArray[np.int64], placed: Placed) -> NDArray[np.int64]:
    rows, columns = placed.shape
    found = np.zeros(rows * columns, dtype=np.int64)
    np.add.at(found, at, minor)
    return found.reshape(placed.shape)


def _edged(sums: NDArray[Number]) -> NDArray[Number]:
    """*sums* with their totals along both edges."""
    wide = np.concatenate([sums, sums.sum(axis=1, keepdims=True)], axis=1)
    return np.concatenate([wide, wide.sum(axis=0, keepdims=True)], axis=0)
