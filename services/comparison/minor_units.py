"""Amounts as whole minor units (cents) that add up: what is finer is carried on to the next amount."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np

from services.calc.money import round_money, unit

if TYPE_CHECKING:
    from numpy.typing import NDArray

_NOISE = 1e-4  # of a minor unit: a float has this much beyond the cents it stands for


def minor_units(amounts: NDArray[np.float64], digits: int) -> NDArray[np.int64]:
    """*amounts* in minor units (int64); their sum is the sum of *amounts*, rounded once.

    Booked amounts are whole already. Converted ones are not: rounding each would move a total by cents, so
    what an amount leaves over goes into the next one.

    >>> minor_units(np.array([10.5, -0.25]), 2)
    array([1050,  -25])
    >>> minor_units(np.array([0.004, 0.004, 0.004]), 2).sum()
    np.int64(1)
    """
    scaled = amounts * 10.0**digits
    whole = np.rint(scaled)
    if np.abs(scaled - whole).max(initial=0.0) < _NOISE:
        return whole.astype(np.int64)
    reached = np.cumsum(scaled)
    reached = np.copysign(np.floor(np.abs(reached) + 0.5), reached)
    total = round_money(Decimal(repr(float(amounts.sum()))), digits)
    reached[-1] = float(total.scaleb(digits))
    return np.diff(reached, prepend=0.0).astype(np.int64)


def amount(minor: int, digits: int) -> Decimal:
    """Minor units as an amount with the currency's digits.

    >>> amount(-12345, 2)
    Decimal('-123.45')
    """
    return int(minor) * unit(digits)
