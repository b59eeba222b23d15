"""What the positions of many accounts are worth at any prices: one product of a vector and a matrix.

Accounts that share a server and a currency make one `Exposure`. A row of its matrix holds, for every account,
a sum over the positions of a lane: a symbol and a side, and for profits that are converted at two sides of a
rate also whether they gain or lose. With size in signed units and cost = size · open price,

    profit(account) = Σ  price · factor · size  -  factor · cost

so that a row's coefficient is a product of at most three known values. Where the symbol's own price converts,
(price · size - cost) / price is size - cost / price. A position whose open price is crossed belongs into the
other half of its lane; it is moved when it would make a difference, see `BUDGET`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from services.live.holdings import MINUS_ONE, ONE, Conversion

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from services.live.holdings import Factor, Floats, Holdings, Known, Places

BUDGET = 0.1
"""Minor units by which an account's whole sum may be off before positions change their half."""

Row = tuple[int, int, int]


class Exposure:
    """The matrix of a group of accounts; built anew whenever one of its positions changes.

    *held* must be in its `order`, and every level that is used be known: a missing price would spoil the sums
    of all accounts. *unit* is the minor unit of their currency (0.01).
    """

    def __init__(
        self, accounts: int, held: Holdings, factors: list[Factor], known: Known, *, unit: float
    ) -> None:
        self.held = held
        self._accounts = accounts
        self._known = known
        self._gain = np.array([factor.gain for factor in factors], dtype=np.intp).reshape(-1, 2)
        self._loss = np.array([factor.loss for factor in factors], dtype=np.intp).reshape(-1, 2)
        most = np.bincount(held.account, minlength=1).max(initial=1)
        self._budget = BUDGET * unit / max(int(most), 1)
        self._one, self._minus = known.constant(ONE), known.constant(MINUS_ONE)
        self._rows: list[Row] = [(self._one, self._one, self._one)]
        self._sums: list[Floats] = [np.zeros(accounts)]
        self._fill()
        self.matrix = np.array(self._sums)
        self._sums = list(self.matrix)
        self._terms = np.array(self._rows, dtype=np.intp).T.copy()
        self._factors = np.empty(self._terms.shape)
        self._coefficients = np.empty(self.matrix.shape[0])

    def value(self) -> Floats:
        """Unrounded profit of every account at the known levels."""
        known = self._known.values
        if self._lanes.size:
            prices = known[self._lanes]
            if np.less(prices, self._low).any() or np.greater(prices, self._high).any():
                self._flip(prices)
        known.take(self._terms, out=self._factors, mode="clip")
        np.multiply.reduce(self._factors, axis=0, out=self._coefficients)
        return np.asarray(self._coefficients @ self.matrix)

    def profits(self) -> Floats:
        """Unrounded profit of each position, in the order of `held`."""
        held, known = self.held, self._known.values
        now = known[held.level]
        profit = held.size * (now - held.opened)
        own = held.conversion == Conversion.OWN_PRICE
        np.divide(profit, now, out=profit, where=own)
        sided = np.flatnonzero(held.conversion == Conversion.SIDED)
        factors = held.factor[sided]
        pairs = np.where((profit[sided] >= 0)[:, None], self._gain[factors], self._loss[factors])
        profit[sided] *= known[pairs[:, 0]] * known[pairs[:, 1]]
        return profit

    def _fill(self) -> None:
        """A row or more for each lane."""
        held = self.held
        keys = np.stack((held.conversion, held.factor, held.level), axis=1)
        _, first = np.unique(keys, axis=0, return_index=True)
        self._begins, self._ends = first, np.append(first[1:], held.level.size).astype(np.intp)
        self._sided = np.flatnonzero(held.conversion[first] == Conversion.SIDED)
        self._lanes = held.level[first[self._sided]]
        self._is_long = np.zeros(self._sided.size, dtype=bool)
        self._boundary = np.zeros(self._sided.size, dtype=np.intp)
        self._low, self._high = np.empty(self._sided.size), np.empty(self._sided.size)
        self._halves: list[tuple[int, int]] = []
        self._costs: dict[int, tuple[int, int]] = {}
        for lane, begin in enumerate(first):
            places = np.arange(begin, self._ends[lane])
            level = int(held.level[begin])
            match held.conversion[begin]:
                case Conversion.NONE:
                    self._add(self._row(level, self._one, self._one), places, held.size)
                    self._add(0, places, -held.size * held.opened)
                case Conversion.OWN_PRICE:
                    self._add(0, places, held.size)
                    inverse = self._row(self._known.inverse(level), self._minus, self._one)
                    self._add(inverse, places, held.size * held.opened)
                case _:
                    self._fill_sided(places, level, int(held.factor[begin]))

    def _fill_sided(self, places: Places, level: int, factor: int) -> None:
        gain, loss = tuple(self._gain[factor].tolist()), tuple(self._loss[factor].tolist())
        if factor not in self._costs:
            self._costs[factor] = (self._row(self._minus, *gain), self._row(self._minus, *loss))
        number = len(self._halves)
        self._halves.append((self._row(level, *gain), self._row(level, *loss)))
        self._is_long[number] = self.held.size[places[0]] >= 0
        boundary = self._boundary[number] = self._crossed(number, self._known.values[level])
        below, above = places[:boundary], places[boundary:]
        self._move(number, below, is_gain=bool(self._is_long[number]), sign=1)
        self._move(number, above, is_gain=not self._is_long[number], sign=1)
        self._mark(number)

    def _row(self, first: int, second: int, third: int) -> int:
        self._rows.append((first, second, third))
        self._sums.append(np.zeros(self._accounts))
        return len(self._rows) - 1

    def _add(self, row: int, places: Places, amounts: Floats) -> None:
        """Add the amounts of these positions to a row, while it is filled or later."""
        sums: NDArray[np.float64] = self._sums[row]
        np.add.at(sums, self.held.account[places], amounts[places])

    def _move(self, number: int, places: Places, *, is_gain: bool, sign: int) -> None:
        """Put positions into one half of a sided lane, or (sign -1) take them out of it."""
        half = 0 if is_gain else 1
        factor = int(self.held.factor[self._begins[self._sided[number]]])
        sizes = self.held.size * sign
        self._add(self._halves[number][half], places, sizes)
        self._add(self._costs[factor][half], places, sizes * self.held.opened)

    def _places(self, number: int) -> Places:
        lane = self._sided[number]
        return np.arange(self._begins[lane], self._ends[lane])

    def _crossed(self, number: int, price: float) -> int:
        """How many of a lane's open prices, lowest first, lie below (longs: at or below) the price."""
        opened = self.held.opened[self._places(number)]
        if self._is_long[number]:
            return int(np.searchsorted(opened, price, side="right"))
        return int(np.searchsorted(opened, price, side="left"))

    def _mark(self, number: int) -> None:
        """Between which prices every position is in its half, or too near its open price to matter."""
        places = self._places(number)
        opened, boundary = self.held.opened[places], self._boundary[number]
        factor = int(self.held.factor[places[0]])
        known = self._known.values
        width = abs(float(known[self._loss[factor]].prod() - known[self._gain[factor]].prod()))
        worth = width * float(np.abs(self.held.size[places]).max())
        slack = self._budget / worth if worth else np.inf
        self._low[number] = (opened[boundary - 1] if boundary else -np.inf) - slack
        self._high[number] = (opened[boundary] if boundary < opened.size else np.inf) + slack

    def _flip(self, prices: Floats) -> None:
        """Move what was crossed since the last time to the other half."""
        for number in np.flatnonzero((prices < self._low) | (prices > self._high)).tolist():
            before, after = int(self._boundary[number]), self._crossed(number, float(prices[number]))
            places = self._places(number)[min(before, after) : max(before, after)]
            gains_now = (after > before) == bool(self._is_long[number])
            self._move(number, places, is_gain=not gains_now, sign=-1)
            self._move(number, places, is_gain=gains_now, sign=1)
            self._boundary[number] = after
            self._mark(number)
