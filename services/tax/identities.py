"""What is substantially identical: shares with shares and calls on them, an option with itself."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from services.tax.model import Owner, Right, TaxClass
from services.tax.offers import Offer
from services.tax.replacements import Index
from services.tax.short_sales import Held

if TYPE_CHECKING:
    from collections.abc import Iterable

    from services.tax.lots import Lot, Piece
    from services.tax.offers import Rule
    from services.tax.policy import Policy


@dataclass(slots=True, eq=False)
class Identity:
    """Lots of one identity, long and short, with what may replace each."""

    bought: list[Lot] = field(default_factory=list)
    owed: list[Lot] = field(default_factory=list)
    calls: list[Lot] = field(default_factory=list)
    offers: dict[Lot, Offer] = field(default_factory=dict)
    longs: Index = field(init=False)
    shorts: Index = field(init=False)
    held: Held = field(init=False)

    def index(self, sales: Iterable[Piece], rule: Rule) -> None:
        """Make the indexes; *sales* of held shares replace a short sale as another short sale does."""
        self.longs = Index((self.offers[lot] for lot in (*self.bought, *self.calls)), rule)
        offers = [self.offers[lot] for lot in self.owed]
        if self.owed:
            offers += [
                Offer(piece.closing.moment, piece.closing.day, piece.closing.origin, [piece])
                for piece in sales
                if piece.closing is not None
            ]
        self.shorts = Index(offers, rule)
        self.held = Held([] if not self.owed or self.owed[0].opening.first.is_option else self.bought)


def identities(lots: Iterable[Lot], policy: Policy, rule: Rule) -> dict[Lot, Identity]:
    """The identity of every lot of securities; its pieces learn until when they can replace a loss."""
    securities = [lot for lot in lots if lot.opening.first.tax_class is TaxClass.F8949_SECURITY]
    shares = {
        lot.opening.first.symbol: lot.opening.first.identity
        for lot in securities
        if not lot.opening.first.is_option
    }
    found: dict[tuple[bool, str], Identity] = defaultdict(Identity)
    of: dict[Lot, Identity] = {}
    for lot in securities:
        first, offer = lot.opening.first, _offer(lot)
        name = (True, first.symbol) if first.is_option else (False, first.identity or first.symbol)
        of[lot] = identity = found[name]
        for piece in lot.pieces:
            piece.end = rule.end_of(piece.closing)
        (identity.owed if lot.is_short else identity.bought).append(lot)
        identity.offers[lot] = offer
        if first.is_option and _acquires(lot, policy):
            also = found[False, shares.get(first.underlying, first.identity)]
            also.calls.append(lot)
            also.offers[lot] = offer
    for identity in found.values():
        identity.index(_sales(identity, policy), rule)
    return of


def _offer(lot: Lot) -> Offer:
    opening = lot.opening
    return Offer(opening.moment, opening.day, opening.origin, lot.pieces)


def _acquires(lot: Lot, policy: Policy) -> bool:
    """Whether holding an option is a contract to acquire the shares."""
    return policy.options_as_replacement and not lot.is_short and lot.opening.first.right is not Right.PUT


def _sales(identity: Identity, policy: Policy) -> list[Piece]:
    if not policy.long_sales_wash_shorts or not identity.owed:
        return []
    owners = (Owner.TAXPAYER, Owner.SPOUSE)
    return [
        piece
        for lot in identity.bought
        if lot.opening.first.owner in owners
        for piece in lot.pieces
        if piece.closing is not None and piece.moved_to is None
    ]
