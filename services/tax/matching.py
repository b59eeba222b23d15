"""The one entrance: executions of all accounts in, and rows, open lots and wash sales of any year out."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import localcontext
from typing import TYPE_CHECKING

from services.tax.cents import in_dollars
from services.tax.form_rows import form_rows
from services.tax.holdings import open_lots
from services.tax.legs import in_order, legs_of
from services.tax.model import TaxClass, WashMatch
from services.tax.pausing import collector_paused
from services.tax.relieving import relieve_all
from services.tax.sales import realized
from services.tax.units import Units
from services.tax.washer import washes_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from services.tax.lots import Lot, Piece
    from services.tax.model import Execution, FormRow, OpenLot, Unmatched
    from services.tax.policy import Policy
    from services.tax.wash_sales import Wash

LAST_WINDOW = (1, 30)
DIGITS = 60  # a billion coins with eighteen decimals, times a price
ON_FORM = (TaxClass.F8949_SECURITY, TaxClass.F8949_DIGITAL)


@dataclass(frozen=True, slots=True)
class Matched:
    """Everything that follows from the executions; asked for a year, it answers what is printed."""

    policy: Policy
    last_day: date | None
    unmatched: tuple[Unmatched, ...]
    _units: Units = field(repr=False)
    _lots: tuple[Lot, ...] = field(repr=False)
    _washes: tuple[Wash, ...] = field(repr=False)
    _closed: Mapping[int, Sequence[Piece]] = field(repr=False)

    @property
    def years(self) -> tuple[int, ...]:
        """Years that have rows, the oldest first."""
        return tuple(sorted(self._closed))

    def rows(self, year: int, through: date | None = None) -> tuple[FormRow, ...]:
        """Rows of a year in the order they are printed, to the cent.

        *through* is the last day of which every account's deals are known (the last deal's, where not said):
        a loss whose thirty days end after it is provisional.
        """
        known = through or self.last_day or date.min
        with collector_paused(), localcontext(prec=DIGITS):
            return form_rows(self._closed.get(year, ()), self.policy, self._units, known)

    def closed(self, year: int) -> Sequence[Piece]:
        """What the rows of a year are made of."""
        return self._closed.get(year, ())

    @property
    def lots(self) -> tuple[Lot, ...]:
        """Every lot with its pieces."""
        return self._lots

    def open_lots(self, on: date | None = None) -> tuple[OpenLot, ...]:
        """What is held (or owed) at the end of a day (or of all), with the basis known then."""
        with localcontext(prec=DIGITS):
            return open_lots(self._lots, self._units, on or date.max)

    def washes(self, year: int) -> tuple[WashMatch, ...]:
        """Wash sales of the losses of a year, in the order of the sales."""
        found = ((wash, wash.sold) for wash in self._washes)
        return tuple(self._match(wash, sold) for wash, sold in found if sold.year == year)

    def is_final(self, year: int, through: date | None = None) -> bool:
        """Whether no later deal can change the year: everything is known through 30 January after it."""
        known = through or self.last_day
        return known is not None and known >= date(year + 1, *LAST_WINDOW)

    def _match(self, wash: Wash, sold: date) -> WashMatch:
        loss, replacement = wash.loss, wash.replacement
        lost, bought = (loss.delivered or loss.lot).opening.first, replacement.lot.opening.first
        return WashMatch(
            symbol=lost.symbol,
            loss_lot=loss.lot.key,
            loss_account=lost.account,
            sold=sold,
            replacement_lot=replacement.lot.key,
            replacement_account=bought.account,
            replacement_acquired=bought.trade_date,
            quantity=self._units.quantity(wash.units, lost, wash.closing.first.time),
            disallowed=in_dollars(wash.denied),
            is_permanent=wash.is_permanent,
        )


def match(executions: Sequence[Execution], policy: Policy) -> Matched:
    """Lots of every account, and then washes across all of them; the order of *executions* is irrelevant."""
    with collector_paused(), localcontext(prec=DIGITS):
        ordered = in_order(item for item in executions if item.tax_class in ON_FORM)
        units = Units(ordered)
        lots, unmatched = relieve_all(legs_of(ordered, units, policy.same_day), units, policy)
        washes = washes_of(lots, policy)
        last = max((item.trade_date for item in ordered), default=None)
        return Matched(policy, last, unmatched, units, tuple(lots), tuple(washes), _by_year(lots))


def _by_year(lots: Sequence[Lot]) -> dict[int, list[Piece]]:
    """Closed pieces of the taxpayer that are rows, by the year that they count in."""
    closed: dict[int, list[Piece]] = defaultdict(list)
    for lot in lots:
        for piece in lot.pieces if lot.is_taxed else ():
            closing = piece.closing
            if closing is not None and piece.moved_to is None:
                day = realized(piece, closing) if piece.is_short else closing.first.trade_date
                closed[day.year].append(piece)
    return dict(closed)
