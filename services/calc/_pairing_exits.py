"""Closing deals of a hedging account matched to the closed positions a report lists."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime
    from decimal import Decimal

    from services.model import Deal, Side
    from services.statement import StatedDeal, StatedTrade

_STEPS_PER_ROW = 4_000
_STEPS = 1_000_000
_MOST_PARTS = 200
_Key = tuple[object, ...]


def match_exits(
    exits: Sequence[StatedDeal],
    trades: Sequence[StatedTrade],
    entry_costs: Mapping[int, Decimal],
    start: datetime,
) -> dict[int, int]:
    """Position id by row of each exit that a listed position explains; the rest is left to others.

    First by time, symbol, side, volume and price, equals told apart by their money; then, for positions that
    were closed in parts, by a bounded search for exits that add up to the row; last, for positions opened
    before *start* of the report, by their closing alone: earlier parts may lie before the report too.
    """
    matching = _Matching(list(exits), list(trades), entry_costs)
    matching.by_key(lambda deal: deal.price, lambda trade: trade.close_price, need_money=False)
    matching.by_key(lambda deal: deal.profit, lambda trade: trade.profit, need_money=True)
    matching.by_parts()
    matching.by_closing(start)
    return matching.ids


class _Matching:
    def __init__(
        self, exits: list[StatedDeal], trades: list[StatedTrade], entry_costs: Mapping[int, Decimal]
    ) -> None:
        self.ids: dict[int, int] = {}
        self._exits = exits
        self._trades = trades
        self._costs = entry_costs
        self._left = _STEPS
        self._done: set[int] = set()

    def by_key(
        self,
        of_deal: Callable[[Deal], Decimal],
        of_trade: Callable[[StatedTrade], Decimal],
        *,
        need_money: bool,
    ) -> None:
        """Give exits to rows of the same key, where the key says it or the money does."""
        rows: dict[_Key, list[StatedTrade]] = defaultdict(list)
        for trade in self._trades:
            rows[trade.close_time, trade.symbol, trade.side, trade.volume, of_trade(trade)].append(trade)
        groups: dict[_Key, list[StatedDeal]] = defaultdict(list)
        for each in self._exits:
            deal = each.deal
            key = (deal.server_time, deal.symbol, deal.side.opposite, deal.volume, of_deal(deal))
            if key in rows:
                groups[key].append(each)
        done: set[int] = set()
        for shared, group in groups.items():
            done |= self._share(group, rows[shared], need_money=need_money)
        self._exits = [each for each in self._exits if each.row not in self.ids]
        self._trades = [trade for trade in self._trades if trade.row not in done]

    def _share(self, group: list[StatedDeal], rows: list[StatedTrade], *, need_money: bool) -> set[int]:
        if len(group) == len(rows) == 1 and not need_money:
            self.ids[group[0].row] = rows[0].position_id
            return {rows[0].row}
        done: set[int] = set()
        left, open_rows = group, rows
        for measure in (self._all_money, self._result):
            left, open_rows = self._agree(left, open_rows, measure, done)
        if not need_money and len(left) == len(open_rows):
            for each, trade in zip(left, open_rows, strict=True):
                self.ids[each.row] = trade.position_id
                done.add(trade.row)
        return done

    def _agree(
        self,
        group: list[StatedDeal],
        rows: list[StatedTrade],
        measure: Callable[[Deal | StatedTrade, int], _Key],
        done: set[int],
    ) -> tuple[list[StatedDeal], list[StatedTrade]]:
        waiting: dict[_Key, list[StatedTrade]] = defaultdict(list)
        for trade in reversed(rows):
            waiting[measure(trade, trade.position_id)].append(trade)
        left = []
        for each in group:
            candidates = waiting.get(measure(each.deal, 0))
            if not candidates:
                left.append(each)
                continue
            trade = candidates.pop()
            self.ids[each.row] = trade.position_id
            done.add(trade.row)
        return left, [trade for trade in rows if trade.row not in done]

    def _all_money(self, item: Deal | StatedTrade, position_id: int) -> _Key:
        entry = self._costs.get(position_id, 0) if position_id else 0
        return item.profit, item.swap, item.commission - entry

    @staticmethod
    def _result(item: Deal | StatedTrade, _position_id: int) -> _Key:
        return item.profit, item.swap

    def by_parts(self) -> None:
        """Give each remaining row the exits between its opening and its closing that add up to it."""
        waiting: dict[tuple[str, Side], list[StatedDeal]] = defaultdict(list)
        for each in sorted(self._exits, key=lambda each: each.deal.server_time):
            waiting[each.deal.symbol, each.deal.side.opposite].append(each)
        times = {key: [each.deal.server_time for each in group] for key, group in waiting.items()}
        for trade in sorted(self._trades, key=lambda trade: trade.close_time - trade.open_time):
            key = (trade.symbol, trade.side)
            free = self._between(trade, waiting.get(key, []), times.get(key, []))
            if not free or free[-1].deal.server_time != trade.close_time:
                continue
            chosen, steps = _adding_up(trade, free)
            self._left -= steps
            for each in chosen:
                self.ids[each.row] = trade.position_id
                self._done.add(trade.row)

    def by_closing(self, start: datetime) -> None:
        """Give each remaining row that was opened before *start* the one exit at its closing."""
        closings: dict[_Key, list[StatedDeal]] = defaultdict(list)
        for each in self._exits:
            deal = each.deal
            closings[deal.server_time, deal.symbol, deal.side.opposite].append(each)
        for trade in self._trades:
            if trade.open_time >= start or trade.row in self._done:
                continue
            free = [
                each
                for each in closings[trade.close_time, trade.symbol, trade.side]
                if each.row not in self.ids and each.deal.volume <= trade.volume
            ]
            free.sort(key=lambda each: each.deal.price != trade.close_price)
            for each in free[:1]:
                self.ids[each.row] = trade.position_id

    def _between(
        self, trade: StatedTrade, group: list[StatedDeal], times: list[datetime]
    ) -> list[StatedDeal]:
        start, end = bisect_left(times, trade.open_time), bisect_right(times, trade.close_time)
        self._left -= end - start
        if self._left < 0:
            return []
        return [each for each in group[start:end] if each.row not in self.ids]


def _adding_up(trade: StatedTrade, free: list[StatedDeal]) -> tuple[list[StatedDeal], int]:
    """A subset of *free* whose volume, profit and swap are the row's (or none), and the steps it took."""
    target = (trade.volume, trade.profit, trade.swap)
    parts = [(each.deal.volume, each.deal.profit, each.deal.swap) for each in free]
    chosen: list[int] = []
    steps = 0

    def search(start: int, volume: Decimal, profit: Decimal, swap: Decimal) -> bool:
        nonlocal steps
        if not volume or len(chosen) == _MOST_PARTS:
            return not volume and not profit and not swap
        for index in range(start, len(parts)):
            steps += 1
            if steps > _STEPS_PER_ROW:
                return False
            part = parts[index]
            if part[0] > volume:
                continue
            chosen.append(index)
            if search(index + 1, volume - part[0], profit - part[1], swap - part[2]):
                return True
            chosen.pop()
        return False

    found = search(0, *target)
    return [free[index] for index in chosen] if found else [], steps
