"""The values of the product in MetaTrader's words: accounts, deals, positions, closed trades."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

ZERO = Decimal(0)


class Side(StrEnum):
    """Direction of a position."""

    BUY = "buy"
    SELL = "sell"

    @property
    def sign(self) -> int:
        """+1 for a long, -1 for a short position."""
        return 1 if self is Side.BUY else -1

    @property
    def opposite(self) -> Side:
        """The side that closes this one."""
        return Side.SELL if self is Side.BUY else Side.BUY


class DealType(IntEnum):
    """`DEAL_TYPE_*` of MetaTrader 5; a newer server may send numbers that are not listed."""

    BUY = 0
    SELL = 1
    BALANCE = 2
    CREDIT = 3
    CHARGE = 4
    CORRECTION = 5
    BONUS = 6
    COMMISSION = 7
    COMMISSION_DAILY = 8
    COMMISSION_MONTHLY = 9
    COMMISSION_AGENT_DAILY = 10
    COMMISSION_AGENT_MONTHLY = 11
    INTEREST = 12
    BUY_CANCELED = 13
    SELL_CANCELED = 14
    DIVIDEND = 15
    DIVIDEND_FRANKED = 16
    TAX = 17


class DealEntry(IntEnum):
    """`DEAL_ENTRY_*` of MetaTrader 5; meaningful for buy and sell deals only."""

    IN = 0
    OUT = 1
    INOUT = 2
    OUT_BY = 3


class CalcMode(IntEnum):
    """`SYMBOL_CALC_MODE_*` of MetaTrader 5: how profit and margin of a symbol are computed."""

    FOREX = 0
    FUTURES = 1
    CFD = 2
    CFDINDEX = 3
    CFDLEVERAGE = 4
    FOREX_NO_LEVERAGE = 5
    EXCH_STOCKS = 32
    EXCH_FUTURES = 33
    EXCH_OPTIONS = 34
    EXCH_OPTIONS_MARGIN = 36
    EXCH_BONDS = 37
    EXCH_STOCKS_MOEX = 38
    EXCH_BONDS_MOEX = 39
    SERV_COLLATERAL = 64


class DealClass(StrEnum):
    """What a deal's money is: result of a trade, cost or income of the account, or a flow."""

    TRADE = "trade"
    COST = "cost"
    FLOW = "flow"
    CREDIT = "credit"
    BONUS = "bonus"
    CANCELLED = "cancelled"
    UNKNOWN = "unknown"


class MarginMode(StrEnum):
    """How an account keeps positions of one symbol: one net position, or many."""

    NETTING = "netting"
    EXCHANGE = "exchange"
    HEDGING = "hedging"


class TradeMode(StrEnum):
    """What stands behind an account."""

    DEMO = "demo"
    CONTEST = "contest"
    REAL = "real"


@dataclass(frozen=True, slots=True)
class Account:
    """A trading account; `opening_balance` is what it held before its first known deal."""

    id: UUID
    name: str
    login: str
    server: str
    company: str
    currency: str
    currency_digits: int
    margin_mode: MarginMode
    trade_mode: TradeMode
    server_zone: str
    opening_balance: Decimal = ZERO
    leverage: int | None = None
    is_demo: bool = False
    ledger_version: int = 0


