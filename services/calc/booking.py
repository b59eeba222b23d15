"""The four amounts of a deal, added and split together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from services.calc.money import share
from services.model import ZERO

if TYPE_CHECKING:
    from decimal import Decimal

    from services.model import Deal


@dataclass(frozen=True, slots=True)
class Booking:
    """The four amounts of a deal; they are split together and never lose a cent."""

    profit: Decimal = ZERO
    commission: Decimal = ZERO
    swap: Decimal = ZERO
    fee: Decimal = ZERO

    @classmethod
    def of(cls, deal: Deal) -> Booking:
        """The amounts of *deal*."""
        return cls(deal.profit, deal.commission, deal.swap, deal.fee)

    @property
    def cash(self) -> Decimal:
        """The sum of the four."""
        return self.profit + self.commission + self.swap + self.fee

    def plus(self, other: Booking) -> Booking:
        """Both together."""
        return Booking(
            self.profit + other.profit,
            self.commission + other.commission,
            self.swap + other.swap,
            self.fee + other.fee,
        )

    def minus(self, other: Booking) -> Booking:
        """What is left when *other* is taken out."""
        return self.plus(Booking(-other.profit, -other.commission, -other.swap, -other.fee))

    def share(self, part: Decimal, whole: Decimal, digits: int) -> Booking:
        """The share *part* / *whole* of each amount, rounded."""
        if part == whole:
            return self
        return Booking(
            share(self.profit, part, whole, digits),
            share(self.commission, part, whole, digits),
            share(self.swap, part, whole, digits),
            share(self.fee, part, whole, digits),
        )


NOTHING = Booking()
