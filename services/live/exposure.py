"""What the positions of many accounts are worth at any prices: one product of a vector and a matrix.

Accounts that share a server and a currency make one `Exposure`. Their positions are gathered by lane: a
symbol and a side, and for profits that are converted at two sides of a rate also whether they gain or lose.
A lane's rows hold, for every account, the sum of size (signed units) and that of size · open price, so that

    profit(account) = Σ lanes  factor(outcome) · (price · size - cost)

with factor 1 in the account's own currency. Where the symbol's own price converts, (price · size - cost) /
price is size - cost / price. A position whose open price is crossed moves from the losing to the gaining
lane. Every level that is used must be known: a missing price would spoil the sums of all accounts.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Places = NDArray[np.intp]


class Conversion(IntEnum):
    """How a symbol's profit becomes money of the account."""

    NONE = 0
    OWN_PRICE = 1
    SIDED = 2


@dataclass(frozen=True, slots=True)
class Factor:
    """A product of two levels each for gains and for losses; a level is a place in `extended` (see below)."""

    gain: tuple[int, int]
    loss: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Holdings:
    """Open positions as aligned arrays.

    `account` is the row of the account, `level` the place of the closing price, `size` signed units of profit
    currency per unit of price, `opened` the open price, `conversion` and `factor` how profit is converted
    (`factor` is a place in the list of factors, meaningful for SIDED).
    """

    account: Places
    level: Places
    size: Floats
    opened: Floats
    conversion: NDArray[np.int8]
    factor: Places

    def rows(self, chosen: Places) -> Holdings:
        """Some of them, in the order chosen."""
        return Holdings(
            self.account[chosen],
            self.level[chosen],
            self.size[chosen],
            self.opened[chosen],
            self.conversion[chosen],
            self.factor[chosen],
        )


