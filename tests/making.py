"""Small ledgers for tests: deals, flows and statements from plain numbers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from services.model import Deal, DealEntry, DealType, MarginMode, TradeMode
from services.statement import StatedAccount, StatedDeal, Statement, StatementKind

START = datetime(2026, 1, 5, tzinfo=UTC)
MONEY = ("volume", "price", "commission", "swap", "profit", "fee")


def make_deal(ticket: int, **fields: Any) -> Deal:
    """A deal at minute *ticket* unless a time is given; amounts may be plain numbers or texts."""
    time = fields.pop("time", START + timedelta(minutes=ticket))
    fields |= {name: Decimal(str(fields.get(name, 0))) for name in MONEY}
    return Deal(ticket, time, time.replace(tzinfo=None), fields.pop("type", 0), **fields)


def flow(ticket: int, amount: float, **fields: Any) -> Deal:
    """A deposit, or a withdrawal when negative."""
    return make_deal(ticket, type=DealType.BALANCE, profit=amount, **fields)


def round_trip(ticket: int, profit: float, **fields: Any) -> list[Deal]:
    """An entry and its exit under one position id, half a lot bought and sold."""
    shared: dict[str, Any] = {"position_id": ticket, "symbol": "EURUSD", "volume": "0.5", "order": ticket}
    commission = fields.pop("commission", 0)
    times = {key: fields.pop(key) for key in ("opened", "closed") if key in fields}
    entry_time = {"time": times["opened"]} if "opened" in times else {}
    exit_time = {"time": times["closed"]} if "closed" in times else {}
    return [
        make_deal(ticket, price="1.1", commission=commission, **entry_time, **shared),
        make_deal(
            ticket + 1,
            type=DealType.SELL,
            entry=DealEntry.OUT,
            price="1.2",
            profit=profit,
            commission=commission,
            **exit_time,
            **shared,
        ),
    ]


def make_statement(deals: list[Deal], *, login: str = "1001", opening: float = 0, **fields: Any) -> Statement:
    """An MT5 history of *deals* with its balances and its stated end balance."""
    balance = Decimal(str(opening))
    rows = []
    for number, deal in enumerate(deals, start=1):
        balance += deal.cash
        rows.append(StatedDeal(number, deal, balance))
    figures = {"Balance": str(balance)} | fields.pop("figures", {})
    return Statement(
        format="mt5_xlsx",
        kind=StatementKind.MT5_HISTORY,
        account=StatedAccount(
            login=login,
            currency=fields.pop("currency", "USD"),
            server="Test-Server",
            company="Test Markets",
            margin_mode=MarginMode.HEDGING,
            trade_mode=TradeMode.REAL,
        ),
        deals=tuple(rows),
        figures=figures,
        **fields,
    )
