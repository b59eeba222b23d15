"""The one entrance: executions of all accounts in, and rows, open lots and wash sales of any year out."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import localcontext
from functools import cached_property
from typing import TYPE_CHECKING

from services.tax.form_rows import form_rows, printed
from services.tax.histories import settle_all
from services.tax.holdings import open_lots, opened
from services.tax.model import TaxClass
from services.tax.pausing import collector_paused
from services.tax.policy import SameDay
from services.tax.sales import realized
from services.tax.wash_matches import wash_match

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from services.tax.general import Settled
    from services.tax.lots import Lot, Piece
    from services.tax.model import Execution, FormRow, OpenLot, WashMatch
    from services.tax.policy import Policy
    from services.tax.units import Units
    from services.tax.wash_sales import Wash

LAST_WINDOW = (1, 30)
DIGITS = 60  # a billion coins with eighteen decimals, times a price
ON_FORM = (TaxClass.F8949_SECURITY, TaxClass.F8949_DIGITAL)


class Matched:
    """Everything that follows from the executions; asked for a year, it answers what is printed."""

    def __init__(self, policy: Policy, last_day: date | None, settled: Sequence[Settled]) -> None:
        self.policy, self.last_day = policy, last_day
        self.unmatched = tuple(one for known in settled for one in known.unmatched)
        self._settled = settled

    @property
    def years(self) -> tuple[int, ...]:
        """Years that have rows, the oldest first."""
        return tuple(sorted({year for closed in self._closed for year in closed}))

    def rows(self, year: int, through: date | None = None) -> tuple[FormRow, ...]:
        """Rows of a year in the order they are printed, to the cent.

        *through* is the last day of which every account's deals are known (the last deal's, where not said):
        a loss whose thirty days end after it is provisional.
        """
        last = through or self.last_day or date.min
        found: list[FormRow] = []
        with collector_paused(), localcontext(prec=DIGITS):
            for closed, known in zip(self._closed, self._settled, strict=True):
                found += form_rows(closed.get(year, ()), self.policy, known.units, last)
        return tuple(sorted(found, key=printed))

    def closed(self, year: int) -> Sequence[Piece]:
        """What the rows of a year are made of."""
        return [piece for closed in self._closed for piece in closed.get(year, ())]

    @cached_property
    def lots(self) -> tuple[Lot, ...]:
        """Every lot with its pieces."""
        with collector_paused(), localcontext(prec=DIGITS):
            return tuple(sorted((lot for known in self._settled for lot in known.lots), key=_opening))

    def open_lots(self, on: date | None = None) -> tuple[OpenLot, ...]:
        """What is held (or owed) at the end of a day (or of all), with the basis known then."""
        with collector_paused(), localcontext(prec=DIGITS):
            found = (open_lots(known.lots, known.units, on or date.max) for known in self._settled)
            return tuple(sorted((lot for lots in found for lot in lots), key=opened))

    def washes(self, year: int) -> tuple[WashMatch, ...]:
        """Wash sales of the losses of a year, in the order of the sales."""
        with collector_paused(), localcontext(prec=DIGITS):
            every = ((wash, known.units) for known in self._settled for wash in known.washes)
            found = [(wash, units) for wash, units in every if wash.sold.year == year]
            return tuple(wash_match(*one) for one in sorted(found, key=self._turn))

    def _turn(self, found: tuple[Wash, Units]) -> tuple[object, ...]:
        """Where a wash stands among those of all identities."""
        loss, closing = found[0].loss, found[0].closing
        first, opening = closing.first, loss.lot.opening
        if self.policy.same_day is SameDay.HELD:
            return closing.day, opening.day, *_opening(loss.lot)
        return first.time, opening.first.time, *_opening(loss.lot)

    def is_final(self, year: int, through: date | None = None) -> bool:
        """Whether no later deal can change the year: everything is known through 30 January after it."""
        known = through or self.last_day
        return known is not None and known >= date(year + 1, *LAST_WINDOW)

    @cached_property
    def _closed(self) -> list[dict[int, list[Piece]]]:
        with collector_paused(), localcontext(prec=DIGITS):
            return [_by_year(known.lots) for known in self._settled]


def match(executions: Sequence[Execution], policy: Policy) -> Matched:
    """Lots of every account, and then washes across all of them; the order of *executions* is irrelevant."""
    with collector_paused(), localcontext(prec=DIGITS):
        on_form = [item for item in executions if item.tax_class in ON_FORM]
        last = max([item.trade_date for item in on_form], default=None)
        return Matched(policy, last, settle_all(on_form, policy))


def _opening(lot: Lot) -> tuple[datetime, int, int, str, str]:
    """The order in which lots were opened."""
    first = lot.opening.first
    return first.time, first.place, len(first.key), first.key, first.account


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
