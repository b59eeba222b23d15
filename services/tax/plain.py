"""Plain histories by a short way: the same lots, pieces and washes as by the general one, made when asked."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from services.tax.plain_deals import plain_deals
from services.tax.plain_lots import relieve_plain
from services.tax.plain_objects import PlainObjects
from services.tax.plain_washes import PlainWasher
from services.tax.units import Units

if TYPE_CHECKING:
    from collections.abc import Sequence

    from services.tax.lots import Lot
    from services.tax.model import Execution, Unmatched
    from services.tax.plain_deals import PlainDeals
    from services.tax.plain_lots import PlainPieces
    from services.tax.policy import Policy
    from services.tax.wash_sales import Wash


def settle_plain(executions: Sequence[Execution], policy: Policy) -> PlainHistory | None:
    """One identity's lots and washes; None where it is not plain enough."""
    deals = plain_deals(executions, policy.same_day)
    pieces = None if deals is None else relieve_plain(deals)
    if deals is None or pieces is None:
        return None
    washer = PlainWasher(deals, pieces)
    if policy.computes_washes:
        washer.run(policy)
    return PlainHistory(deals, pieces, washer)


class PlainHistory:
    """Numbers of a plain history, and the lots, pieces and washes that they are."""

    def __init__(self, deals: PlainDeals, pieces: PlainPieces, washer: PlainWasher) -> None:
        self.unmatched: tuple[Unmatched, ...] = ()
        self._numbers = deals, pieces, washer

    @cached_property
    def units(self) -> Units:
        """How its shares are counted."""
        return Units(self._numbers[0].executions)

    @property
    def lots(self) -> tuple[Lot, ...]:
        """Its purchases with their pieces."""
        return self._objects.lots

    @property
    def washes(self) -> tuple[Wash, ...]:
        """Its washes in the order of the sales."""
        return self._objects.washes

    @cached_property
    def _objects(self) -> PlainObjects:
        return PlainObjects(*self._numbers)
