"""From the ledger's realized result of what is on the form to the form's gains, step by step."""

from __future__ import annotations

from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from services.tax.cents import CENT, in_dollars
from services.tax.model import ZERO, BridgeLine

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from services.tax.legs import Leg
    from services.tax.lots import Lot, Piece
    from services.tax.matching import Matched
    from services.tax.model import Execution, FormRow
    from services.tax.totals import Booked

COSTS = "the ledger counts costs when they are paid, the form with the shares that are sold"
LOTS = "the ledger closes at averages; days on which shorts close, premiums of exercised options, rates"
WASHES = "losses that were denied, less those that come back with the basis of what was sold"


class Bridge:
    """What pieces cost apart from their price, and what they gain before any wash sale."""

    def __init__(self, executions: Iterable[Execution], matched: Matched) -> None:
        """The steps between the deals and what was *matched* of them."""
        self._matched = matched
        paid = {item.key: item.costs for item in executions if item.costs}
        self._shares = _cost_of_units(matched.lots, paid) if paid else {}

    def steps(
        self, year: int, booked: Iterable[Booked], rows: Iterable[FormRow], accounts: Collection[str]
    ) -> tuple[BridgeLine, ...]:
        """The steps of a year for these accounts; *rows* are theirs."""
        on_form = [one for one in booked if one.tax_class.is_on_form]
        profit = sum((one.profit for one in on_form), ZERO)
        costs = sum((one.costs for one in on_form), ZERO)
        pieces = [one for one in self._matched.closed(year) if _account(one) in accounts]
        unwashed = in_dollars(sum(one.proceeds - _first_basis(one) for one in pieces))
        sold = self._costs(pieces)
        gains = sum((row.gain for row in rows), ZERO)
        return (
            BridgeLine("Realized by the ledger, without swaps", profit + costs),
            BridgeLine("Costs of another time", -sold - costs, COSTS),
            BridgeLine("Lots in place of averages", unwashed + sold - profit, LOTS),
            BridgeLine("Wash sales", gains - unwashed, WASHES),
            BridgeLine("Gains of the form", gains),
        )

    def _costs(self, pieces: Sequence[Piece]) -> Decimal:
        """What was paid for deals that opened and closed the pieces, by their units."""
        if not self._shares:
            return ZERO
        exact = ZERO
        for piece in pieces:
            for leg in (piece.lot.opening, piece.closing):
                share = self._shares.get(leg) if leg is not None else None
                exact += piece.units * share if share else ZERO
        return exact.quantize(CENT, ROUND_HALF_UP)


def _cost_of_units(lots: Sequence[Lot], paid: dict[str, Decimal]) -> dict[Leg, Decimal]:
    """What one unit of each leg was charged."""
    units: dict[Leg, int] = defaultdict(int)
    for lot in lots:
        for piece in lot.pieces:
            units[lot.opening] += piece.units
            if piece.closing is not None:
                units[piece.closing] += piece.units
    costs = {leg: sum((paid.get(key, ZERO) for key in leg.keys), ZERO) for leg in units}
    return {leg: cost / units[leg] for leg, cost in costs.items() if cost}


def _account(piece: Piece) -> str:
    closing = piece.closing or piece.lot.opening
    return closing.first.account


def _first_basis(piece: Piece) -> int:
    """The basis before any wash sale changed it."""
    return piece.past[0][1] if piece.past else piece.basis
