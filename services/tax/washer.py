"""The walk through closed pieces in the order of time: terms of short sales, premiums, and losses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.tax.cents import cut
from services.tax.identities import Identities
from services.tax.losses import Loss, Rule
from services.tax.lots import USED, Lot, Piece
from services.tax.options import pass_on
from services.tax.wash_sales import Wash

if TYPE_CHECKING:
    from collections.abc import Sequence

    from services.tax.policy import Policy

Step = tuple[int, int, int, int, Lot | Piece]


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
        self._known = Identities(lots, policy, self._rule)
        self._of = self._known.of

    def run(self) -> None:
        """Settle every closed piece of the taxpayer, and what short sales do to what is held."""
        steps, number = list[Step](), 0
        for lot in self._of:
            moment, is_taxed = lot.opening.moment, lot.is_taxed
            if lot.is_short and not lot.opening.first.is_option:
                steps.append((moment, -1, moment, number, lot))
                number += 1
            for piece in lot.pieces:
                piece.number, number = number, number + 1
                if is_taxed and piece.closing is not None:
                    kind = 1 if piece.moved_to is None else 0
                    steps.append((piece.closing.moment, kind, moment, piece.number, piece))
        steps.sort()
        for *_, item in steps:
            if isinstance(item, Piece):
                self._settle(item)
            else:
                self._of[item].terms.begin(item)

    def _settle(self, piece: Piece) -> None:
        for part in piece.parts:
            self._settle(part)
        if piece.is_short and not piece.lot.opening.first.is_option:
            for part in self._close_short(piece):
                self._lose(part)
        if piece.moved_to is not None:
            pass_on(piece, piece.moved_to, self._lots)
        else:
            self._lose(piece)

    def _lose(self, piece: Piece) -> None:
        if piece.basis > piece.proceeds and self._policy.computes_washes:
            self._wash(piece)

    def _close_short(self, piece: Piece) -> tuple[Piece, ...]:
        """Settle terms; answers what was split off the piece since its term is another one."""
        identity, known = self._of[piece.lot], len(piece.parts)
        for held, part in identity.terms.close(piece):
            if part is not held:
                self._known.divide(held, part)
        return piece.parts[known:]

    def _wash(self, piece: Piece) -> None:
        identity, loss, cents = self._of[piece.lot], self._loss(piece), piece.basis - piece.proceeds
        index = identity.shorts if piece.is_short else identity.longs
        while loss.units:
            found = index.first(loss)
            if found is None:
                return
            units = min(loss.units, found.units)
            denied = cut(cents, units, loss.units)
            part = found.split(units)
            part.end = USED
            if part is not found:
                self._known.divide(found, part)
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
        limit, oldest = self._rule.limit(piece.closing), opening.moment if excludes else 0
        return Loss(piece, piece.units, piece.closing, day, opening.origin, limit, oldest)

    def _replace(self, wash: Wash) -> None:
        """Let a replacement carry a loss in its basis, and bought shares the time the lost ones were held."""
        part, day = wash.replacement, wash.closing.day
        self.washes.append(wash)
        if wash.is_permanent:
            return
        hold = part.hold if wash.loss.is_short else max(1, part.hold - (day - wash.loss.hold))
        part.change(day, wash.denied, hold)
        self._of[part.lot].held.note(part)
