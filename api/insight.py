"""One account in depth: distribution, rolling figures, drawdowns, Monte Carlo and hidden risk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from flask import Response, jsonify
from flask_openapi3.blueprint import APIBlueprint
from pydantic import Field

from api._insight_shapes import (
    DistributionBody,
    DrawdownsBody,
    MonteCarloBody,
    RiskBody,
    RollingBody,
    StreaksBody,
    distribution_document,
    drawdowns_document,
    montecarlo_document,
    risk_document,
    rolling_document,
    streaks_document,
)
from api._shapes import PREFIX, TAG, AccountPath, DateRange, period_of
from dashboard.context import services

if TYPE_CHECKING:
    from uuid import UUID

    from services.calc.period import Period

blueprint = APIBlueprint("insight", __name__, url_prefix=PREFIX, abp_tags=[TAG])


class InsightQuery(DateRange):
    """Period, and the clock that cuts days."""

    zone: str | None = Field(None, description="Zone of days; the reporting zone when left out.")


class DistributionQuery(InsightQuery):
    """The same, and what results are counted in."""

    unit: Literal["money", "r"] = Field("money", description="Account currency, or R where a stop is known.")


class HorizonQuery(InsightQuery):
    """The same, and how far ahead is looked."""

    horizon: Literal["1m", "3m", "1y"] = Field("3m", description="A month, three months or a year.")


@blueprint.get("/distribution/<account_id>", responses={"200": DistributionBody})
def distribution(path: AccountPath, query: DistributionQuery) -> Response:
    """How often results of each size came, after costs."""
    return _answer(distribution_document(services().insight.distribution(*_about(path, query), query.unit)))


@blueprint.get("/rolling/<account_id>", responses={"200": RollingBody})
def rolling(path: AccountPath, query: InsightQuery) -> Response:
    """Sharpe ratio and volatility of the 63 days up to each day; null before there are so many."""
    return _answer(rolling_document(services().insight.rolling(*_about(path, query))))


@blueprint.get("/drawdowns/<account_id>", responses={"200": DrawdownsBody})
def drawdowns(path: AccountPath, query: InsightQuery) -> Response:
    """The ten deepest drawdowns, deepest first; an open one has no end."""
    return _answer(drawdowns_document(services().insight.drawdowns(*_about(path, query))))


@blueprint.get("/montecarlo/<account_id>", responses={"200": MonteCarloBody})
def montecarlo(path: AccountPath, query: HorizonQuery) -> Response:
    """What chance could make of the account: a fan of paths and how likely each loss is."""
    return _answer(montecarlo_document(services().insight.outlook(*_about(path, query), query.horizon)))


@blueprint.get("/risk/<account_id>", responses={"200": RiskBody})
def risk(path: AccountPath, query: InsightQuery) -> Response:
    """What closed trades do not show: equity against balance, adding to losers, lots after a loss."""
    return _answer(risk_document(services().insight.hidden_risk(*_about(path, query))))


@blueprint.get("/streaks/<account_id>", responses={"200": StreaksBody})
def streaks(path: AccountPath, query: InsightQuery) -> Response:
    """Wins and losses in a row, beside what a random order of the same trades would have."""
    return _answer(streaks_document(services().insight.streaks(*_about(path, query))))


def _about(path: AccountPath, query: InsightQuery) -> tuple[UUID, Period, str]:
    performance = services().performance
    account = performance.record(path.account_id).account
    zone = performance.zone_of([account], query.zone)
    return account.id, period_of(query, zone), zone


def _answer(document: dict[str, Any]) -> Response:
    return jsonify(document)
