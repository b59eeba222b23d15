"""What an importer reads out of a file, before anything is believed: rows and stated figures."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import time
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime
    from decimal import Decimal

    from services.instrument import DealEvent, Instrument
    from services.model import Deal, MarginMode, Side, TradeMode

MIDNIGHT = time()


class StatementKind(StrEnum):
    """Which report a statement is; it decides how the stated figures are recomputed."""

    MT5_HISTORY = "mt5_history"
    MT5_TESTER = "mt5_tester"
    MT4_STATEMENT = "mt4_statement"
    EXECUTIONS = "executions"


@dataclass(frozen=True, slots=True)
class StatedAccount:
    """The account as the file's header names it; what the file does not say is None or empty."""

    login: str
    currency: str
    name: str = ""
    server: str = ""
    company: str = ""
    margin_mode: MarginMode | None = None
    trade_mode: TradeMode | None = None
    leverage: int | None = None


@dataclass(frozen=True, slots=True)
class StatedDeal:
    """One deal row in file order: its row number, the deal, and the balance printed beside it (if any).

    The deal's `time` repeats the server's clock as if it were UTC unless the statement says
    `times_are_utc`; the import sets it by the account's server zone.
    """

    row: int
    deal: Deal
    balance: Decimal | None = None


@dataclass(frozen=True, slots=True)
class StatedTrade:
    """A closed position as the file lists it (a round trip); times are the server's wall clock, naive."""

    row: int
    position_id: int
    symbol: str
    side: Side
    volume: Decimal
    open_time: datetime
    open_price: Decimal
    close_time: datetime
    close_price: Decimal
    commission: Decimal
    swap: Decimal
    profit: Decimal


@dataclass(frozen=True, slots=True)
class StatedPosition:
    """An open position as the file lists it; `profit` excludes swap; times naive server clock."""

    row: int
    position_id: int
    symbol: str
    side: Side
    volume: Decimal
    open_time: datetime
    price_open: Decimal
    price_current: Decimal | None
    stop_loss: Decimal | None
    take_profit: Decimal | None
    commission: Decimal
    swap: Decimal
    profit: Decimal
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """One account's part of a file.

    `figures` are what the file states about itself: canonical English name (as MetaTrader prints it, without
    the colon) → text as printed. `kind` chooses how they are recomputed. `needs_netting` asks the ledger to
    decide entries, exits and profit by itself (executions without them); `instruments` are then what is said
    of each symbol, and `events` what is no plain trade, by ticket. `problems` are rows that contradict each
    other. `stops` are those that positions were opened with, by position id.
    """

    format: str
    kind: StatementKind
    account: StatedAccount
    deals: tuple[StatedDeal, ...]
    trades: tuple[StatedTrade, ...] = ()
    positions: tuple[StatedPosition, ...] = ()
    figures: dict[str, str] = field(default_factory=dict)
    opening_balance: Decimal | None = None
    times_are_utc: bool = False
    needs_netting: bool = False
    pairing_inferred: bool = False
    warnings: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    instruments: dict[str, Instrument] = field(default_factory=dict)
    events: dict[int, DealEvent] = field(default_factory=dict)
    stops: dict[int, Decimal] = field(default_factory=dict)

    @property
    def has_dates_only(self) -> bool:
        """Whether no execution tells a time of day: the server's clock stands at midnight in all of them."""
        clocks = {row.deal.server_time.time() for row in self.deals if row.deal.is_trade}
        return clocks == {MIDNIGHT}
