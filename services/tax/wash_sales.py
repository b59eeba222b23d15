"""A wash sale: shares of a loss, what replaced them, and where the loss went."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from services.tax.model import Owner
from services.tax.sales import realized

if TYPE_CHECKING:
    from datetime import date

    from services.tax.legs import Leg
    from services.tax.lots import Piece


@dataclass(slots=True, eq=False)
class Wash:
    """Units of a loss that a piece replaced, and the cents denied."""

    loss: Piece
    closing: Leg
    replacement: Piece
    units: int
    denied: int

    @property
    def sold(self) -> date:
        """The day of the loss, as its row says it."""
        return realized(self.loss, self.closing)

    @property
    def is_permanent(self) -> bool:
        """Whether the loss went nowhere, since a retirement account has no basis to carry it."""
        return self.replacement.lot.opening.first.owner is Owner.RETIREMENT
