"""The values of a tax year: executions in, holdings, rows and totals out; money in US dollars."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime

    from services.model import Side

ZERO = Decimal(0)


class TaxClass(StrEnum):
    """What a closed trade is for the law, and so where it is reported."""

    F8949_SECURITY = "F8949_SECURITY"
    F8949_DIGITAL = "F8949_DIGITAL"
    S1256 = "S1256"
    S988 = "S988"
    SWAP_ORDINARY = "SWAP_ORDINARY"
    MTM_475 = "MTM_475"
    NOT_REALIZED = "NOT_REALIZED"
    UNKNOWN = "UNKNOWN"

    @property
    def is_on_form(self) -> bool:
        """Whether its trades are rows of Form 8949."""
        return self in (TaxClass.F8949_SECURITY, TaxClass.F8949_DIGITAL)


class Event(StrEnum):
    """What an execution is: a trade, the end of an option, a split, or held shares delivered for a short.

    An exercise or assignment is an execution of the option (without money, but for cash that settled it) and
    another one of the shares with the same `order`. A delivery moves no money either.
    """

    TRADE = "trade"
    EXPIRATION = "expiration"
    EXERCISE = "exercise"
    ASSIGNMENT = "assignment"
    SPLIT = "split"
    DELIVERY = "delivery"


class Effect(StrEnum):
    """Whether an execution opens or closes; `NET` closes what is open on the other side and opens the rest.

    What is open is asked of its position where it has one, else of the account's symbol.
    """

    NET = "net"
    OPEN = "open"
    CLOSE = "close"


class Right(StrEnum):
    """What an option allows its holder: to buy or to sell; unknown counts as to buy."""

    UNKNOWN = ""
    CALL = "call"
    PUT = "put"


class Owner(StrEnum):
    """Whose account it is; a spouse's and a retirement account's purchases wash losses, and have no rows."""

    TAXPAYER = "taxpayer"
    SPOUSE = "spouse"
    RETIREMENT = "retirement"


class LotMethod(StrEnum):
    """Which holding a sale takes: first in, last in, highest basis, or the one it names."""

    FIFO = "fifo"
    LIFO = "lifo"
    HIFO = "hifo"
    SPECIFIC = "specific"


@dataclass(frozen=True, slots=True)
class Execution:
    """A buy or sell of property as the law sees it.

    `identity` is equal for what is substantially identical (a share and, where the policy says so, options on
    it). `quantity` is in shares, coins or contracts, positive; of a split, how many new ones stand for one.
    `amount` is price x quantity x multiplier and `costs` what was paid for the deal (positive), both in US
    dollars at the rate of the trade date, which is the one in the zone that rules. `order` is the same for
    executions of one order; `position` is what a hedging account closes by. `underlying`
    and `multiplier` tell an option's shares. `wallet` is the account, or the wallet of a coin. `place` orders
    executions of one instant; keys do where it is the same.
    """

    key: str
    account: str
    wallet: str
    symbol: str
    identity: str
    tax_class: TaxClass
    side: Side
    quantity: Decimal
    amount: Decimal
    costs: Decimal
    time: datetime
    trade_date: date
    settlement_date: date
    order: str
    position: str = ""
    event: Event = Event.TRADE
    owner: Owner = Owner.TAXPAYER
    is_option: bool = False
    underlying: str = ""
    multiplier: Decimal = Decimal(1)
    currency: str = "USD"
    rate: Decimal = Decimal(1)
    broker_reports: bool = False
    effect: Effect = Effect.NET
    right: Right = Right.UNKNOWN
    place: int = 0


@dataclass(frozen=True, slots=True)
class FormRow:
    """A row of Form 8949; (h) is computed where it is printed.

    `acquired` is None for several dates (VARIOUS). `adjustment` is None where column (g) stays blank.
    `expired` says which of "proceeds" and "basis" the form prints as the word Expired. `holding_start` is the
    day from which the term counts, after carried holding periods.
    """

    part: str
    box: str
    box_reason: str
    description: str
    symbol: str
    quantity: Decimal
    acquired: date | None
    sold: date
    proceeds: Decimal
    basis: Decimal
    codes: str
    adjustment: Decimal | None
    holding_start: date
    account: str
    tax_class: TaxClass
    lots: tuple[str, ...]
    deals: tuple[str, ...]
    currency: str = "USD"
    rate_acquired: Decimal = Decimal(1)
    rate_sold: Decimal = Decimal(1)
    expired: str = ""
    is_short: bool = False
    is_provisional: bool = False
    needs_review: str = ""

    @property
    def gain(self) -> Decimal:
        """Column (h): (d) - (e) + (g)."""
        return self.proceeds - self.basis + (self.adjustment or ZERO)


@dataclass(frozen=True, slots=True)
class OpenLot:
    """What is still held (or owed, where `is_short`), with the basis and day that washes have changed."""

    lot: str
    account: str
    symbol: str
    quantity: Decimal
    acquired: date
    holding_start: date
    basis: Decimal
    is_short: bool = False
    owner: Owner = Owner.TAXPAYER


@dataclass(frozen=True, slots=True)
class WashMatch:
    """Shares of a loss that a replacement washed: how many, the loss denied, and where it went."""

    symbol: str
    loss_lot: str
    loss_account: str
    sold: date
    replacement_lot: str
    replacement_account: str
    replacement_acquired: date
    quantity: Decimal
    disallowed: Decimal
    is_permanent: bool = False


@dataclass(frozen=True, slots=True)
class Unmatched:
    """A deal that closes what was never opened here: its basis (or proceeds) is not known.

    `keys` are those of the fills of its order, `quantity` how many of its shares found nothing, `cash` what
    these brought (negative where they cost).
    """

    execution: Execution
    keys: tuple[str, ...]
    quantity: Decimal
    cash: Decimal
    reason: str


@dataclass(frozen=True, slots=True)
class ClassTotal:
    """Realised result of one class in a year, by the ledger, and where it belongs."""

    tax_class: TaxClass
    trades: int
    result: Decimal
    form: str
    line: str
    reason: str


@dataclass(frozen=True, slots=True)
class Decision:
    """A symbol that nobody could classify, what is at stake, and why."""

    account: str
    symbol: str
    trades: int
    result: Decimal
    reason: str


@dataclass(frozen=True, slots=True)
class BridgeLine:
    """A step from the ledger's realized result of what is on the form to the form's gains, and why."""

    label: str
    amount: Decimal
    why: str = ""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An account without rows, how many trades it closed in the year, and why it has none."""

    account: str
    trades: int
    reason: str
