"""Positions against deals: what a report lists as a closed position must be the sum of its deals."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from services.model import DealEntry

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from services.statement import StatedDeal, StatedPosition, StatedTrade

_ZERO = Decimal(0)


@dataclass(slots=True)
class _Sum:
    entered: Decimal = _ZERO
    left: Decimal = _ZERO
    profit: Decimal = _ZERO
    swap: Decimal = _ZERO
    commission: Decimal = _ZERO
    fee: Decimal = _ZERO


def check(
    executions: Sequence[StatedDeal],
    ids: Mapping[int, int],
    trades: Sequence[StatedTrade],
    positions: Sequence[StatedPosition],
    start: datetime,
) -> tuple[list[str], set[int]]:
    """Sentences on listed positions that their deals contradict, and the ids of those without an entry.

    Of a position opened before *start* of the report, exits may be missing as well as its entry.
    """
    if not trades:
        return [], set()
    sums: dict[int, _Sum] = defaultdict(_Sum)
    for each in executions:
        _add(sums[ids[each.row]], each)
    rows: dict[int, list[StatedTrade]] = defaultdict(list)
    for trade in trades:
        rows[trade.position_id].append(trade)
    still_open = {position.position_id for position in positions}
    problems: list[str] = []
    orphans: set[int] = set()
    for position_id, listed in rows.items():
        found = sums[position_id]
        volume = sum((trade.volume for trade in listed), _ZERO)
        if found.entered < volume:
            orphans.add(position_id)
        if _began_before(listed, start) and _ZERO < found.left < volume:
            continue
        compare_costs = position_id not in still_open and found.entered == volume
        problem = _problem(listed, found, compare_costs=compare_costs)
        if problem:
            problems.append(problem)
    return problems, orphans


def _began_before(listed: list[StatedTrade], start: datetime) -> bool:
    return any(trade.open_time < start for trade in listed)


def _add(total: _Sum, each: StatedDeal) -> None:
    deal = each.deal
    if deal.entry == DealEntry.IN:
        total.entered += deal.volume
    else:
        total.left += deal.volume
        if deal.entry == DealEntry.INOUT:
            total.entered += deal.volume
    total.profit += deal.profit
    total.swap += deal.swap
    total.commission += deal.commission
    total.fee += deal.fee


def _problem(listed: list[StatedTrade], found: _Sum, *, compare_costs: bool) -> str:
    start = f"Row {listed[0].row}: position {listed[0].position_id}"
    if not found.left:
        return f"{start} is closed, but no deal closes it."
    stated = {
        "profit": sum((trade.profit for trade in listed), _ZERO),
        "swap": sum((trade.swap for trade in listed), _ZERO),
        "commission": sum((trade.commission for trade in listed), _ZERO),
    }
    computed = {"profit": found.profit, "swap": found.swap, "commission": found.commission}
    if not compare_costs or stated["commission"] == found.commission + found.fee:
        computed["commission"] = stated["commission"]
    for name, value in stated.items():
        if value != computed[name]:
            return f"{start} states a {name} of {value}, its deals add up to {computed[name]}."
    return ""
