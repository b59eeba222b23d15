"""Small made-up values that components are shown with."""

from __future__ import annotations

import math
import uuid
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import numpy as np

from services.answers import (
    AccountSummary,
    EquityCurve,
    Figure,
    Flow,
    ImportRecord,
    ImportReport,
    LivePnl,
    Reconciliation,
    Standing,
    TradeRow,
)
from services.metrics import MetricValue, metrics
from services.model import Account, AccountState, ClosedTrade, MarginMode, Position, Side, TradeMode

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
START = datetime(2026, 11, 20, tzinfo=UTC)


def account(name: str = "Momentum", currency: str = "USD", digits: int = 2) -> Account:
    return Account(
        id=uuid.uuid5(uuid.NAMESPACE_DNS, name),
        name=name,
        login="42",
        server="Demo",
        company="Broker",
        currency=currency,
        currency_digits=digits,
        margin_mode=MarginMode.HEDGING,
        trade_mode=TradeMode.DEMO,
        server_zone="NY+7",
    )


def pnl(of: Account, *, floating: str = "12.30", equity: str = "1012.30") -> LivePnl:
    state = AccountState(
        time=NOW,
        balance=Decimal(1000),
        credit=Decimal(0),
        equity=Decimal(equity),
        floating=Decimal(floating),
        margin=Decimal(100),
        open_positions=1,
        source="feed",
    )
    return LivePnl(
        of, state, Decimal(10), Decimal(floating), Decimal(22), Decimal(-5), -0.005, 3, 2, stale=False, seq=1
    )


def curve(points: int = 100, *, knows_equity: bool = True) -> EquityCurve:
    time = np.datetime64("2026-01-01", "us") + np.arange(points) * np.timedelta64(3_600_000_000, "us")
    balance = 100_000.0 + np.arange(points, dtype=np.float64)
    equity = balance - 5.0 if knows_equity else np.full(points, math.nan)
    drawdown = np.where(np.arange(points) % 2, -0.01, 0.0)
    flows = (Flow(datetime(2026, 1, 2, tzinfo=UTC), Decimal(1000)), Flow(NOW, Decimal(-500)))
    return EquityCurve(time, balance, equity, drawdown, drawdown / 2, flows, "snapshots", "hourly", "USD", 2)


def values(basis: str, **known: float) -> tuple[MetricValue, ...]:
    return tuple(
        MetricValue(item, known.get(item.name, 1.5), 238, basis, "NY+7", "", "deals", "")
        for item in metrics()
        if basis in item.bases
    )


def value(
    name: str, number: float, *, reason: str = "", low: float = math.nan, high: float = math.nan
) -> MetricValue:
    found = next(item for item in metrics() if item.name == name)
    return MetricValue(found, number, 238, "net", "NY+7", "", "deals", reason, low, high)


def summary(name: str = "Momentum", gain: float = 0.05) -> AccountSummary:
    of = account(name)
    return AccountSummary(of, Standing.RECONCILED, pnl(of), gain, 0.06, 0.02, np.array([1.0, 2.0, 3.0]), 12)


def position(**changes: object) -> Position:
    made: dict[str, object] = {
        "position_id": 1,
        "symbol": "XAUUSD",
        "side": Side.SELL,
        "volume": Decimal("0.05"),
        "time": NOW - timedelta(hours=3),
        "price_open": Decimal("4221.39"),
        "price_current": None,
        "profit": Decimal("-7.14"),
    }
    return Position(**(made | changes))  # type: ignore[arg-type]


def figures(*, match: bool = True, count: int = 12) -> tuple[Figure, ...]:
    return tuple(
        Figure(f"Figure {number}", "-1598.66", "-1598.66", match or number > 0) for number in range(count)
    )


def record() -> ImportRecord:
    return ImportRecord(
        uuid.uuid4(), "report.xlsx", "mt5_xlsx", "ab" * 32, NOW, START, NOW, 481, 481, 0, Decimal(0),
        accepted_residual=False, is_partial=False, figures=figures(), warnings=(),
    )  # fmt: skip


def reconciliation(standing: Standing = Standing.RECONCILED, residual: str = "0") -> Reconciliation:
    return Reconciliation(account(), standing, Decimal(residual), figures(), Decimal(0), 0, 481, (record(),))


def report(**changes: object) -> ImportReport:
    made: dict[str, object] = {
        "file": "report.xlsx", "sha256": "ab" * 32, "format": "mt5_xlsx", "account": account(),
        "is_new_account": True,
        "deals": 481, "new_deals": 481, "changed_deals": 0, "trades": 238, "open_positions": 4,
        "deposits": Decimal(100_000), "withdrawals": Decimal(0), "opening_balance": Decimal(0), "orphans": 0,
        "residual": Decimal(0), "figures": figures(), "chain": "unbroken over 481 deals", "problems": (),
        "warnings": (), "server_zone": "NY+7", "server_zone_reason": "Fills say so.", "window_start": START,
        "window_end": NOW, "stored": False, "seconds": 0.4,
    }  # fmt: skip
    return ImportReport(**(made | changes))  # type: ignore[arg-type]


def trade_row(number: int = 1, profit: str = "10.00", of: Account | None = None) -> TradeRow:
    trade = ClosedTrade(
        position_id=number, sequence=0, symbol="EURUSD", side=Side.BUY, volume=Decimal("0.10"),
        entry_time=START, exit_time=NOW, entry_price=Decimal("1.10000"), exit_price=Decimal("1.10100"),
        profit=Decimal(profit), commission=Decimal("-0.70"), swap=Decimal("-0.10"), fee=Decimal(0),
    )  # fmt: skip
    return TradeRow(of or account(), trade)
