"""The deals of one account as columns: money exact in units of the last decimal, sums exact as Decimal."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np

from services.calc.deal_class import EXTERNAL_FLOWS, class_of
from services.calc.equity import Booked
from services.calc.ledger import LedgerTotals
from services.calc.period import as_datetime, as_datetime64
from services.model import ZERO, DealClass, DealEntry, DealType

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from numpy.typing import NDArray

    from services.model import Deal

CLASSES = tuple(DealClass)
MOST_UNITS = 2**62  # what a sum of all deals stays below


@dataclass(frozen=True, slots=True)
class DealColumns:
    """Deals by time and ticket; `cash` counts units of 10^-digits, `kind` is a place in `CLASSES`."""

    time: NDArray[np.datetime64]
    type: NDArray[np.int16]
    entry: NDArray[np.int16]
    kind: NDArray[np.int8]
    cash: NDArray[np.int64]
    volume: NDArray[np.float64]
    commission: NDArray[np.float64]
    swap: NDArray[np.float64]
    fee: NDArray[np.float64]
    digits: int

    @classmethod
    def of(cls, deals: Sequence[Deal]) -> DealColumns:
        """The columns of *deals*, which are in that order."""
        cash = [deal.cash for deal in deals]
        digits = fitting_digits(
            max((-int(amount.as_tuple().exponent) for amount in cash), default=0),
            sum((abs(amount) for amount in cash), ZERO),
        )

        def floats(name: str) -> NDArray[np.float64]:
            return np.array([float(getattr(deal, name)) for deal in deals], dtype=np.float64)

        return cls(
            time=np.array([as_datetime64(deal.time) for deal in deals], dtype="datetime64[us]"),
            type=np.array([deal.type for deal in deals], dtype=np.int16),
            entry=np.array([deal.entry for deal in deals], dtype=np.int16),
            kind=np.array([CLASSES.index(class_of(deal.type, deal.tag)) for deal in deals], dtype=np.int8),
            cash=np.array([round(amount.scaleb(digits)) for amount in cash], dtype=np.int64),
            **{name: floats(name) for name in ("volume", "commission", "swap", "fee")},
            digits=digits,
        )

    @property
    def size(self) -> int:
        """How many deals there are."""
        return self.time.size

    @property
    def money(self) -> NDArray[np.float64]:
        """What each deal adds to the balance."""
        return self.cash / 10.0**self.digits

    @property
    def is_trade(self) -> NDArray[np.bool_]:
        """Which deals are buys and sells."""
        found: NDArray[np.bool_] = (self.type == DealType.BUY) | (self.type == DealType.SELL)
        return found

    @property
    def is_exit(self) -> NDArray[np.bool_]:
        """Which deals close something."""
        found: NDArray[np.bool_] = self.is_trade & (self.entry != DealEntry.IN)
        return found

    @property
    def is_flow(self) -> NDArray[np.bool_]:
        """Which deals are money from or to outside."""
        return np.isin(self.kind, [CLASSES.index(kind) for kind in EXTERNAL_FLOWS])

    @property
    def first(self) -> datetime | None:
        """When the first deal was done; None without deals."""
        return as_datetime(self.time[0]) if self.time.size else None

    @property
    def last(self) -> datetime | None:
        """When the last deal was done; None without deals."""
        return as_datetime(self.time[-1]) if self.time.size else None

    def rows(self, kept: NDArray[np.bool_] | slice) -> DealColumns:
        """The deals of these rows, in their order."""
        if not isinstance(kept, slice) and kept.all():
            return self
        columns = {
            field.name: getattr(self, field.name)[kept] for field in fields(self) if field.name != "digits"
        }
        return replace(self, **columns)

    def of_kind(self, kind: DealClass) -> NDArray[np.bool_]:
        """Which deals are of this class."""
        found: NDArray[np.bool_] = self.kind == CLASSES.index(kind)
        return found

    def total(self, kept: NDArray[np.bool_] | slice = slice(None)) -> Decimal:
        """The exact cash of these deals."""
        return self.exact(int(self.cash[kept].sum()))

    def exact(self, units: int) -> Decimal:
        """An amount of units of the last decimal."""
        return Decimal(units).scaleb(-self.digits)

    def totals(self) -> LedgerTotals:
        """The exact sums by class."""
        flows = self.of_kind(DealClass.FLOW)
        others = self.of_kind(DealClass.UNKNOWN) | self.of_kind(DealClass.CANCELLED)
        return LedgerTotals(
            trades=self.total(self.of_kind(DealClass.TRADE)),
            costs=self.total(self.of_kind(DealClass.COST)),
            deposits=self.total(flows & (self.cash >= 0)),
            withdrawals=self.total(flows & (self.cash < 0)),
            bonus=self.total(self.of_kind(DealClass.BONUS)),
            credit=self.total(self.of_kind(DealClass.CREDIT)),
            other=self.total(others),
        )

    def booked(self, opening: float) -> Booked:
        """Time, balance after, and flow of each deal; credit leaves the balance alone."""
        moved = np.where(self.of_kind(DealClass.CREDIT), 0.0, self.money)
        return Booked(opening, self.time, opening + np.cumsum(moved), np.where(self.is_flow, moved, 0.0))


def fitting_digits(digits: int, sum_of_amounts: Decimal) -> int:
    """*digits*, or the most with which all amounts together still fit whole numbers of 64 bits."""
    while digits > 0 and sum_of_amounts.scaleb(digits) >= MOST_UNITS:
        digits -= 1
    return digits
