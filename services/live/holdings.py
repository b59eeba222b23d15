"""Open positions as aligned arrays, and how their profit becomes money of the account."""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import IntEnum
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Places = NDArray[np.intp]

ONE, MINUS_ONE = 0, 1
CONSTANTS = (1.0, -1.0)


class Conversion(IntEnum):
    """How a symbol's profit becomes money of the account."""

    NONE = 0
    OWN_PRICE = 1
    SIDED = 2


class Factor(NamedTuple):
    """A product of two known values each for gains and for losses, by their places in `Known`."""

    gain: tuple[int, int]
    loss: tuple[int, int]


class Holding(NamedTuple):
    """One open position; the fields are those of `Holdings`."""

    account: int
    level: int
    size: float
    opened: float
    conversion: Conversion
    factor: int


@dataclass(frozen=True, slots=True)
class Holdings:
    """Open positions as aligned arrays.

    `account` is the row of the account, `level` the place of the closing price, `size` signed units of profit
    currency per unit of price, `opened` the open price; `factor` is the place of the factor for SIDED.
    """

    account: Places
    level: Places
    size: Floats
    opened: Floats
    conversion: NDArray[np.int8]
    factor: Places

    @classmethod
    def of(cls, held: Sequence[Holding]) -> Holdings:
        """The arrays of these positions."""
        columns = list(zip(*held, strict=True)) if held else [()] * len(fields(cls))
        kinds = (np.intp, np.intp, np.float64, np.float64, np.int8, np.intp)
        return cls(*(np.array(column, dtype=kind) for column, kind in zip(columns, kinds, strict=True)))

    def rows(self, chosen: Places) -> Holdings:
        """Some of them, in the order chosen."""
        return Holdings(*(getattr(self, field.name)[chosen] for field in fields(self)))

    @property
    def order(self) -> Places:
        """By lane: conversion, factor, level, and within a lane by open price."""
        return np.lexsort((self.opened, self.level, self.factor, self.conversion))


class Known:
    """Price levels, one over each of them, and constants: what factors are products of."""

    def __init__(self, levels: int, constants: Sequence[float]) -> None:
        self._count = levels
        self.values = np.concatenate((np.full(2 * levels, np.nan), constants))
        self._levels, self._inverse = self.values[:levels], self.values[levels : 2 * levels]

    def set(self, levels: Floats) -> None:
        """Take new levels in."""
        self._levels[:] = levels
        np.divide(1.0, levels, out=self._inverse)

    def inverse(self, level: int) -> int:
        """The place of one over a level."""
        return self._count + level

    def constant(self, number: int) -> int:
        """The place of a constant."""
        return 2 * self._count + number
