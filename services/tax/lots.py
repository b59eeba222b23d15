"""Lots and the pieces they are sold in: what each cost, brought, and from when it was held."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from services.tax.cents import cut
from services.tax.model import Owner

if TYPE_CHECKING:
    from services.tax.legs import Leg


NEVER, USED = 1 << 62, -1


@dataclass(slots=True, eq=False)
class Lot:
    """What one order opened, bought or sold short; `units` (of `total`) and `cents` are still open."""

    opening: Leg
    units: int
    cents: int
    is_short: bool
    wallet: str
    pieces: list[Piece] = field(default_factory=list)
    total: int = field(init=False)

    def __post_init__(self) -> None:
        self.total = self.units

    @property
    def key(self) -> str:
        """The key of its first execution."""
        return self.opening.first.key

    @property
    def is_taxed(self) -> bool:
        """Whether what is sold of it is a row of the taxpayer."""
        return self.opening.first.owner is Owner.TAXPAYER

    @property
    def is_open(self) -> bool:
        """Whether something of it is still held, or owed."""
        return any(piece.closing is None for piece in self.pieces)

    def take(self, units: int) -> int:
        """Take units off it; answers the cents that go with them."""
        cents = cut(self.cents, units, self.units)
        self.units -= units
        self.cents -= cents
        return cents


@dataclass(slots=True, eq=False)
class Piece:
    """Units of a lot that have one fate: closed by one leg, or still open (`closing` is None).

    `basis` and `proceeds` are cents (of an open short the proceeds are known, of an open long the basis).
    `hold` is the day from which the term counts. `denied` is what washes took off its loss. From `end` on it
    replaces no loss: it is gone, or has replaced one. `parts` were split off it. `past` are (day, basis,
    hold) before that day's change.
    `delivered` is the short lot that these shares closed, `moved_to` the leg that an exercise moved it into.
    """

    lot: Lot
    units: int
    basis: int
    proceeds: int
    closing: Leg | None
    hold: int
    number: int = 0
    denied: int = 0
    end: int = NEVER
    is_long_term: bool = False
    delivered: Lot | None = None
    moved_to: Leg | None = None
    parts: tuple[Piece, ...] = ()
    past: tuple[tuple[int, int, int], ...] = ()

    @property
    def is_short(self) -> bool:
        """Whether what it closed was a short sale."""
        return self.lot.is_short or self.delivered is not None

    def split(self, units: int) -> Piece:
        """Some of its units as a piece of their own with their share of the money; itself where it is all."""
        if units == self.units:
            return self
        basis, proceeds = cut(self.basis, units, self.units), cut(self.proceeds, units, self.units)
        part = Piece(self.lot, units, basis, proceeds, self.closing, self.hold)
        part.number, part.end = self.number, self.end
        part.delivered, part.moved_to = self.delivered, self.moved_to
        part.is_long_term = self.is_long_term
        if self.past:
            part.past = tuple((day, cut(before, units, self.units), hold) for day, before, hold in self.past)
            known = zip(self.past, part.past, strict=True)
            self.past = tuple((day, before - own[1], hold) for (day, before, hold), own in known)
        self.units -= units
        self.basis -= basis
        self.proceeds -= proceeds
        self.parts = (*self.parts, part)
        self.lot.pieces.append(part)
        return part

    def change(self, day: int, cents: int, hold: int) -> None:
        """Raise the basis and move the start of the term, on a day that is remembered."""
        self.past = (*self.past, (day, self.basis, self.hold))
        self.basis += cents
        self.hold = hold
