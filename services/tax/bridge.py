"""From the ledger's realized result of what is on the form to the form's gains, step by step."""

from __future__ import annotations

from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from services.tax.cash_gains import cash_gains, first_basis
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
LOTS = (
    "cash of the deals and what is held; the ledger closes at averages, on other days than short sales"
    " settle, without premiums of exercised options, at rates of other days"
)
WASHES = "losses that were denied, less those that come back with the basis of what was sold"


class Bridge:
    """Steps that are each summed on their own, so that their sum proves the rows.

    Costs and washes come from the pieces that were closed, lots from the cash of the deals and what is held.
    """

    def __init__(self, executions: Iterable[Execution], matched: Matched) -> None:
        """The steps between the deals and what was *matched* of them."""
        executions = tuple(executions)
        self._matched, self._gains = matched, cash_gains(executions, matched)
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
        unwashed = in_dollars(sum(self._gains.get((account, year), 0) for account in accounts))
        washed = in_dollars(sum(one.denied - (one.basis - first_basis(one)) for one in pieces))
        sold = self._costs(pieces)
        return (
            BridgeLine("Realized by the ledger, without swaps", profit + costs),
            BridgeLine("Costs of another time", -sold - costs, COSTS),
            BridgeLine("Lots in place of averages", unwashed + sold - profit, LOTS),
            BridgeLine("Wash sales", washed, WASHES),
            BridgeLine("Gains of the form", sum((row.gain for row in rows), ZERO)),
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
