"""Wash sales across all accounts: losses in the order of their sales, each replaced share for share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from services.tax.cents import cut
from services.tax.identities import identities
from services.tax.lots import Lot, Piece
from services.tax.model import Owner
from services.tax.offers import Loss, Rule
from services.tax.options import pass_on
from services.tax.sales import realized

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from services.tax.legs import Leg
    from services.tax.policy import Policy

Step = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Wash:
    """Units of a loss that a piece replaced, and the cents denied."""

    loss: Piece
    closing: Leg
    replacement: Piece
    units: int
    denied: int

    @property
    def sold(self) -> date:
        """The day of the loss, as its row says it."""
        return realized(self.loss, self.closing)

    @property
    def is_permanent(self) -> bool:
        """Whether the loss went nowhere, since a retirement account has no basis to carry it."""
        return self.replacement.lot.opening.first.owner is Owner.RETIREMENT


def washes_of(lots: Sequence[Lot], policy: Policy) -> list[Wash]:
    """Every wash sale of the taxpayer in the order of the sales; pieces of *lots* are changed by them."""
    washer = Washer(lots, policy)
    washer.run()
    return washer.washes


class Washer:
    """Walks through closed pieces as time went by; nothing that it changes lies before where it is."""

    def __init__(self, lots: Sequence[Lot], policy: Policy) -> None:
        self.washes: list[Wash] = []
        self._lots = lots
        self._policy = policy
        self._rule = Rule(policy.same_day)
        self._of = identities(lots, policy)

    def run(self) -> None:
        """Settle every closed piece of the taxpayer, and what short sales do to what is held."""
        steps: list[tuple[Step, Lot | Piece]] = []
        for lot in self._of:
            if lot.is_short and not lot.opening.first.is_option:
                steps.append(((lot.opening.moment, -1, 0, len(steps)), lot))
            for piece in lot.pieces:
                piece.number = len(steps)
                if piece.closing is not None and lot.is_taxed:
                    kind = 1 if piece.moved_to is None else 0
                    at = piece.closing.moment, kind, lot.opening.moment, piece.number
                    steps.append((at, piece))
        for _, item in sorted(steps, key=lambda step: step[0]):
            if isinstance(item, Piece):
                self._settle(item)
            else:
                self._of[item].held.begin(item)

    def _settle(self, piece: Piece) -> None:
        for part in piece.parts:
            self._settle(part)
        if piece.is_short and not piece.lot.opening.first.is_option:
            known = len(piece.parts)
            self._close_short(piece)
            for part in piece.parts[known:]:
                self._wash(part)
        if piece.moved_to is not None:
            pass_on(piece, piece.moved_to, self._lots)
            return
        self._wash(piece)

    def _close_short(self, piece: Piece) -> None:
        identity = self._of[piece.lot]
        for held, part in identity.held.close(piece):
            if part is not held:
                identity.offers[part.lot].shrink(held)
                identity.offers[part.lot].add(part)

    def _wash(self, piece: Piece) -> None:
        cents = piece.basis - piece.proceeds
        if cents <= 0 or not self._policy.computes_washes:
            return
        identity, loss = self._of[piece.lot], self._loss(piece)
        index = identity.shorts if piece.is_short else identity.longs
        while loss.units:
            found = index.first(loss, self._rule)
            if found is None:
                return
            units = min(loss.units, found.units)
            denied = cut(cents, units, loss.units)
            part = found.split(units)
            if part is not found:
                identity.offers[found.lot].shrink(found)
            self._replace(Wash(piece, loss.closing, part, units, denied))
            piece.denied += denied
            cents -= denied
            loss.units -= units

    def _loss(self, piece: Piece) -> Loss:
        if piece.closing is None:  # pragma: no cover - only closed pieces lose
            raise ValueError("What is open has no loss.")
        opening = (piece.delivered or piece.lot).opening
        day = piece.closing.day if piece.delivered is None else opening.day
        excludes = self._policy.exclude_lots_bought_before_the_shares_sold and not piece.is_short
        return Loss(piece, piece.units, piece.closing, day, opening.origin, opening.moment if excludes else 0)

    def _replace(self, wash: Wash) -> None:
        """Let a replacement carry a loss in its basis, and bought shares the time the lost ones were held."""
        part, day = wash.replacement, wash.closing.day
        part.is_used = True
        self.washes.append(wash)
        if wash.is_permanent:
            return
        hold = part.hold if wash.loss.is_short else max(1, part.hold - (day - wash.loss.hold))
        part.change(day, wash.denied, hold)
