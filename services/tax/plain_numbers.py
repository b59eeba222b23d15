"""Shares, money and moments of plain deals as whole numbers, many at a time."""

from __future__ import annotations

from decimal import Decimal
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from services.tax.cents import in_cents
from services.tax.legs import net
from services.tax.units import Units

if TYPE_CHECKING:
    from collections.abc import Sequence

    from services.tax.model import Execution

HUNDRED = Decimal(100)


def whole_units(ordered: Sequence[Execution]) -> list[int]:
    """The shares of each."""
    exact = [item.quantity for item in ordered]
    whole = list(map(int, exact))
    return whole if sum(whole) == sum(exact) else Units(ordered).of_all(ordered)


def whole_cents(ordered: Sequence[Execution], is_buy: Sequence[bool]) -> list[int]:
    """What each purchase cost or sale brought."""
    amounts, costs = [item.amount for item in ordered], [item.costs for item in ordered]
    if any(costs):
        known = zip(amounts, costs, is_buy, strict=True)
        amounts = [net(amount, cost, is_buy=side) for amount, cost, side in known]
    exact = [amount * HUNDRED for amount in amounts]
    whole = list(map(int, exact))
    is_whole = min(whole) > 0 and sum(whole) == sum(exact)
    return whole if is_whole else list(map(in_cents, amounts))


def instants_of(times: Sequence[object]) -> list[int]:
    """A number for every moment, the same for deals of one moment."""
    return list(accumulate((one != two for one, two in pairwise(times)), initial=0))
