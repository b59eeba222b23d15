"""From the ledger's realized result of what is on the form to the form's gains, step by step."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from services.tax.matching import match
from services.tax.model import ZERO, BridgeLine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from decimal import Decimal

    from services.tax.matching import Matched
    from services.tax.model import Execution, FormRow
    from services.tax.policy import Policy
    from services.tax.totals import Booked

    Chosen = Callable[[Iterable[FormRow]], Sequence[FormRow]]

COSTS = "the ledger counts costs when they are paid, the form with the shares that are sold"
LOTS = "the ledger closes at averages; days on which shorts close, premiums of exercised options, rates"
WASHES = "losses that were denied, less those that come back with the basis of what was sold"


class Steps:
    """The same executions matched without costs and without wash sales, so that each step has its amount."""

    def __init__(self, executions: Sequence[Execution], policy: Policy, whole: Matched) -> None:
        """Three ways of matching; *whole* is the one of the form."""
        plain = replace(policy, computes_washes=False)
        self._whole = whole
        self._unwashed = match(executions, plain)
        self._free = match([replace(item, costs=ZERO) for item in executions], plain)

    def bridge(self, year: int, booked: Iterable[Booked], chosen: Chosen) -> tuple[BridgeLine, ...]:
        """The steps of a year for the rows that *chosen* lets through."""
        on_form = [one for one in booked if one.tax_class.is_on_form]
        profit = sum((one.profit for one in on_form), ZERO)
        costs = sum((one.costs for one in on_form), ZERO)
        free, unwashed, whole = (
            _gains(chosen(matched.rows(year))) for matched in (self._free, self._unwashed, self._whole)
        )
        return (
            BridgeLine("Realized by the ledger, without swaps", profit + costs),
            BridgeLine("Costs of another time", unwashed - free - costs, COSTS),
            BridgeLine("Lots in place of averages", free - profit, LOTS),
            BridgeLine("Wash sales", whole - unwashed, WASHES),
            BridgeLine("Gains of the form", whole),
        )


def _gains(rows: Iterable[FormRow]) -> Decimal:
    return sum((row.gain for row in rows), ZERO)
