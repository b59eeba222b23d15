"""Closing deals that no listed position explains: first in, first out, by opposite side and volume."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from typing import TYPE_CHECKING

from services.model import DealEntry

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from services.model import Side
    from services.statement import StatedDeal

_OLDEST = 100


@dataclass(slots=True)
class _Open:
    position_id: int
    left: Decimal


def assign_rest(
    executions: Sequence[StatedDeal], ids: dict[int, int], still_open: Mapping[int, Decimal]
) -> bool:
    """Add to *ids* every exit it lacks; whether that took a guess.

    What is *still_open* (volume by position id) was not closed. An exit that fits one position only is no
    guess; one without any entry keeps its own order as the id, so that it joins no other.
    """
    if all(each.row in ids for each in executions):
        return False
    kept: dict[int, Decimal] = defaultdict(Decimal, still_open)
    for each in executions:
        if each.deal.entry != DealEntry.IN and each.row in ids:
            kept[ids[each.row]] += each.deal.volume
    book = _Book(kept)
    for each in sorted(executions, key=lambda each: each.deal.server_time):
        if each.deal.entry == DealEntry.IN:
            book.enter(each, ids[each.row])
        elif each.row not in ids:
            ids[each.row] = book.leave(each)
    return book.has_guessed


class _Book:
    """Entries that exits may still take from; `kept` is what others take of each position."""

    def __init__(self, kept: dict[int, Decimal]) -> None:
        self.has_guessed = False
        self._kept = kept
        self._entries: dict[tuple[str, Side], dict[int, _Open]] = defaultdict(dict)

    def enter(self, each: StatedDeal, position_id: int) -> None:
        """Note an entry, less what is kept of its position."""
        deal = each.deal
        known = min(self._kept[position_id], deal.volume)
        self._kept[position_id] -= known
        if deal.volume > known:
            self._entries[deal.symbol, deal.side][each.row] = _Open(position_id, deal.volume - known)

    def leave(self, each: StatedDeal) -> int:
        """The position that an exit closes: the oldest of just its volume, else the oldest large enough."""
        deal = each.deal
        entries = self._entries[deal.symbol, deal.side.opposite]
        oldest = list(islice(entries.items(), _OLDEST))
        same = [item for item in oldest if item[1].left == deal.volume]
        large = [item for item in oldest if item[1].left > deal.volume]
        if len(entries) > _OLDEST or len(same) + len(large) != 1:
            self.has_guessed = True
        for row, entry in (same or large or oldest)[:1]:
            entry.left -= min(entry.left, deal.volume)
            if not entry.left:
                del entries[row]
            return entry.position_id
        return deal.order or deal.ticket
