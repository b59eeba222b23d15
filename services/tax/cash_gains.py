"""Gains as they follow from cash: what deals of a year moved, and the change in what is carried for lots.

They are summed from the deals themselves, so that rows which lose or double anything differ from them.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from services.tax.cents import in_cents
from services.tax.legs import BUY, net
from services.tax.model import ZERO, Event
from services.tax.sales import realized

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from decimal import Decimal

    from services.tax.legs import Leg
    from services.tax.lots import Lot, Piece
    from services.tax.matching import Matched
    from services.tax.model import Execution

Year = tuple[str, int]
NO_MONEY = (Event.SPLIT, Event.DELIVERY)


def cash_gains(executions: Iterable[Execution], matched: Matched) -> dict[Year, int]:
    """Gains before any wash sale by account and year, in cents."""
    found: dict[Year, int] = defaultdict(int)
    for year, cents in (*_moved(executions, matched), *_carried(matched.lots)):
        found[year] += cents
    return dict(found)


def first_basis(piece: Piece) -> int:
    """The basis before any wash sale changed it."""
    return piece.past[0][1] if piece.past else piece.basis


def _moved(executions: Iterable[Execution], matched: Matched) -> Iterator[tuple[Year, int]]:
    """What deals brought or cost, without what found nothing to close; fills of one order are one amount."""
    legs = {key: leg for lot in matched.lots for leg in _legs(lot) for key in leg.keys}
    untold = {key for one in matched.unmatched for key in one.keys}
    sums: dict[Leg, tuple[Decimal, Decimal]] = {}
    for item in executions:
        if item.event in NO_MONEY:
            continue
        leg = legs.get(item.key)
        if leg is not None:
            amount, costs = sums.get(leg, (ZERO, ZERO))
            sums[leg] = amount + item.amount, costs + item.costs
        elif item.key not in untold:
            yield (
                (item.account, item.trade_date.year),
                _cash(item.amount, item.costs, is_buy=item.side is BUY),
            )
    for leg, (amount, costs) in sums.items():
        yield _year(leg), _cash(amount, costs, is_buy=leg.is_buy)
    for one in matched.unmatched:
        if one.execution.key in legs:
            yield _year(legs[one.execution.key]), -in_cents(one.cash)


def _cash(amount: Decimal, costs: Decimal, *, is_buy: bool) -> int:
    cents = in_cents(net(amount, costs, is_buy=is_buy))
    return -cents if is_buy else cents


def _carried(lots: Iterable[Lot]) -> Iterator[tuple[Year, int]]:
    """What lots came to carry, and no longer do, piece by piece."""
    for lot in lots:
        for piece in lot.pieces:
            basis, closing = first_basis(piece), piece.closing
            delivered = closing if piece.delivered is None else piece.delivered.opening
            bought, sold = (closing, lot.opening) if lot.is_short else (lot.opening, delivered)
            if bought is not None:
                yield _year(bought), basis
            if sold is not None:
                yield _year(sold), -piece.proceeds
            if piece.moved_to is not None:
                yield _year(piece.moved_to), piece.proceeds - basis
            elif closing is not None:
                account, traded = _year(closing)
                day = realized(piece, closing).year if piece.is_short else traded
                yield (account, day), piece.proceeds - basis


def _legs(lot: Lot) -> Iterator[Leg]:
    yield lot.opening
    for piece in lot.pieces:
        if piece.closing is not None:
            yield piece.closing


def _year(leg: Leg) -> Year:
    return leg.first.account, leg.first.trade_date.year
