"""`/metrics/{account}`: every metric of an account over a period, each with what it stands on."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal
from uuid import UUID

from flask import Response, jsonify
from flask_openapi3.blueprint import APIBlueprint
from pydantic import BaseModel, Field

from api._shapes import (
    BENCHMARK,
    PREFIX,
    TAG,
    AccountPath,
    ArchivedBody,
    DateRange,
    PeriodType,
    beside_of,
    period_of,
)
from dashboard.context import services
from services.documents import metric_document, metric_number

if TYPE_CHECKING:
    from services.calc.period import Period
    from services.documents import Denominated
    from services.metrics import MetricValue

blueprint = APIBlueprint("metrics", __name__, url_prefix=PREFIX, abp_tags=[TAG])
HEADLINES = {
    "total_trades": "total_trades",
    "winning_trades": "winning_trades",
    "losing_trades": "losing_trades",
    "win_rate": "win_rate",
    "profit_factor": "profit_factor",
    "sharpe_ratio": "sharpe_ratio",
    "sortino_ratio": "sortino_ratio",
    "calmar_ratio": "calmar_ratio",
    "max_drawdown": "max_drawdown",
    "total_pnl": "net_profit",
    "average_win": "average_win",
    "average_loss": "average_loss",
    "largest_win": "largest_win",
    "largest_loss": "largest_loss",
}


class MetricsQuery(DateRange):
    """Period and basis; with a period type and no dates, the present day, week, month or year."""

    period_type: PeriodType | None = None
    basis: Literal["net", "mt5"] = Field(
        "net", description="Round trips after costs, or MetaTrader's own counting."
    )
    intervals: bool = Field(
        default=False,
        description="Whether metrics of trades and days have `low` and `high`, a 95 % bootstrap interval.",
    )
    benchmark: str | None = BENCHMARK


class MetricBody(BaseModel):
    """One metric; `value` is null where it is undefined, and `reason` says why."""

    value: str | float | int | None
    unit: str
    n: int
    low: float | None
    high: float | None
    basis: str
    zone: str
    annualisation: str
    definition: str
    reason: str | None


class FiguresBody(BaseModel):
    """The headline figures and every metric of the catalogue by name."""

    period_type: str
    period_start: datetime | None
    period_end: datetime
    total_trades: int | None
    winning_trades: int | None
    losing_trades: int | None
    win_rate: float | None
    profit_factor: float | None
    sharpe_ratio: float | None
    sortino_ratio: float | None
    calmar_ratio: float | None
    max_drawdown: float | None
    total_pnl: str | None
    average_win: str | None
    average_loss: str | None
    largest_win: str | None
    largest_loss: str | None
    metrics: dict[str, MetricBody]


class MetricsBody(FiguresBody):
    """The figures of an account."""

    account_id: UUID
    archived: list[ArchivedBody]


@blueprint.get("/metrics/<account_id>", responses={"200": MetricsBody})
def metrics(path: AccountPath, query: MetricsQuery) -> Response:
    """Every metric of an account; undefined ones are null beside a reason."""
    performance = services().performance
    account = performance.record(path.account_id).account
    zone = performance.zone_of([account])
    period = period_of(query, zone, query.period_type)
    aside = beside_of(query.benchmark, [account.id], zone)
    values = performance.metrics(
        account.id, period, basis=query.basis, intervals=query.intervals, beside=aside
    )
    archived = [asdict(part) for part in services().retention.ranges(account.id, period)]
    figures = figures_body(account, period, values, query.period_type or "all")
    return jsonify(account_id=account.id, archived=archived, **figures)


def figures_body(
    told_in: Denominated, period: Period, values: tuple[MetricValue, ...], period_type: str
) -> dict[str, Any]:
    """The fields of the answer; money has the digits of what it is *told_in*."""
    numbers = {value.metric.name: metric_number(value, told_in) for value in values}
    return {
        "period_type": period_type,
        "period_start": period.start,
        "period_end": period.end,
        **{field: numbers.get(name) for field, name in HEADLINES.items()},
        "metrics": {value.metric.name: metric_document(value, told_in) for value in values},
    }
