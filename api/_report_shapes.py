"""What a report of a period is in JSON: figures, breakdowns, curve, best and worst trades."""

from __future__ import annotations

import math
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from pydantic import BaseModel

from api.breakdown import group_row
from api.metrics import HEADLINES
from services.calc.downsample import m4
from services.calc.period import as_datetime
from services.documents import metric_number, money

if TYPE_CHECKING:
    from services.answers import EquityCurve
    from services.comparison.breakdown_table import BreakdownTable, GroupRow
    from services.period_report import PeriodReport, ReportTrade

CURVE_COLUMNS = 250
MONEY_FIGURES = {
    name: name for name in ("balance", "equity", "deposits", "withdrawals", "total_return_twr", "expectancy")
}
NO_TRADE, NO_LOSS, NO_RESULT = "No trade.", "No losing trade.", "The net profit of all trades is 0."
UNDEFINED = {
    "win_rate": NO_TRADE,
    "profit_factor": NO_LOSS,
    "expectancy": NO_TRADE,
    "share": NO_RESULT,
}


class ReportAnswer(BaseModel):
    """A period in figures and tables; what is null in `summary` or a group has its sentence in `reasons`."""

    account_id: UUID
    account_name: str
    currency: str
    zone: str
    basis: str
    period_type: str
    period_start: datetime | None
    period_end: datetime
    period_days: int
    summary: dict[str, Any]
    trade_breakdown: dict[str, dict[str, Any]]
    equity_curve: list[dict[str, Any]]
    top_trades: list[dict[str, Any]]
    worst_trades: list[dict[str, Any]]


def report_document(found: PeriodReport, kind: str) -> dict[str, Any]:
    """The report of one account."""
    (account,) = found.accounts
    return {
        "account_id": account.id,
        "account_name": account.name,
        "currency": found.terms.currency,
        "zone": found.terms.zone,
        "basis": found.basis,
        "period_type": kind,
        "period_start": found.start,
        "period_end": found.end,
        "period_days": found.days,
        "summary": _summary(found),
        "trade_breakdown": {table.kind.name: _breakdown(table, found) for table in found.breakdowns},
        "equity_curve": [] if found.curve is None else _curve(found.curve),
        "top_trades": [_trade(trade, found) for trade in found.top],
        "worst_trades": [_trade(trade, found) for trade in found.worst],
    }


def _summary(found: PeriodReport) -> dict[str, Any]:
    (account,) = found.accounts
    values = {value.metric.name: value for value in found.metrics}
    shown = {field: values.get(name) for field, name in (HEADLINES | MONEY_FIGURES).items()}
    told = {field: None if value is None else metric_number(value, account) for field, value in shown.items()}
    basis = f"Not defined on the {found.basis} basis."
    reasons = {
        field: basis if (value := shown[field]) is None else value.reason
        for field, number in told.items()
        if number is None
    }
    return {**told, "reasons": reasons}


def _breakdown(table: BreakdownTable, found: PeriodReport) -> dict[str, Any]:
    return {
        "definition": table.kind.definition,
        "groups": [_group(row, found) for row in table.rows],
        "total": _group(table.total, found),
    }


def _group(row: GroupRow, found: PeriodReport) -> dict[str, Any]:
    (account,) = found.accounts
    told = group_row(row, account)
    reasons = {name: NO_TRADE if not row.trades else UNDEFINED[name] for name in told if told[name] is None}
    return told | {"reasons": reasons}


def _curve(curve: EquityCurve) -> list[dict[str, Any]]:
    rows = m4(curve.time, curve.balance, curve.equity, curve.drawdown, columns=CURVE_COLUMNS)
    return [
        {
            "timestamp": as_datetime(curve.time[row]),
            "balance": money(float(curve.balance[row]), curve),
            "equity": money(float(curve.equity[row]), curve),
            "drawdown": None if math.isnan(curve.drawdown[row]) else float(curve.drawdown[row]),
        }
        for row in rows.tolist()
    ]


def _trade(trade: ReportTrade, found: PeriodReport) -> dict[str, Any]:
    (account,) = found.accounts
    return {
        "symbol": trade.symbol,
        "side": trade.side,
        "volume": trade.volume,
        "entry_time": trade.entry_time,
        "exit_time": trade.exit_time,
        "net_profit": money(trade.net_profit, account),
    }
