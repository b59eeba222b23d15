"""What a broker's files say of a symbol, and what an execution is where it is no plain trade."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

SPLIT_REASON = 9  # DEAL_REASON_SPLIT of MetaTrader 5
END_REASON = 100  # an option's end: no number of MetaTrader's
ONE = Decimal(1)
_BITS = 63


class AssetClass(StrEnum):
    """What kind of thing a symbol is, as files of executions name it."""

    STOCK = "stock"
    ETF = "etf"
    FUND = "fund"
    OPTION = "option"
    INDEX_OPTION = "index option"
    FUTURE = "future"
    FUTURE_OPTION = "future option"
    FOREX = "forex"
    CFD = "cfd"
    CRYPTO = "crypto"
    BOND = "bond"


class EventKind(StrEnum):
    """What an execution is: a trade, the end of an option, the shares that this delivers, or a split."""

    TRADE = "trade"
    DELIVERED = "delivered"
    EXPIRATION = "expiration"
    EXERCISE = "exercise"
    ASSIGNMENT = "assignment"
    SPLIT = "split"


@dataclass(frozen=True, slots=True)
class Instrument:
    """A symbol of an account: its class (an `AssetClass` or the file's word), and what one unit stands for.

    `is_assumed` says that the file did not state the multiplier.
    """

    asset_class: str = ""
    multiplier: Decimal = ONE
    is_assumed: bool = True

    def beside(self, known: Instrument | None) -> Instrument:
        """What this file and what was *known* say together; this one counts where it says something."""
        if known is None:
            return self
        told = known if self.is_assumed else self
        asset_class = self.asset_class or known.asset_class
        return Instrument(asset_class, told.multiplier, self.is_assumed and known.is_assumed)


@dataclass(frozen=True, slots=True)
class DealEvent:
    """What a deal is where it is no plain trade, and when it settles where that was stated.

    `ratio` is of a split: how many new units stand for one. `lot` is the order of the purchase that a sale
    takes its units from, where the file names one.
    """

    kind: EventKind = EventKind.TRADE
    ratio: Decimal | None = None
    settles: date | None = None
    lot: str = ""

    @property
    def only_closes(self) -> bool:
        """Whether it ends something that is held, and never opens anything."""
        return self.kind in (EventKind.EXPIRATION, EventKind.EXERCISE, EventKind.ASSIGNMENT)


def number_of(text: str) -> int:
    """A number that stands for a text wherever it is: 63 bits of its hash, never 0."""
    digest = hashlib.sha256(text.encode()).digest()
    return int.from_bytes(digest[:8], "big") % (1 << _BITS) or 1
