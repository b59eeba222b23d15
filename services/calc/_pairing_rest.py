"""Closing deals that no listed position explains: first in, first out, by opposite side and volume."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from services.model import DealEntry

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from decimal import Decimal

    from services.model import Side
    from services.statement import StatedDeal


@dataclass(slots=True)
class _Open:
    position_id: int
    left: Decimal


def assign_rest(executions: Sequence[StatedDeal], ids: dict[int, int], still_open: Collection[int]) -> bool:
    """Add to *ids* every exit it lacks; whether that took a guess.

    Positions that *still_open* lists are closed last: an exit rather belongs to one that is gone. An exit
    without any entry keeps its own order as the id, so that it joins no other.
    """
    missing = [each for each in executions if each.row not in ids]
    if not missing:
        return False
    taken: dict[int, Decimal] = defaultdict(type(missing[0].deal.volume))
    for each in executions:
        if each.deal.entry != DealEntry.IN and each.row in ids:
            taken[ids[each.row]] += each.deal.volume
    book = _Book(frozenset(still_open), taken)
    for each in sorted(executions, key=lambda each: each.deal.server_time):
        if each.deal.entry == DealEntry.IN:
            book.enter(each, ids[each.row])
        elif each.row not in ids:
            ids[each.row] = book.leave(each)
    return True


class _Book:
    def __init__(self, still_open: frozenset[int], taken: dict[int, Decimal]) -> None:
        self._still_open = still_open
        self._taken = taken
        self._entries: dict[tuple[str, Side], list[_Open]] = defaultdict(list)

    def enter(self, each: StatedDeal, position_id: int) -> None:
        """Note an entry, less what known exits take of its position."""
        deal = each.deal
        known = min(self._taken[position_id], deal.volume)
        self._taken[position_id] -= known
        if deal.volume > known:
            self._entries[deal.symbol, deal.side].append(_Open(position_id, deal.volume - known))

    def leave(self, each: StatedDeal) -> int:
        """The position that an exit closes: the oldest of just its volume, else the oldest large enough."""
        deal = each.deal
        entries = self._entries[deal.symbol, deal.side.opposite]
        gone = [entry for entry in entries if entry.position_id not in self._still_open]
        for candidates in (gone, entries):
            for fits in (_same, _enough):
                for entry in candidates:
                    if fits(entry.left, deal.volume):
                        self._take(entries, entry, deal.volume)
                        return entry.position_id
        if entries:
            oldest = entries[0]
            self._take(entries, oldest, oldest.left)
            return oldest.position_id
        return deal.order or deal.ticket

    @staticmethod
    def _take(entries: list[_Open], entry: _Open, volume: Decimal) -> None:
        entry.left -= volume
        if not entry.left:
            entries.remove(entry)


def _same(left: Decimal, volume: Decimal) -> bool:
    return left == volume


def _enough(left: Decimal, volume: Decimal) -> bool:
    return left > volume
