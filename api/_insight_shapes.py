"""What is answered about one account in depth, and how it is told in JSON."""

from __future__ import annotations

import math
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

import numpy as np
from pydantic import BaseModel

from services.calc.monte_carlo import QUANTILES
from services.calc.period import as_datetime
from services.documents import metric_document, money
from services.insight_answers import ResultUnit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from services.insight_answers import (
        Distribution,
        Falls,
        HiddenRisk,
        Outlook,
        RollingFigures,
        Streaks,
        Subject,
    )


class SubjectBody(BaseModel):
    """Which account, over which period, with days of which zone."""

    account_id: UUID
    currency: str
    zone: str
    period_start: datetime | None
    period_end: datetime


class DistributionBody(SubjectBody):
    """`counts[i]` results lie from `edges[i]` up to the next; `below` and `above` beyond the outer ones."""

    unit: str
    edges: list[str | float]
    counts: list[int]
    below: int
    above: int
    beyond: float | None
    mean: str | float | None
    median: str | float | None
    n: int
    reason: str | None


class RollingBody(SubjectBody):
    """Day by day; null before there are `window` days."""

    window: int
    per_year: int
    series: str
    days: list[str]
    sharpe: list[float | None]
    volatility: list[float | None]
    reason: str | None


class DrawdownsBody(SubjectBody):
    """Falls of the flow-neutral index; depth is a positive fraction, days are fractions too."""

    series: str
    drawdowns: list[dict[str, Any]]


class MonteCarloBody(SubjectBody):
    """Returns since today by quantile and day, and the chance to fall by each loss at any time."""

    horizon: str
    days: int
    paths: int
    n: int
    block: float | None
    series: str
    fan: dict[str, list[float]]
    ruin: list[dict[str, float | None]]
    reason: str | None


class RiskBody(SubjectBody):
    """Null is what nobody recorded; `martingale` is null with fewer than 20 entries after a loss."""

    metrics: dict[str, dict[str, Any]]
    worst_floating: float | None
    worst_floating_time: datetime | None
    floating_share: float | None
    adding_to_losers: dict[str, int | float | None]
    lot_growth: dict[str, int | float | bool | None]


class StreaksBody(SubjectBody):
    """Figures by name, and how many runs had each length."""

    metrics: dict[str, dict[str, Any]]
    runs: list[dict[str, float]]
    is_capped: bool


def distribution_document(answer: Distribution) -> dict[str, Any]:
    """The histogram; money as text, R as numbers."""
    found, account = answer.histogram, answer.subject.account

    def told(value: float) -> str | float | None:
        return money(value, account) if answer.unit is ResultUnit.MONEY else _known(value)

    return _head(answer.subject) | {
        "unit": answer.unit.value,
        "edges": [told(edge) for edge in found.edges.tolist()],
        "counts": found.counts.tolist(),
        "below": found.below,
        "above": found.above,
        "beyond": _known(found.beyond),
        "mean": told(found.mean),
        "median": told(found.median),
        "n": found.n,
        "reason": answer.reason or None,
    }


def rolling_document(answer: RollingFigures) -> dict[str, Any]:
    """The days and their figures."""
    return _head(answer.subject) | {
        "window": answer.window,
        "per_year": answer.per_year,
        "series": answer.series,
        "days": np.datetime_as_string(answer.day).tolist(),
        "sharpe": _column(answer.sharpe),
        "volatility": _column(answer.volatility),
        "reason": answer.reason or None,
    }


def drawdowns_document(answer: Falls) -> dict[str, Any]:
    """The falls, deepest first."""
    rows = [
        {
            "depth": fall.depth,
            "money": money(fall.money, answer.subject.account),
            "start": as_datetime(fall.start),
            "valley": as_datetime(fall.valley),
            "end": None if fall.end is None else as_datetime(fall.end),
            "days_down": fall.days_down,
            "days": fall.days,
            "recovery_days": fall.recovery_days,
        }
        for fall in answer.falls
    ]
    return _head(answer.subject) | {"series": answer.series, "drawdowns": rows}


def montecarlo_document(answer: Outlook) -> dict[str, Any]:
    """The fan by quantile, and the ladder of losses."""
    paths = answer.paths
    fan = {f"{chance:g}": row.tolist() for chance, row in zip(QUANTILES, paths.fan, strict=True)}
    ladder = zip(paths.losses.tolist(), _column(paths.chances), strict=True)
    return _head(answer.subject) | {
        "horizon": paths.horizon.value,
        "days": paths.days,
        "paths": paths.paths,
        "n": paths.n,
        "block": _known(paths.block),
        "series": answer.series,
        "fan": fan,
        "ruin": [{"loss": loss, "probability": chance} for loss, chance in ladder],
        "reason": paths.reason or None,
    }


def risk_document(answer: HiddenRisk) -> dict[str, Any]:
    """What closed trades do not show."""
    account, floating = answer.subject.account, answer.floating
    adding, growth = answer.adding, answer.growth
    values = (answer.equity_drawdown, answer.balance_drawdown, answer.gap)
    return _head(answer.subject) | {
        "metrics": {value.metric.name: metric_document(value, account) for value in values},
        "worst_floating": _known(floating.worst),
        "worst_floating_time": None if np.isnat(floating.worst_time) else as_datetime(floating.worst_time),
        "floating_share": _known(floating.share),
        "adding_to_losers": {
            "entries": adding.entries,
            "beside_open": adding.beside_open,
            "to_losers": adding.to_losers,
            "share": _known(adding.share),
            "share_of_volume": _known(adding.lots),
        },
        "lot_growth": {
            "after_loss": _known(growth.after_loss),
            "after_losses": growth.losses,
            "after_win": _known(growth.after_win),
            "after_wins": growth.wins,
            "grown": _known(growth.grown),
            "martingale": growth.is_martingale,
        },
    }


def streaks_document(answer: Streaks) -> dict[str, Any]:
    """Figures and runs by length."""
    account, lengths = answer.subject.account, answer.lengths
    columns = (lengths.length, lengths.wins, lengths.losses, lengths.expected_wins, lengths.expected_losses)
    names = ("length", "wins", "losses", "expected_wins", "expected_losses")
    return _head(answer.subject) | {
        "metrics": {name: metric_document(value, account) for name, value in answer.figures.items()},
        "runs": [
            dict(zip(names, row, strict=True))
            for row in zip(*(column.tolist() for column in columns), strict=True)
        ],
        "is_capped": lengths.is_capped,
    }


def _head(subject: Subject) -> dict[str, Any]:
    return {
        "account_id": subject.account.id,
        "currency": subject.account.currency,
        "zone": subject.zone,
        "period_start": subject.period.start,
        "period_end": subject.period.end,
    }


def _known(value: float) -> float | None:
    return None if math.isnan(value) else value


def _column(values: NDArray[np.float64]) -> list[float | None]:
    return [_known(value) for value in values.tolist()]
