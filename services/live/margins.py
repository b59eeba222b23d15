"""Margin of accounts: the broker's figure, else by volume and leverage at the rates of now."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from services.calc.conversion import currencies_of
from services.calc.position_profit import margin_in_margin_currency

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from services.live.account import LiveAccount
    from services.live.factors import Factors
    from services.live.holdings import Floats
    from services.model import Position, Symbol


class Margins:
    """Sums the margin of every position, hedged ones too; a broker's rebate for them is not known."""

    def __init__(self, accounts: Sequence[LiveAccount], factors: Factors) -> None:
        self._stated = [one.stated_margin for one in accounts]
        self._factors = factors
        self._lacks = np.zeros(len(accounts), dtype=bool)
        self._rows: list[int] = []
        self._amounts: list[float] = []
        self._asked: list[int | None] = []
        self._pairs: NDArray[np.intp] | None = None
        for row, one in enumerate(accounts):
            for position in one.positions:
                self._add(row, one, position, one.symbols.get(position.symbol))

    def of(self, known: Floats, digits: int) -> list[int | None]:
        """Margin by account in minor units; None where it can't be told."""
        worth = np.array(self._amounts) * self._rates(known)
        sums = np.bincount(self._rows, weights=worth, minlength=len(self._stated)) if self._rows else None
        found: list[int | None] = []
        for row, stated in enumerate(self._stated):
            if stated is not None:
                found.append(round(stated.scaleb(digits)))
            elif self._lacks[row]:
                found.append(None)
            else:
                found.append(0 if sums is None else round(float(sums[row]) * 10**digits))
        return found

    def _rates(self, known: Floats) -> Floats:
        """What a unit of each position's margin currency costs."""
        if self._pairs is None:
            one = (self._factors.one, self._factors.one)
            losses = [one if factor is None else self._factors.all[factor].loss for factor in self._asked]
            self._pairs = np.array(losses, dtype=np.intp).reshape(-1, 2)
        return np.asarray(known[self._pairs[:, 0]] * known[self._pairs[:, 1]])

    def _add(self, row: int, one: LiveAccount, position: Position, symbol: Symbol | None) -> None:
        amount = None
        if symbol is not None:
            leverage = one.account.leverage
            amount = margin_in_margin_currency(symbol, position.volume, position.price_open, leverage)
        if symbol is None or amount is None:
            self._lacks[row] = True
            return
        currency = symbol.currency_margin or currencies_of(symbol)[0] or symbol.currency_profit
        is_own = currency == one.account.currency
        factor = None if is_own else self._factors.between(currency)
        if factor is None and not is_own:
            self._lacks[row] = True
            return
        self._rows.append(row)
        self._amounts.append(float(amount))
        self._asked.append(factor)