@dataclass(frozen=True, slots=True)
class Group:
    """A named set of accounts; an account may be in several."""

    id: UUID
    name: str
    accounts: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class Deal:
    """An execution or a balance operation as booked; costs are negative when paid.

    `time` is aware UTC, `server_time` the broker's wall clock as it came (naive). `volume` is in lots,
    money in the account's currency. `type` may be a number that `DealType` does not list. `place` orders what
    a file tells of one instant; tickets do where it is the same.
    """

    ticket: int
    time: datetime
    server_time: datetime
    type: int
    entry: DealEntry = DealEntry.IN
    order: int = 0
    position_id: int = 0
    symbol: str = ""
    volume: Decimal = ZERO
    price: Decimal = ZERO
    commission: Decimal = ZERO
    swap: Decimal = ZERO
    profit: Decimal = ZERO
    fee: Decimal = ZERO
    magic: int = 0
    reason: int = 0
    comment: str = ""
    external_id: str = ""
    place: int = 0
    tag: DealClass | None = None

    @property
    def cash(self) -> Decimal:
        """What the deal adds to the balance."""
        return self.profit + self.swap + self.commission + self.fee

    @property
    def is_trade(self) -> bool:
        """Whether it is a buy or a sell."""
        return self.type in (DealType.BUY, DealType.SELL)

    @property
    def is_exit(self) -> bool:
        """Whether it closes something: a trade deal with entry OUT, INOUT or OUT_BY."""
        return self.is_trade and self.entry != DealEntry.IN

    @property
    def side(self) -> Side:
        """Side of the execution; meaningful for trade deals only."""
        return Side.BUY if self.type == DealType.BUY else Side.SELL


@dataclass(frozen=True, slots=True)
class Position:
    """An open holding; `profit` excludes swap, `price_current` is None when no price is known."""

    position_id: int
    symbol: str
    side: Side
    volume: Decimal
    time: datetime
    price_open: Decimal
    price_current: Decimal | None = None
    stop_loss: Decimal | None = None
    take_profit: Decimal | None = None
    swap: Decimal = ZERO
    profit: Decimal = ZERO
    magic: int = 0
    comment: str = ""


@dataclass(frozen=True, slots=True)
class ClosedTrade:
    """A position from entry to exit (a round trip); money is in the account's currency.

    `sequence` counts the round trips of one position id (a netting reversal starts a new one). An orphan's
    entry lies before the known history: its entry time and price may be None, its profit is as booked.
    Prices are volume-weighted over all entries and all exits.
    """

    position_id: int
    sequence: int
    symbol: str
    side: Side
    volume: Decimal
    entry_time: datetime | None
    exit_time: datetime
    entry_price: Decimal | None
    exit_price: Decimal
    profit: Decimal
    commission: Decimal
    swap: Decimal
    fee: Decimal
    is_orphan: bool = False
    exits: int = 1
    reason: int = 0
    magic: int = 0
    comment: str = ""

    @property
    def net_profit(self) -> Decimal:
        """Profit after costs; costs are negative when paid."""
        return self.profit + self.commission + self.swap + self.fee


@dataclass(frozen=True, slots=True)
class Quote:
    """Best prices of a symbol at an instant (aware UTC)."""

    symbol: str
    time: datetime
    bid: Decimal
    ask: Decimal


@dataclass(frozen=True, slots=True)
class Symbol:
    """What a broker's server says of a symbol, in the words of MetaTrader's SymbolInfo.

    `calc_mode` is `SYMBOL_CALC_MODE_*` (numbers that `CalcMode` does not list are possible); tick values are
    for one lot in the account's currency, None when nobody stated them; bonds are priced in percents of
    `face_value`.
    """

    name: str
    digits: int
    contract_size: Decimal
    currency_profit: str
    calc_mode: int = 0
    tick_size: Decimal | None = None
    tick_value: Decimal | None = None
    tick_value_profit: Decimal | None = None
    tick_value_loss: Decimal | None = None
    currency_base: str = ""
    currency_margin: str = ""
    margin_initial: Decimal = ZERO
    face_value: Decimal = ZERO
    accrued_interest: Decimal = ZERO
    liquidity_rate: Decimal = ZERO
    description: str = ""


@dataclass(frozen=True, slots=True)
class AccountState:
    """The last known state of an account; margin figures are None when nobody has stated them."""

    time: datetime
    balance: Decimal
    credit: Decimal
    equity: Decimal
    floating: Decimal
    margin: Decimal | None
    open_positions: int
    source: str
