"""What is substantially identical: shares with shares and calls on them, an option with itself."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from services.tax.held import Held
from services.tax.model import Owner, Right, TaxClass
from services.tax.offers import Offer
from services.tax.replacements import Index
from services.tax.short_sales import ShortTerms

if TYPE_CHECKING:
    from collections.abc import Iterable

    from services.tax.legs import Leg
    from services.tax.losses import Rule
    from services.tax.lots import Lot, Piece
    from services.tax.policy import Policy

OWNERS_OF_SALES = (Owner.TAXPAYER, Owner.SPOUSE)


class Identity:
    """Lots of one identity, and the offers that may replace a loss of shares, or of a short sale."""

    def __init__(self) -> None:
        self.bought: list[Lot] = []
        self._longs: dict[tuple[int, int], Offer] = {}
        self._shorts: dict[tuple[int, int], Offer] = {}
        self._sold: dict[tuple[Lot, Leg | None], Offer] = {}

    def put(self, lot: Lot) -> Offer:
        """Put a lot among those of its moment."""
        opening, offers = lot.opening, self._shorts if lot.is_short else self._longs
        offer = offers.get((opening.day, opening.moment))
        if offer is None:
            offer = Offer(opening.moment, opening.day, opening.origin)
            offers[opening.day, opening.moment] = offer
        offer.extend(opening.origin, lot.pieces)
        return offer

    def index(self, policy: Policy, rule: Rule) -> None:
        """Make the indexes; with a short sale, sales of held shares replace it as another one does."""
        self.longs = Index(self._longs.values(), rule)
        if self._shorts and policy.long_sales_wash_shorts:
            self._offer_sales()
        self.shorts = Index([*self._shorts.values(), *self._sold.values()], rule)
        self.held = Held(self.bought if self._shorts else [])
        self.terms = ShortTerms(self.held)

    def sale_of(self, piece: Piece) -> Offer | None:
        """The sale of held shares that a piece is offered with; None where it is no offer."""
        return self._sold.get((piece.lot, piece.closing))

    def _offer_sales(self) -> None:
        for lot in self.bought:
            for piece in lot.pieces if lot.opening.first.owner in OWNERS_OF_SALES else ():
                closing = piece.closing
                if closing is not None and piece.moved_to is None:
                    made = Offer(closing.moment, closing.day, closing.origin)
                    self._sold.setdefault((lot, closing), made).extend(closing.origin, [piece])


class Identities:
    """The identity of every lot of securities; its pieces learn until when they can replace a loss."""

    def __init__(self, lots: Iterable[Lot], policy: Policy, rule: Rule) -> None:
        self.of: dict[Lot, Identity] = {}
        self._offers: dict[Lot, list[Offer]] = {}
        securities = [lot for lot in lots if lot.opening.first.tax_class is TaxClass.F8949_SECURITY]
        shares = (lot.opening.first for lot in securities if not lot.opening.first.is_option)
        identity_of = {first.symbol: first.identity or first.symbol for first in shares}
        found: dict[tuple[bool, str], Identity] = defaultdict(Identity)
        for lot in securities:
            first = lot.opening.first
            for piece in lot.pieces:
                piece.end = rule.end_of(piece.closing)
            own = (True, first.symbol) if first.is_option else (False, identity_of[first.symbol])
            self.of[lot] = found[own]
            self._offers[lot] = [found[own].put(lot)]
            if not lot.is_short:
                found[own].bought.append(lot)
            if first.is_option and _acquires(lot, policy):
                of_shares = found[False, identity_of.get(first.underlying, first.identity)]
                self._offers[lot].append(of_shares.put(lot))
        for identity in found.values():
            identity.index(policy, rule)

    def divide(self, piece: Piece, part: Piece) -> None:
        """Tell every offer that a part was split off; one that may still replace a loss is offered too."""
        sale = self.of[piece.lot].sale_of(piece)
        for offer in self._offers[piece.lot] if sale is None else (*self._offers[piece.lot], sale):
            offer.shrink(piece)
            if part.end > 0:
                offer.add(part)


def _acquires(lot: Lot, policy: Policy) -> bool:
    """Whether holding an option is a contract to acquire the shares."""
    return policy.options_as_replacement and not lot.is_short and lot.opening.first.right is not Right.PUT
