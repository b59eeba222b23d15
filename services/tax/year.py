"""All that is said of a taxpayer's year."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from services.tax.model import ZERO

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from services.tax.form_1099 import Compared
    from services.tax.model import (
        BridgeLine,
        ClassTotal,
        Decision,
        FormRow,
        LeftOut,
        OpenLot,
        WashMatch,
    )
    from services.tax.symbol_classes import SymbolClass
    from services.tax.year_marks import YearMark


@dataclass(frozen=True, slots=True)
class TaxYear:
    """All that is said of a taxpayer's year; `statement` are named lines for the head of every file.

    `ledger_result` is what the ledger booked for trades of these accounts in the year: the results of all
    classes and `interest` (swaps, by account) add up to it. `bridge` leads from the ledger's result of what
    is on the form to its gains. `left_out` are accounts without rows. `blocks` are sentences that say why the
    form cannot be filed as it is; with one, or with an open decision, nothing may be called complete.
    `compared` are the sales beside those that a broker reports on Form 1099, `symbols` what was traded,
    `marks` section 1256 contracts at the end of the year (they are not in `classes`), `no_rate` currencies
    of which a rate to the dollar is missing.
    """

    year: int
    rows: tuple[FormRow, ...]
    open_lots: tuple[OpenLot, ...]
    washes: tuple[WashMatch, ...]
    classes: tuple[ClassTotal, ...]
    decisions: tuple[Decision, ...]
    is_final: bool
    data_through: date | None
    statement: tuple[tuple[str, str], ...] = ()
    warnings: tuple[str, ...] = field(default=())
    accounts: tuple[str, ...] = ()
    ledger_result: Decimal = ZERO
    interest: tuple[tuple[str, Decimal], ...] = ()
    bridge: tuple[BridgeLine, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    blocks: tuple[str, ...] = ()
    policy: str = ""
    whole_dollars: bool = False
    compared: tuple[Compared, ...] = ()
    symbols: tuple[SymbolClass, ...] = ()
    marks: tuple[YearMark, ...] = ()
    no_rate: tuple[str, ...] = ()

    @property
    def is_blocked(self) -> bool:
        """Whether a decision or a figure is missing without which the form must not be filed."""
        return bool(self.decisions or self.blocks)
