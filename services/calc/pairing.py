"""Which position each deal of a report belongs to: reports print no position ids beside their deals."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, fields
from decimal import Decimal
from operator import attrgetter
from typing import TYPE_CHECKING

from services.calc._pairing_check import check
from services.calc._pairing_exits import match_exits
from services.calc._pairing_rest import assign_rest
from services.model import Deal, DealEntry, MarginMode, Side
from services.statement import StatedDeal

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from services.statement import StatedPosition, StatedTrade


@dataclass(frozen=True, slots=True)
class PairingResult:
    """Deals with their position ids, what contradicts the listed positions, and whether some ids are guesses.

    `orphans` are the ids of listed positions whose entry lies before the first deal.
    """

    deals: tuple[StatedDeal, ...]
    problems: tuple[str, ...]
    inferred: bool
    orphans: frozenset[int]


@dataclass(slots=True)
class _Net:
    position_id: int
    volume: Decimal


def pair(
    deals: Sequence[StatedDeal],
    trades: Sequence[StatedTrade],
    positions: Sequence[StatedPosition],
    margin_mode: MarginMode | None,
) -> PairingResult:
    """The deals with position ids; *margin_mode* None means that the deals themselves must tell."""
    executions = [stated for stated in deals if stated.deal.is_trade]
    if not executions:
        return PairingResult(tuple(deals), (), inferred=False, orphans=frozenset())
    start = min(stated.deal.server_time for stated in deals)
    mode = margin_mode or _guess_mode(executions, trades)
    if mode is MarginMode.HEDGING:
        ids, inferred = _hedging(executions, trades, positions, start)
    else:
        ids, inferred = _netting(executions, trades)
    problems, orphans = check(executions, ids, trades, positions, start)
    return PairingResult(
        deals=_with_ids(deals, ids),
        problems=tuple(problems),
        inferred=inferred or margin_mode is None,
        orphans=frozenset(orphans),
    )


def _hedging(
    executions: Sequence[StatedDeal],
    trades: Sequence[StatedTrade],
    positions: Sequence[StatedPosition],
    start: datetime,
) -> tuple[dict[int, int], bool]:
    ids = {
        each.row: each.deal.order or each.deal.ticket
        for each in executions
        if each.deal.entry == DealEntry.IN
    }
    exits = [each for each in executions if each.deal.entry != DealEntry.IN]
    entry_costs: dict[int, Decimal] = defaultdict(Decimal)
    for each in executions:
        if each.deal.entry == DealEntry.IN:
            entry_costs[ids[each.row]] += each.deal.commission
    ids |= match_exits(exits, trades, entry_costs, start)
    held = {position.position_id: position.volume for position in positions}
    inferred = assign_rest(executions, ids, held)
    return ids, inferred


def _netting(executions: Sequence[StatedDeal], trades: Sequence[StatedTrade]) -> tuple[dict[int, int], bool]:
    closing = {(trade.close_time, trade.symbol): trade.position_id for trade in trades}
    ids: dict[int, int] = {}
    open_by_symbol: dict[str, _Net] = {}
    inferred = False
    for each in executions:
        deal = each.deal
        net = open_by_symbol.get(deal.symbol)
        if net is None:
            if deal.entry != DealEntry.IN:
                listed = closing.get((deal.server_time, deal.symbol))
                ids[each.row] = listed or deal.order or deal.ticket
                inferred = inferred or listed is None
                continue
            net = _Net(deal.order or deal.ticket, deal.volume * 0)
            open_by_symbol[deal.symbol] = net
        ids[each.row] = net.position_id
        net.volume += deal.volume if deal.side is Side.BUY else -deal.volume
        if not net.volume:
            del open_by_symbol[deal.symbol]
    return ids, inferred


def _guess_mode(executions: Sequence[StatedDeal], trades: Sequence[StatedTrade]) -> MarginMode:
    """Netting shows itself by a reversal, or by an exit larger than any single entry that is open."""
    if any(each.deal.entry == DealEntry.INOUT for each in executions):
        return MarginMode.NETTING
    if trades or any(each.deal.entry == DealEntry.OUT_BY for each in executions):
        return MarginMode.HEDGING
    largest: dict[str, Decimal] = {}
    net: dict[str, Decimal] = {}
    for each in executions:
        deal = each.deal
        before = net.get(deal.symbol, deal.volume * 0)
        signed = deal.volume if deal.side is Side.BUY else -deal.volume
        if deal.entry == DealEntry.IN:
            if before * signed < 0:
                return MarginMode.HEDGING
            largest[deal.symbol] = max(largest.get(deal.symbol, deal.volume), deal.volume)
        elif deal.volume > largest.get(deal.symbol, deal.volume):
            return MarginMode.NETTING
        net[deal.symbol] = before + signed
        if not net[deal.symbol]:
            largest.pop(deal.symbol, None)
    return MarginMode.HEDGING


_NAMES = tuple(each.name for each in fields(Deal))
_VALUES = attrgetter(*_NAMES)
_ID = _NAMES.index("position_id")


def _with_ids(deals: Sequence[StatedDeal], ids: dict[int, int]) -> tuple[StatedDeal, ...]:
    found = []
    for each in deals:
        identifier = ids.get(each.row)
        if identifier is None:
            found.append(each)
            continue
        values = list(_VALUES(each.deal))
        values[_ID] = identifier
        found.append(StatedDeal(each.row, Deal(*values), each.balance))
    return tuple(found)
