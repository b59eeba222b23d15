"""Shelves of open lots, which hand out the lot that a method names."""

from __future__ import annotations

import heapq
from collections import defaultdict, deque
from typing import TYPE_CHECKING

from services.tax.model import LotMethod

if TYPE_CHECKING:
    from services.tax.lots import Lot

FINE = 10**12
FIFO = LotMethod.FIFO


class Shelf:
    """Open lots of one side; every method hands out lots without looking at each of them."""

    def __init__(self) -> None:
        self.units = 0
        self._lots: list[Lot] = []
        self._head = 0
        self._named: dict[str, deque[Lot]] = defaultdict(deque)
        self._heap: list[tuple[int, int, Lot]] | None = None
        self._added = 0

    def add(self, lot: Lot) -> None:
        """Put a lot behind the others."""
        self.units += lot.units
        self._lots.append(lot)
        self._added += 1
        if lot.opening.first.position:
            self._named[lot.opening.first.position].append(lot)
        if self._heap is not None:
            heapq.heappush(self._heap, (_dearness(lot), self._added, lot))

    def next(self, method: LotMethod, position: str) -> Lot:
        """The lot that a closing deal takes next; there must be one."""
        if method is FIFO:
            return self._first()
        if method is LotMethod.SPECIFIC and position:
            named = self._named[position]
            while named and not named[0].units:
                named.popleft()
            if named:
                return named[0]
        if method is LotMethod.LIFO:
            while not self._lots[-1].units:
                self._lots.pop()
            return self._lots[-1]
        if method is LotMethod.HIFO:
            return self._dearest()
        return self._first()

    def _first(self) -> Lot:
        while not self._lots[self._head].units:
            self._head += 1
        return self._lots[self._head]

    def open_lots(self) -> list[Lot]:
        """What is left, in the order it was opened."""
        return [lot for lot in self._lots[self._head :] if lot.units]

    def _dearest(self) -> Lot:
        if self._heap is None:
            self._heap = [(_dearness(lot), at, lot) for at, lot in enumerate(self._lots) if lot.units]
            heapq.heapify(self._heap)
        while not self._heap[0][2].units:
            heapq.heappop(self._heap)
        return self._heap[0][2]


def _dearness(lot: Lot) -> int:
    """Less for what gains least: dear purchases, cheap short sales."""
    price = lot.cents * FINE // lot.units
    return price if lot.is_short else -price
