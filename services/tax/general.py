"""Any history: lots of every account by the pools, and then washes across all of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from services.tax.legs import in_order, legs_of
from services.tax.relieving import relieve_all
from services.tax.units import Units
from services.tax.washer import washes_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from services.tax.lots import Lot
    from services.tax.model import Execution, Unmatched
    from services.tax.policy import Policy
    from services.tax.wash_sales import Wash


class Settled(Protocol):
    """What became of executions: lots in the order they were opened, washes in the order of the sales."""

    @property
    def lots(self) -> Sequence[Lot]:
        """Lots with their pieces."""

    @property
    def washes(self) -> Sequence[Wash]:
        """Washes of the taxpayer's losses."""

    @property
    def unmatched(self) -> Sequence[Unmatched]:
        """Deals that found nothing to close."""

    @property
    def units(self) -> Units:
        """How the shares of its pieces are counted."""


@dataclass(frozen=True, slots=True)
class General:
    """What became of executions of any kind."""

    lots: Sequence[Lot]
    washes: Sequence[Wash]
    unmatched: Sequence[Unmatched]
    units: Units


def settle(executions: Iterable[Execution], policy: Policy) -> General:
    """Lots and washes of executions that no other ones can change."""
    ordered = in_order(executions)
    units = Units(ordered)
    lots, unmatched = relieve_all(legs_of(ordered, units, policy.same_day), units, policy)
    return General(lots, washes_of(lots, policy), unmatched, units)