def extended(levels: Floats, constants: Floats) -> Floats:
    """Levels, one over each of them, and constants behind both: what factors point into."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.concatenate((levels, 1.0 / levels, constants))


class Exposure:
    """The matrix of a group of accounts; built anew whenever one of its positions changes."""

    def __init__(self, accounts: int, held: Holdings, factors: list[Factor], levels: Floats) -> None:
        self.accounts = accounts
        self.order = np.lexsort((held.opened, held.level, held.conversion))
        self.held = held.rows(self.order)
        self._gain = np.array([factor.gain for factor in factors], dtype=np.intp).reshape(-1, 2)
        self._loss = np.array([factor.loss for factor in factors], dtype=np.intp).reshape(-1, 2)
        self._lanes()
        self._fill(levels)

    def _lanes(self) -> None:
        """Number the lanes: first those without conversion, then by the own price, then at two sides."""
        held = self.held
        keys = np.stack((held.conversion, held.level, held.factor), axis=1)
        _, first, self._lane = np.unique(keys, axis=0, return_index=True, return_inverse=True)
        self._first = np.append(first, held.level.size)
        self._level = held.level[first]
        self._factor = held.factor[first]
        kinds = held.conversion[first]
        self._plain, self._own, self._sided = (
            np.flatnonzero(kinds == kind)
            for kind in (Conversion.NONE, Conversion.OWN_PRICE, Conversion.SIDED)
        )

    def _fill(self, levels: Floats) -> None:
        """The sums of every lane, and which positions gain at these levels."""
        plain, own, sided = self._plain.size, self._own.size, self._sided.size
        self.matrix = np.zeros((plain + own + 4 * sided, self.accounts))
        self.fixed = np.zeros(self.accounts)
        held = self.held
        for row, lane in enumerate(self._plain):
            places = self._places(lane)
            self._add(row, places, held.size[places])
            np.subtract.at(self.fixed, held.account[places], held.size[places] * held.opened[places])
        for row, lane in enumerate(self._own, start=plain):
            places = self._places(lane)
            self._add(row, places, held.size[places] * held.opened[places])
            np.add.at(self.fixed, held.account[places], held.size[places])
        self._gains = plain + own
        self._boundary = np.zeros(sided, dtype=np.intp)
        self._is_long = np.zeros(sided, dtype=bool)
        self._low, self._high = np.full(sided, np.nan), np.full(sided, np.nan)
        for row, lane in enumerate(self._sided):
            places = self._places(lane)
            self._is_long[row] = held.size[places[0]] >= 0
            boundary = self._crossed(row, levels[self._level[lane]])
            self._boundary[row] = boundary
            gaining = places[:boundary] if self._is_long[row] else places[boundary:]
            losing = places[boundary:] if self._is_long[row] else places[:boundary]
            self._move(row, gaining, is_gain=True, sign=1)
            self._move(row, losing, is_gain=False, sign=1)
            self._mark(row)

    def value(self, levels: Floats, constants: Floats) -> Floats:
        """Unrounded profit of every account at these levels."""
        if not self._level.size:
            return self.fixed.copy()
        now = levels[self._level]
        coefficients = np.empty(self.matrix.shape[0])
        plain, gains, sided = self._plain.size, self._gains, self._sided.size
        coefficients[:plain] = now[self._plain]
        np.divide(-1.0, now[self._own], out=coefficients[plain:gains])
        if sided:
            prices = now[self._sided]
            self._flip(prices)
            known = extended(levels, constants)
            factors = self._factor[self._sided]
            gain = known[self._gain[factors, 0]] * known[self._gain[factors, 1]]
            loss = known[self._loss[factors, 0]] * known[self._loss[factors, 1]]
            parts = coefficients[gains:].reshape(4, sided)
            np.multiply(prices, gain, out=parts[0])
            np.negative(gain, out=parts[1])
            np.multiply(prices, loss, out=parts[2])
            np.negative(loss, out=parts[3])
        return coefficients @ self.matrix + self.fixed

    def profits(self, levels: Floats, constants: Floats, chosen: Places | None = None) -> Floats:
        """Unrounded profit of each position (or of those chosen), in the order of `held`."""
        held = self.held if chosen is None else self.held.rows(chosen)
        if not held.level.size:
            return np.empty(0)
        now = levels[held.level]
        moved = held.size * (now - held.opened)
        known = extended(levels, constants)
        one = np.where(held.conversion == Conversion.OWN_PRICE, now, 1.0)
        is_sided = np.flatnonzero(held.conversion == Conversion.SIDED)
        profit = moved / one
        pairs = np.where(
            (moved[is_sided] >= 0)[:, None],
            self._gain[held.factor[is_sided]],
            self._loss[held.factor[is_sided]],
        )
        profit[is_sided] = moved[is_sided] * known[pairs[:, 0]] * known[pairs[:, 1]]
        return profit

    def _places(self, lane: int | np.intp) -> Places:
        return np.arange(self._first[lane], self._first[lane + 1])

    def _add(self, row: int, places: Places, amounts: Floats) -> None:
        np.add.at(self.matrix[row], self.held.account[places], amounts)

    def _move(self, row: int, places: Places, *, is_gain: bool, sign: int) -> None:
        """Put positions into one half of a sided lane, or (sign -1) take them out of it."""
        half = self._gains + (0 if is_gain else 2) * self._sided.size + row
        sizes = self.held.size[places] * sign
        self._add(half, places, sizes)
        self._add(half + self._sided.size, places, sizes * self.held.opened[places])

    def _crossed(self, row: int, price: float) -> int:
        """How many of a lane's open prices, lowest first, lie below (longs: at or below) the price."""
        places = self._places(self._sided[row])
        if self._is_long[row]:
            return int(np.searchsorted(self.held.opened[places], price, side="right"))
        return int(np.searchsorted(self.held.opened[places], price, side="left"))

    def _mark(self, row: int) -> None:
        """Between which prices no position changes sides."""
        places = self._places(self._sided[row])
        opened, boundary = self.held.opened[places], self._boundary[row]
        self._low[row] = opened[boundary - 1] if boundary else -np.inf
        self._high[row] = opened[boundary] if boundary < opened.size else np.inf

    def _flip(self, prices: Floats) -> None:
        """Move what was crossed since the last time to the other half."""
        for row in np.flatnonzero((prices <= self._low) | (prices >= self._high)).tolist():
            before, after = int(self._boundary[row]), self._crossed(row, float(prices[row]))
            if before == after:
                continue
            places = self._places(self._sided[row])[min(before, after) : max(before, after)]
            gains_now = (after > before) == bool(self._is_long[row])
            self._move(row, places, is_gain=not gains_now, sign=-1)
            self._move(row, places, is_gain=gains_now, sign=1)
            self._boundary[row] = after
            self._mark(row)
