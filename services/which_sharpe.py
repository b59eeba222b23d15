"""The Sharpe ratio of accounts as different products compute it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from services.calc.money_weighted import first_capital
from services.comparison.sharpe_variants import Stated, sharpe_variants
from services.measure import measure
from services.metrics import MT5, NET

if TYPE_CHECKING:
    from uuid import UUID

    from services.calc.account_series import AccountSeries
    from services.calc.period import Period
    from services.comparison.sharpe_variants import SharpeVariant
    from services.measurements import Measurements
    from services.model import Account
    from services.performance import Performance

SHARPE = "sharpe_ratio"


@dataclass(frozen=True, slots=True)
class WhichSharpe:
    """One account with every variant of its Sharpe ratio, ours first."""

    account: Account
    variants: tuple[SharpeVariant, ...]


def which_sharpe(
    performance: Performance, account_id: UUID, period: Period, zone: str | None = None
) -> WhichSharpe:
    """The variants for an account over a period; raises NotFoundError."""
    record = performance.record(account_id)
    days = performance.zone_of([record.account], zone)
    net, mt5 = (measure(record, period, zone=days, basis=basis) for basis in (NET, MT5))
    account: AccountSeries = net.statistics["account"]
    capital = first_capital(account.track, account.inside)
    return WhichSharpe(
        record.account, sharpe_variants(_stated(net), _stated(mt5), account.days, account.trades, capital)
    )


def _stated(measured: Measurements) -> Stated:
    value = measured.named(SHARPE)
    return Stated(value.value, value.n, value.reason)
