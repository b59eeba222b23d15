"""What `/compare` is asked and what it answers."""

from __future__ import annotations

from uuid import UUID

from pydantic import BaseModel, Field

from api._shapes import AskedAccounts, DateRange, PeriodType

MOST_PERIODS = 120
CURRENCY: str | None = Field(
    None, pattern="^[A-Z]{3,4}$", description="Currency of amounts; else the one most accounts have."
)


class CompareBody(DateRange, AskedAccounts):
    """Which accounts, over which days; with a period type and no dates, the present one."""

    period_type: PeriodType | None = None
    currency: str | None = CURRENCY


class CompareQuery(CompareBody):
    """The same as a query."""


class AnomaliesQuery(CompareBody):
    """The same, and how far is far."""

    z_score_threshold: float = Field(2.0, gt=0, le=100, description="Standard deviations of the others.")


class TrendsQuery(AskedAccounts):
    """Which accounts, by day, week, month or year."""

    period_type: PeriodType = "monthly"
    limit: int = Field(12, ge=1, le=MOST_PERIODS, description="How many of the latest periods.")


class RankingBody(BaseModel):
    """An account; without a place (null) `reason` says why. `rank_low` to `rank_high` hold 95 % of draws."""

    account_id: UUID
    account_name: str
    performance_rank: int | None
    total_accounts: int
    percentile: float | None = Field(description="Share of the others with a lower score, 0 to 100.")
    ranking_score: float | None = Field(description="0 to 100; 50 stands for nothing gained, nothing known.")
    components: dict[str, float] | None
    rank_low: int | None
    rank_high: int | None
    is_noise: bool | None
    total_pnl: str | None
    win_rate: float | None
    profit_factor: float | None
    sharpe_ratio: float | None
    max_drawdown: float | None
    total_return_twr: float | None
    probabilistic_sharpe_ratio: float | None
    deflated_sharpe_ratio: float | None
    max_balance_drawdown: float | None
    total_trades: int | None
    n: int | None
    reason: str | None


class HeadBody(BaseModel):
    """What was compared; the common days are those that all ranked accounts have."""

    comparison_period: dict[str, str | None]
    currency: str
    zone: str
    weights: dict[str, float]
    not_added: str | None


class CompareAnswer(HeadBody):
    """Places, best first."""

    rankings: list[RankingBody]


class BestWorstAnswer(HeadBody):
    """Three of the places; null when nobody has one."""

    best_performer: RankingBody | None
    worst_performer: RankingBody | None
    median_performer: RankingBody | None


class RelativeBody(BaseModel):
    """A figure against those of the other accounts; null beside a reason."""

    value: float | None
    others: int
    mean: float | None
    median: float | None
    std: float | None
    excess: float | None
    percentile_rank: float | None
    z_score: float | None
    reason: str | None


class RelativeAnswer(HeadBody):
    """An account's figures by name."""

    account_id: UUID
    metrics: dict[str, RelativeBody]


class TrendBody(BaseModel):
    """An account's places, oldest first."""

    account_id: UUID
    account_name: str
    data: list[dict[str, str | float | int | None]]


class TrendsAnswer(BaseModel):
    """Places over time."""

    period_type: str
    zone: str
    accounts: list[TrendBody]


class AnomalyBody(BaseModel):
    """A figure far from those of the others."""

    account_id: UUID
    account_name: str
    metric: str
    value: float
    mean: float
    std: float
    z_score: float


class AnomaliesAnswer(HeadBody):
    """Figures that stand out, farthest first."""

    z_score_threshold: float
    anomalies: list[AnomalyBody]


class CorrelationAnswer(HeadBody):
    """Correlations in the order of `accounts`."""

    accounts: list[dict[str, str]]
    values: list[list[float | None]]
    n: int
    average: float | None
    reason: str | None
