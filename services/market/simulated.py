"""A simulated feed: each symbol walks around the price it started from; for demo accounts only."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np

from services.calc.money import round_money

if TYPE_CHECKING:
    from collections.abc import Mapping

    from services.model import Symbol

STEP = 0.00004
PULL = 0.002


class SimulatedPrices:
    """A seeded walk per symbol, pulled back to its *anchors* so that it never runs away."""

    def __init__(self, symbols: Mapping[str, Symbol], anchors: Mapping[str, Decimal], *, seed: int) -> None:
        self._symbols = symbols
        self._anchors = {name: float(price) for name, price in anchors.items()}
        self._levels = dict.fromkeys(self._anchors, 0.0)
        self._random = np.random.default_rng(seed)

    def advance(self) -> dict[str, Decimal]:
        """The next price of every symbol, rounded to its digits."""
        for name, level in self._levels.items():
            self._levels[name] = level * (1 - PULL) + float(self._random.standard_normal()) * STEP
        return {name: self._price(name) for name in self._anchors}

    def _price(self, name: str) -> Decimal:
        price = self._anchors[name] * float(np.exp(self._levels[name]))
        return round_money(Decimal(repr(price)), self._symbols[name].digits)
