"""What the use cases answer: plain values that pages, API and files arrange, and never compute again."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime
    from decimal import Decimal
    from uuid import UUID

    import numpy as np
    from numpy.typing import NDArray

    from services.metric import MetricValue
    from services.model import Account, AccountState, ClosedTrade, Position


class Standing(StrEnum):
    """How far an account's numbers can be trusted, in one word for a pill."""

    RECONCILED = "Reconciled"
    PARTIAL = "Partial window"
    RESIDUAL = "Residual"
    HIDDEN_RISK = "Hidden risk"
    UNVERIFIED = "Nothing stated"


class Severity(StrEnum):
    """How urgent a notice is."""

    LOSS = "loss"
    WARN = "warn"
    OK = "ok"


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that needs attention: a headline, a quiet line under it, and where to look."""

    severity: Severity
    title: str
    text: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Flow:
    """A deposit (positive) or withdrawal at an instant, in the account's currency."""

    time: datetime
    amount: Decimal
    comment: str = ""


@dataclass(frozen=True, slots=True)
class EquityCurve:
    """Balance and equity over time, and the flow-neutral drawdown under them.

    Arrays are aligned; `time` is datetime64[us] in UTC; `equity` is NaN where nobody knows it; `drawdown` is
    a fraction ≤ 0 of the flow-neutral index. `source` says what equity was measured on, `grain` how fine.
    """

    time: NDArray[np.datetime64]
    balance: NDArray[np.float64]
    equity: NDArray[np.float64]
    drawdown: NDArray[np.float64]
    balance_drawdown: NDArray[np.float64]
    flows: tuple[Flow, ...]
    source: str
    grain: str
    currency: str
    currency_digits: int


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure the broker printed, and ours recomputed from the deals, as text to its last digit."""

    name: str
    stated: str
    computed: str
    match: bool


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import read, what is new, and whether it adds up; `stored` says whether the ledger holds it.

    `problems` name rows; `residual` is the money that does not add up, in the account's currency;
    `opening_balance` is what the account held before the file's first deal.
    """

    file: str
    sha256: str
    format: str
    account: Account
    is_new_account: bool
    deals: int
    new_deals: int
    changed_deals: int
    trades: int
    open_positions: int
    deposits: Decimal
    withdrawals: Decimal
    opening_balance: Decimal
    orphans: int
    residual: Decimal
    figures: tuple[Figure, ...]
    chain: str
    problems: tuple[str, ...]
    warnings: tuple[str, ...]
    server_zone: str
    server_zone_reason: str
    window_start: datetime | None
    window_end: datetime | None
    stored: bool
    seconds: float = 0.0

    @property
    def matches(self) -> int:
        """How many stated figures agree."""
        return sum(figure.match for figure in self.figures)

    @property
    def is_partial(self) -> bool:
        """Whether the file begins in the middle of the account's history."""
        return bool(self.opening_balance) or self.orphans > 0

    @property
    def reconciles(self) -> bool:
        """Whether the ledger adds up: no residual, and no row or ledger figure that contradicts it."""
        return not self.residual and not self.problems


@dataclass(frozen=True, slots=True)
class DayResidual:
    """The money of one account day that the ledger cannot explain; 0 everywhere when it reconciles."""

    day: str
    equity_start: Decimal
    equity_end: Decimal
    flows: Decimal
    booked: Decimal
    floating_change: Decimal
    residual: Decimal


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """An account against what its broker stated: the newest import's figures and the ledger's own checks."""

    account: Account
    standing: Standing
    residual: Decimal
    figures: tuple[Figure, ...]
    opening_balance: Decimal
    orphans: int
    deals: int
    imports: tuple[ImportRecord, ...]
    days: tuple[DayResidual, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportRecord:
    """One stored import, newest first in lists."""

    id: UUID
    filename: str
    format: str
    sha256: str
    imported_at: datetime
    window_start: datetime | None
    window_end: datetime | None
    deals: int
    new_deals: int
    changed_deals: int
    residual: Decimal
    accepted_residual: bool
    is_partial: bool
    figures: tuple[Figure, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LivePnl:
    """Profit and loss of an account now; `stale` when its prices are old; `seq` grows with each state."""

    account: Account
    state: AccountState
    realized_pnl: Decimal
    unrealized_pnl: Decimal
    total_pnl: Decimal
    daily_change: Decimal
    daily_change_percentage: float
    trades_today: int
    wins_today: int
    stale: bool
    seq: int


@dataclass(frozen=True, slots=True)
class AccountSummary:
    """One row of the overview: an account, its state now, and its period in a few figures."""

    account: Account
    standing: Standing
    pnl: LivePnl
    period_return: float
    max_drawdown: float
    max_balance_drawdown: float
    sparkline: NDArray[np.float64]
    trades: int


@dataclass(frozen=True, slots=True)
class Overview:
    """All accounts: totals in one currency (or why not), their joint curve, what needs attention."""

    currency: str
    period_start: datetime | None
    period_end: datetime
    zone: str
    accounts: tuple[AccountSummary, ...]
    figures: tuple[MetricValue, ...]
    costs: Decimal
    flows: int
    curve: EquityCurve | None
    notices: tuple[Notice, ...]
    not_added: str = ""


@dataclass(frozen=True, slots=True)
class AccountPage:
    """One account over a period: everything its page shows."""

    account: Account
    pnl: LivePnl
    standing: Standing
    period_start: datetime | None
    period_end: datetime
    zone: str
    first_deal: datetime | None
    last_deal: datetime | None
    net: tuple[MetricValue, ...]
    mt5: tuple[MetricValue, ...]
    curve: EquityCurve
    positions: tuple[Position, ...]
    reconciliation: Reconciliation
    notices: tuple[Notice, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class TradeRow:
    """A closed trade with the account it belongs to; None is what prices and stops do not tell.

    `mae` and `mfe` are its worst and best floating profit, `r` its net result in units of its first risk.
    """

    account: Account
    trade: ClosedTrade
    mae: float | None = None
    mfe: float | None = None
    r: float | None = None
