"""`/compare`: accounts beside each other, on the days they have in common."""

from __future__ import annotations

import math
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from flask import Response, jsonify
from flask_openapi3.blueprint import APIBlueprint

from api._compare_shapes import (
    AnomaliesAnswer,
    AnomaliesQuery,
    BestWorstAnswer,
    CompareAnswer,
    CompareBody,
    CompareQuery,
    CorrelationAnswer,
    RelativeAnswer,
    TrendsAnswer,
    TrendsQuery,
)
from api._shapes import PREFIX, TAG, AccountPath, period_of
from dashboard.context import services
from services.calc.calendar import PeriodType as Kind
from services.calc.calendar import latest_periods

if TYPE_CHECKING:
    from uuid import UUID

    from services.comparing import Compared, Comparison

blueprint = APIBlueprint("compare", __name__, url_prefix=f"{PREFIX}/compare", abp_tags=[TAG])
PLACE = ("performance_rank", "percentile", "ranking_score", "components", "rank_low", "rank_high", "is_noise")


@blueprint.post("", responses={"200": CompareAnswer})
def compare(body: CompareBody) -> Response:
    """Accounts ranked by score, best first; those that cannot be ranked come last with their reason."""
    found = _compared(body)
    return jsonify(**_head(found, body), rankings=[_row(row, found) for row in found.rows])


@blueprint.get("/best-worst", responses={"200": BestWorstAnswer})
def best_worst(query: CompareQuery) -> Response:
    """The first, the last and the one in the middle of the places."""
    found = _compared(query)
    ranked = [_row(row, found) for row in found.ranked]
    first, middle, last = (ranked[0], ranked[len(ranked) // 2], ranked[-1]) if ranked else (None, None, None)
    return jsonify(**_head(found, query), best_performer=first, worst_performer=last, median_performer=middle)


@blueprint.get("/relative/<account_id>", responses={"200": RelativeAnswer})
def relative(path: AccountPath, query: CompareQuery) -> Response:
    """An account's figures against those of the others."""
    if query.accounts and path.account_id not in query.accounts:
        query.account_ids.append(path.account_id)
    services().performance.records([path.account_id])
    found = _compared(query)
    beside = services().comparing.relative(path.account_id, found)
    metrics = {name: _known(asdict(one)) for name, one in beside.items()}
    return jsonify(account_id=path.account_id, **_head(found, query), metrics=metrics)


@blueprint.get("/trends", responses={"200": TrendsAnswer})
def trends(query: TrendsQuery) -> Response:
    """Places and scores of the latest periods, oldest first."""
    performance = services().performance
    records = performance.records(query.accounts)
    zone = performance.zone_of([record.account for record in records])
    now = datetime.now(UTC)
    since = min((record.began for record in records if record.began), default=now)
    periods = latest_periods(Kind(query.period_type), zone=zone, since=since, until=now, most=query.limit)[
        ::-1
    ]
    places = services().comparing.places(query.accounts, periods, zone)
    by_account: dict[UUID, list[dict[str, Any]]] = {record.account.id: [] for record in records}
    for period, ranked in zip(periods, places, strict=True):
        for one in ranked:
            by_account[one.key].append(
                {
                    "period_start": period.start,
                    "period_end": period.end,
                    "performance_rank": one.rank,
                    "total_accounts": one.of,
                    "ranking_score": one.score,
                }
            )
    names = {record.account.id: record.account.name for record in records}
    return jsonify(
        period_type=query.period_type,
        zone=zone,
        accounts=[
            {"account_id": key, "account_name": names[key], "data": rows} for key, rows in by_account.items()
        ],
    )


@blueprint.get("/anomalies", responses={"200": AnomaliesAnswer})
def anomalies(query: AnomaliesQuery) -> Response:
    """Figures that lie far from those of the other accounts, farthest first."""
    found = _compared(query)
    names = {row.account.id: row.account.name for row in found.rows}
    far = services().comparing.anomalies(found, query.z_score_threshold)
    rows = [
        {"account_id": one.key, "account_name": names[one.key]}
        | {name: getattr(one, name) for name in ("metric", "value", "mean", "std", "z_score")}
        for one in far
    ]
    return jsonify(**_head(found, query), z_score_threshold=query.z_score_threshold, anomalies=rows)


@blueprint.get("/correlation", responses={"200": CorrelationAnswer})
def correlation(query: CompareQuery) -> Response:
    """Correlation of daily returns over the common days; null where one of the two never moved."""
    found = _compared(query)
    names = {row.account.id: row.account.name for row in found.rows}
    pairs = found.correlation
    return jsonify(
        **_head(found, query),
        accounts=[{"account_id": key, "account_name": names[key]} for key in pairs.keys],
        values=[[_number(value) for value in row] for row in pairs.values],
        n=pairs.n,
        average=_number(pairs.average),
        reason=pairs.reason or None,
    )


def _compared(asked: CompareBody) -> Comparison:
    performance = services().performance
    accounts = [record.account for record in performance.records(asked.accounts)]
    period = period_of(asked, performance.zone_of(accounts), asked.period_type)
    return services().comparing.compare(asked.accounts, period, asked.currency)


def _head(found: Comparison, asked: CompareBody) -> dict[str, Any]:
    """What was compared; `common_*` are the days that all ranked accounts have."""
    period, common = found.period, found.common
    return {
        "comparison_period": {
            "start_date": period.start,
            "end_date": period.end,
            "period_type": asked.period_type or "all",
            "common_start": None if common is None else common.start,
            "common_end": None if common is None else common.end,
        },
        "currency": found.terms.currency,
        "zone": found.terms.zone,
        "weights": asdict(found.weights),
        "not_added": found.not_added or None,
    }


def _row(row: Compared, found: Comparison) -> dict[str, Any]:
    place = row.place
    known = (
        {}
        if place is None
        else asdict(place)
        | {"performance_rank": place.rank, "ranking_score": place.score, "is_noise": place.is_noise}
    )
    figures = {name: _number(value.value) for name, value in row.figures.items()}
    trades = figures.pop("total_trades", None)
    return {
        "account_id": row.account.id,
        "account_name": row.account.name,
        "total_accounts": len(found.ranked),
        **{name: known.get(name) for name in PLACE},
        "total_pnl": None if row.total_pnl is None else f"{row.total_pnl:f}",
        "total_trades": None if trades is None else int(trades),
        "n": row.index.size or None,
        "reason": row.reason or None,
        **figures,
    }


def _known(numbers: dict[str, Any]) -> dict[str, Any]:
    """Undefined numbers as null."""
    return {
        name: _number(value) if isinstance(value, float) else value for name, value in numbers.items()
    } | {"reason": numbers["reason"] or None}


def _number(value: float) -> float | None:
    return None if math.isnan(value) else float(value)
