"""Large plain histories as machine code: the same as by the general way, lots and washes made when asked."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from services.tax.plain_board import board_of
from services.tax.plain_deals import plain_deals
from services.tax.plain_lots import relieve_plain
from services.tax.plain_objects import PlainObjects
from services.tax.plain_washes import WIDTH, washes_of
from services.tax.units import Units

if TYPE_CHECKING:
    from collections.abc import Sequence

    from services.tax.lots import Lot
    from services.tax.model import Execution, Unmatched
    from services.tax.plain_deals import Numbers, PlainDeals
    from services.tax.policy import Policy
    from services.tax.wash_sales import Wash


def settle_plain(executions: Sequence[Execution], policy: Policy) -> PlainHistory | None:
    """One identity's lots and washes; None where it is not plain enough."""
    deals = plain_deals(executions, policy.same_day)
    pieces = None if deals is None else relieve_plain(deals)
    if deals is None or pieces is None:
        return None
    shares = np.empty((0, WIDTH), np.int64)
    if policy.computes_washes:
        board = board_of(deals, pieces, policy)
        pieces, shares = board.pieces, washes_of(*board, policy.exclude_lots_bought_before_the_shares_sold)
    return PlainHistory(deals, pieces, shares)


class PlainHistory:
    """Numbers of a plain history, and the lots, pieces and washes that they are."""

    def __init__(self, deals: PlainDeals, pieces: Numbers, shares: Numbers) -> None:
        self.unmatched: tuple[Unmatched, ...] = ()
        self._numbers = deals, pieces, shares

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
