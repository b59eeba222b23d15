"""Amounts in another currency by dated daily rates; without a rate there is no amount, never a guess."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from numpy.typing import NDArray


CROSS = "USD"


@dataclass(frozen=True, slots=True)
class DailyRates:
    """Daily rates by currency pair: days (datetime64[D], rising) and units of quote for one base."""

    pairs: Mapping[tuple[str, str], tuple[NDArray[np.datetime64], NDArray[np.float64]]] = field(
        default_factory=dict
    )

    @classmethod
    def of(cls, rows: Mapping[tuple[str, str], Sequence[tuple[date, Decimal]]]) -> DailyRates:
        """The rates of stored *rows*, each pair by day."""
        return cls(
            {
                pair: (
                    np.array([day for day, _ in found], dtype="datetime64[D]"),
                    np.array([float(rate) for _, rate in found], dtype=np.float64),
                )
                for pair, found in rows.items()
            }
        )

    def knows(self, base: str, quote: str) -> bool:
        """Whether amounts of *base* can be told in *quote*, directly or through the dollar."""
        return self._is_direct(base, quote) or (
            self._is_direct(base, CROSS) and self._is_direct(CROSS, quote)
        )

    def factors(self, base: str, quote: str, days: NDArray[np.datetime64]) -> NDArray[np.float64]:
        """Units of *quote* for one *base* on each day: the rate of that day or the last one before it.

        Days before the first rate take the first; NaN everywhere when the pair is unknown.
        """
        if self._is_direct(base, quote):
            return self._direct(base, quote, days)
        if self.knows(base, quote):
            return self._direct(base, CROSS, days) * self._direct(CROSS, quote, days)
        return np.full(days.size, np.nan)

    def _is_direct(self, base: str, quote: str) -> bool:
        return base == quote or (base, quote) in self.pairs or (quote, base) in self.pairs

    def _direct(self, base: str, quote: str, days: NDArray[np.datetime64]) -> NDArray[np.float64]:
        if base == quote:
            return np.ones(days.size)
        if (base, quote) in self.pairs:
            known, rates = self.pairs[base, quote]
            return rates[_rows(known, days)]
        known, rates = self.pairs[quote, base]
        return np.asarray(1.0 / rates[_rows(known, days)], dtype=np.float64)


def _rows(known: NDArray[np.datetime64], days: NDArray[np.datetime64]) -> NDArray[np.intp]:
    rows: NDArray[np.intp] = np.maximum(np.searchsorted(known, days, side="right") - 1, 0)
    return rows
