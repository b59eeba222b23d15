"""Bought shares of one identity as time goes by: what is open at a moment, and what is old by then."""

from __future__ import annotations

import heapq
from collections import deque
from datetime import date
from typing import TYPE_CHECKING

from services.tax.holding_period import is_long_term
from services.tax.model import Owner

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from services.tax.lots import Lot, Piece

Entry = tuple[int, int, "Piece"]
YEAR = 365  # days; what was held for no more is not old


class Held:
    """Lots of the taxpayer and the spouse; moments are asked for in their order."""

    def __init__(self, lots: Iterable[Lot]) -> None:
        known = [lot for lot in lots if lot.opening.first.owner is not Owner.RETIREMENT]
        self._waiting = deque(sorted(known, key=lambda lot: lot.opening.moment))
        self._watches = bool(known)
        self._open: list[Lot] = []
        self._by_age: list[Entry] = []
        self._noted = self._reached = 0

    def note(self, piece: Piece) -> None:
        """Learn of a piece that was split off, or whose term starts on another day."""
        if self._watches and not piece.lot.is_short and piece.lot.opening.moment <= self._reached:
            self._noted += 1
            heapq.heappush(self._by_age, (piece.hold, self._noted, piece))

    def old_units(self, moment: int, day: int, most: int) -> int:
        """How many open units have been held for more than a year on a day, at most so many."""
        self._advance(moment)
        found = 0
        kept: dict[Piece, Entry] = {}
        while found < most and self._by_age and self._by_age[0][0] < day - YEAR:
            entry = heapq.heappop(self._by_age)
            hold, _, piece = entry
            if piece.hold == hold and piece not in kept and is_open(piece, moment):
                kept[piece] = entry
                found += piece.units if is_old(piece, day) else 0
        for entry in kept.values():
            heapq.heappush(self._by_age, entry)
        return min(found, most)

    def open_pieces(self, moment: int) -> Iterator[Piece]:
        """Pieces that are open at a moment, of the oldest lot first."""
        self._advance(moment)
        gone = 0
        try:
            for lot in self._open:
                pieces = [piece for piece in lot.pieces if is_open(piece, moment)]
                gone += not pieces
                yield from pieces
        finally:
            if 2 * gone > len(self._open):
                self._open = [lot for lot in self._open if any(is_open(one, moment) for one in lot.pieces)]

    def _advance(self, moment: int) -> None:
        self._reached = moment
        while self._waiting and self._waiting[0].opening.moment <= moment:
            lot = self._waiting.popleft()
            self._open.append(lot)
            for piece in lot.pieces:
                self.note(piece)


def is_open(piece: Piece, moment: int) -> bool:
    """Whether a piece is not closed yet at a moment."""
    return piece.closing is None or piece.closing.moment > moment


def is_old(piece: Piece, day: int) -> bool:
    """Whether a piece has been held for more than a year on a day."""
    return is_long_term(date.fromordinal(piece.hold), date.fromordinal(day))
