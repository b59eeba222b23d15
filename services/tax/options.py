"""Exercise and assignment: the premium goes into the basis or off the proceeds of the shares."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.tax.cents import cut
from services.tax.model import Event

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from services.tax.legs import Chain, Leg
    from services.tax.lots import Lot, Piece

MOVING = frozenset({Event.EXERCISE, Event.ASSIGNMENT})


def is_option(leg: Leg) -> bool:
    """Whether a leg is about an option."""
    return leg.first.is_option


def move_premiums(lots: Iterable[Lot], chains: Mapping[Chain, list[Leg]]) -> None:
    """Give the premium of every exercised or assigned option to the shares of the same order.

    A holder's premium makes the shares bought dearer or the sale poorer, a writer's does the opposite. Where
    the shares are not found, the option's end stays a sale of its own.
    """
    shares: dict[tuple[str, str, str], Leg] = {}
    for lot in lots:
        for piece in lot.pieces:
            if piece.closing is None or piece.closing.first.event not in MOVING:
                continue
            option = piece.closing.first
            if not shares:
                shares = _by_order(chains)
            leg = shares.get((option.account, option.underlying, option.order))
            if leg is None:
                continue
            cost = piece.basis - piece.proceeds
            leg.cents += cost if leg.is_buy else -cost
            piece.moved_to = leg


def pass_on(option: Piece, leg: Leg, lots: Iterable[Lot]) -> None:
    """Give what a wash has added to an exercised option to the shares it became, or to those it sold."""
    if not option.past:
        return
    extra = option.basis - option.past[0][1]
    targets = [piece for lot in lots for piece in lot.pieces if leg in (lot.opening, piece.closing)]
    units = sum(piece.units for piece in targets)
    for piece in targets:
        share = cut(extra, piece.units, units)
        piece.change(leg.day, share, piece.hold)
        extra -= share
        units -= piece.units


def _by_order(chains: Mapping[Chain, list[Leg]]) -> dict[tuple[str, str, str], Leg]:
    return {
        (account, symbol, leg.first.order): leg
        for (account, symbol), legs in chains.items()
        for leg in reversed(legs)
        if leg.first.order and not is_option(leg)
    }
