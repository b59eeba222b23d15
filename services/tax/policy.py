"""What the taxpayer has chosen where the law leaves a choice: how shares are named, what replaces them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from services.tax.model import LotMethod

EVERY_ACCOUNT = ""


class SameDay(StrEnum):
    """Whether shares that are sold on the day of a loss can replace the shares lost.

    `CLOCK`: those that are sold later by the clock can; `SOLD`: none can; `HELD`: those of another sale can,
    whatever the clock says (for records that know no clock).
    """

    CLOCK = "clock"
    SOLD = "sold"
    HELD = "held"


class ColumnB(StrEnum):
    """What column (b) prints: the day of the purchase, or the day from which the term counts."""

    ACTUAL = "actual"
    ADJUSTED = "adjusted"


@dataclass(frozen=True, slots=True)
class Instruction:
    """A standing instruction: from a day on, sales of an account (or of every one) take lots by a method.

    `evidence` says where it is written down; nobody may instruct for a day that has passed.
    """

    method: LotMethod
    account: str = EVERY_ACCOUNT
    effective: date = date.min
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Policy:
    """The choices of a taxpayer; what is not chosen is the literal rule.

    `exclude_lots_bought_before_the_shares_sold` is the reading of some authors, `long_sales_wash_shorts` the
    letter of section 1091(e)(1). `one_row_per_sale` merges the lots of a sale where only dates differ.
    """

    instructions: tuple[Instruction, ...] = ()
    computes_washes: bool = True
    same_day: SameDay = SameDay.CLOCK
    options_as_replacement: bool = True
    long_sales_wash_shorts: bool = True
    exclude_lots_bought_before_the_shares_sold: bool = False
    column_b: ColumnB = ColumnB.ACTUAL
    one_row_per_sale: bool = False
    per_wallet_from: date = date(2025, 1, 1)

    def method(self, account: str, on: date) -> LotMethod:
        """The method of an account on a day: its own last instruction, that of every account, or FIFO."""
        for name in (account, EVERY_ACCOUNT):
            known = [item for item in self.instructions if item.account == name and item.effective <= on]
            if known:
                return max(known, key=lambda item: item.effective).method
        return LotMethod.FIFO
