"""`/heatmap`: a metric of accounts beside each other, or of their trades by hour, month, symbol, duration."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal
from uuid import UUID

import numpy as np
from flask import Response, jsonify
from flask_openapi3.blueprint import APIBlueprint
from pydantic import BaseModel, Field

from api._shapes import PREFIX, TAG, AskedAccounts, DateRange, period_of
from dashboard.context import services
from services.calc.money import round_money
from services.comparison.matrix import TOTAL
from services.heatmaps import Dimension
from services.metrics import Unit

if TYPE_CHECKING:
    from datetime import datetime

    from numpy.typing import NDArray

    from services.calc.period import Period
    from services.comparison.account_metric import AccountMatrix
    from services.comparison.matrix import Matrix, Spread, Terms
    from services.metrics import Metric

blueprint = APIBlueprint("heatmap", __name__, url_prefix=PREFIX, abp_tags=[TAG])
METRICS = {"total_pnl": "net_profit"}
Number = str | float | int | None
MetricType = Literal[
    "total_pnl",
    "win_rate",
    "profit_factor",
    "sharpe_ratio",
    "max_drawdown",
    "expectancy",
    "total_trades",
]


class HeatmapQuery(DateRange, AskedAccounts):
    """Which accounts, which metric, and what its cells are told apart by."""

    metric_type: MetricType = "total_pnl"
    dimension: Literal[
        "account", "hour_weekday", "month_year", "symbol_account", "symbol_weekday", "duration_outcome"
    ] = Field("account", description="By account, or trades by row_column.")
    currency: str | None = Field(
        None,
        pattern="^[A-Z]{3,4}$",
        description="Currency of amounts; the one most accounts have when left out.",
    )
    zone: str | None = Field(
        None, description="Clock of hours and days; the reporting zone or the servers' own when left out."
    )


class SpreadBody(BaseModel):
    """The defined cells in five numbers; `std` divides by n."""

    min: str | float | None
    max: str | float | None
    mean: str | float | None
    median: str | float | None
    std: str | float | None


class AccountCell(BaseModel):
    """An account's value; `normalized_value` is 0 at the smallest and 1 at the largest of the answer."""

    account_id: UUID
    account_name: str
    raw_value: str | float | int | None
    normalized_value: float | None
    color_intensity: float | None = Field(description="-1 worst, 0 neither, 1 best.")
    n: int
    reason: str | None


class HeatmapBody(BaseModel):
    """By account `data`; by any other dimension `rows`, `columns`, `values` and what belongs to them."""

    accounts: list[UUID]
    dimension: str
    metric_type: str
    unit: str
    currency: str
    zone: str
    period_start: str | None
    period_end: str
    statistics: SpreadBody
    data: list[AccountCell] | None = None
    rows: list[str] | None = None
    columns: list[str] | None = None
    values: list[list[str | float | int | None]] | None = None
    counts: list[list[int]] | None = None
    color_intensity: list[list[float | None]] | None = None
    row_totals: list[str | float | int | None] | None = None
    column_totals: list[str | float | int | None] | None = None
    total: str | float | int | None = None
    total_count: int | None = None
    reason: str | None = None


@blueprint.get("/heatmap", responses={"200": HeatmapBody})
def heatmap(query: HeatmapQuery) -> Response:
    """A metric by account or as a matrix of trades; undefined cells are null, and money adds up."""
    performance = services().performance
    accounts = [record.account for record in performance.records(query.accounts)]
    zone = performance.zone_of(accounts, query.zone)
    period = period_of(query, zone)
    name = METRICS.get(query.metric_type, query.metric_type)
    chosen = (query.accounts, period, query.currency, zone)
    if query.dimension == "account":
        found = services().heatmaps.accounts([name], *chosen)
        body = _by_account(found)
        return jsonify(**_head(query, period, [account.id for account in accounts], found.terms), **body)
    matrix = services().heatmaps.matrix(Dimension(query.dimension), name, *chosen)
    body = _by_cell(matrix)
    return jsonify(**_head(query, period, [account.id for account in accounts], matrix.terms), **body)


def _head(query: HeatmapQuery, period: Period, accounts: list[UUID], terms: Terms) -> dict[str, Any]:
    start: datetime | None = period.start
    return {
        "accounts": accounts,
        "dimension": query.dimension,
        "metric_type": query.metric_type,
        "currency": terms.currency,
        "zone": terms.zone,
        "period_start": start,
        "period_end": period.end,
    }


def _by_account(found: AccountMatrix) -> dict[str, Any]:
    (metric,) = found.metrics
    return {
        "unit": metric.unit.value,
        "data": [
            {
                "account_id": account.id,
                "account_name": account.name,
                "raw_value": _number(found.values[row, 0], metric, found.terms),
                "normalized_value": found.normalized[row, 0],
                "color_intensity": found.intensity[row, 0],
                "n": found.figures[row][0].n,
                "reason": found.figures[row][0].reason or None,
            }
            for row, account in enumerate(found.accounts)
        ],
        "statistics": _spread(found.spreads[0], metric, found.terms),
    }


def _by_cell(found: Matrix) -> dict[str, Any]:
    told = _table(found)
    return {
        "unit": found.metric.unit.value,
        "rows": found.rows,
        "columns": found.columns,
        "values": [row[:TOTAL] for row in told[:TOTAL]],
        "counts": found.cell_counts.tolist(),
        "color_intensity": _or_null(found.intensity),
        "row_totals": [row[TOTAL] for row in told[:TOTAL]],
        "column_totals": told[TOTAL][:TOTAL],
        "total": told[TOTAL][TOTAL],
        "total_count": int(found.counts[TOTAL, TOTAL]),
        "statistics": _spread(found.spread, found.metric, found.terms),
        "reason": found.reason or None,
    }


def _table(found: Matrix) -> list[list[Number]]:
    """Every cell and total as JSON; what adds up is told to its last minor unit."""
    rows, columns = found.values.shape
    if found.minor is None:
        return [[_number(value, found.metric, found.terms) for value in row] for row in found.values.tolist()]
    return [[_text(found.money(row, column)) for column in range(columns)] for row in range(rows)]


def _text(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount:f}"


def _spread(spread: Spread, metric: Metric, terms: Terms) -> dict[str, Number]:
    exact = metric.unit is Unit.MONEY
    values = {name: getattr(spread, name) for name in SpreadBody.model_fields}
    return {name: _number(value, metric, terms) if exact else value for name, value in values.items()}


def _number(value: float, metric: Metric, terms: Terms) -> Number:
    if not np.isfinite(value):
        return None
    if metric.unit is Unit.MONEY:
        return f"{round_money(Decimal(repr(float(value))), terms.digits):f}"
    return int(value) if metric.unit is Unit.COUNT else float(value)


def _or_null(values: NDArray[np.float64]) -> list[list[float | None]]:
    return [[None if np.isnan(value) else value for value in row] for row in values.tolist()]
