"""Entries made while what was open already was losing: whether losses are averaged down.

An entry adds to a loser when a position of the same symbol and side is open and the entry's price is worse
for it than the volume-weighted open price: lower for a buy, higher for a sell.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from services.model import DealEntry

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from services.calc.executions import Executions

_NOTHING = 1e-9  # lots: what floats leave of a closed position
Group = tuple[int, bool]


@dataclass(frozen=True, slots=True)
class AddingToLosers:
    """Counted entries: all, those made beside an open position of symbol and side, and those of a losing one.

    `lots` is the volume of the last kind, as a share of the volume of all entries; NaN without entries.
    """

    entries: int
    beside_open: int
    to_losers: int
    lots: float

    @property
    def share(self) -> float:
        """Share of the entries beside an open position that added to a losing one; NaN when none were."""
        return self.to_losers / self.beside_open if self.beside_open else math.nan


def adding_to_losers(deals: Executions, inside: NDArray[np.bool_]) -> AddingToLosers:
    """What the entries *inside* did; the deals before them say what was open."""
    beside, losing = _states(deals)
    is_entry = np.isin(deals.entry, (DealEntry.IN, DealEntry.INOUT)) & inside
    volume = float(deals.volume[is_entry].sum())
    added = losing & is_entry
    return AddingToLosers(
        entries=int(is_entry.sum()),
        beside_open=int((beside & is_entry).sum()),
        to_losers=int(added.sum()),
        lots=float(deals.volume[added].sum()) / volume if volume else math.nan,
    )


def _states(deals: Executions) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """For each deal whether it entered beside an open position of its symbol and side, and a losing one."""
    book = _Book()
    beside, losing = np.zeros(deals.time.size, dtype=bool), np.zeros(deals.time.size, dtype=bool)
    columns = (deals.symbol, deals.is_buy, deals.entry, deals.position, deals.volume, deals.price)
    for number, (symbol, is_buy, entry, position, volume, price) in enumerate(
        zip(*(column.tolist() for column in columns), strict=True)
    ):
        if entry != DealEntry.IN:
            rest = book.leave(position, volume)
            if entry != DealEntry.INOUT or rest <= _NOTHING:
                continue
            volume = rest  # noqa: PLW2901 - a reversal closes first and enters with what is left
        average = book.average((symbol, is_buy))
        if not math.isnan(average):
            beside[number] = True
            losing[number] = price < average if is_buy else price > average
        book.enter(position, (symbol, is_buy), volume, price)
    return beside, losing


class _Book:
    """What is open: volume and price of each position, volume and cost of each symbol and side."""

    def __init__(self) -> None:
        self._positions: dict[int, tuple[Group, float, float]] = {}
        self._groups: dict[Group, tuple[float, float]] = {}

    def average(self, group: Group) -> float:
        """The volume-weighted open price of a symbol and side; NaN when nothing is open."""
        volume, cost = self._groups.get(group, (0.0, 0.0))
        return cost / volume if volume > _NOTHING else math.nan

    def enter(self, position: int, group: Group, volume: float, price: float) -> None:
        """Open a position, or make it larger."""
        _, held, paid = self._positions.get(position, (group, 0.0, 0.0))
        total = held + volume
        self._positions[position] = group, total, (held * paid + volume * price) / total if total else price
        self._add(group, volume, volume * price)

    def leave(self, position: int, volume: float) -> float:
        """Close some of a position; what of *volume* was more than it held."""
        if position not in self._positions:
            return volume
        group, held, paid = self._positions[position]
        closed = min(held, volume)
        self._add(group, -closed, -closed * paid)
        if held - closed > _NOTHING:
            self._positions[position] = group, held - closed, paid
        else:
            del self._positions[position]
        return volume - closed

    def _add(self, group: Group, volume: float, cost: float) -> None:
        lots, total = self._groups.get(group, (0.0, 0.0))
        if lots + volume > _NOTHING:
            self._groups[group] = lots + volume, total + cost
        else:
            self._groups.pop(group, None)
